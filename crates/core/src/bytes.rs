//! Putting fixed layouts together.

/// The parts one after the other, then zeros. What does not fit is cut off.
pub fn join<const N: usize>(parts: &[&[u8]]) -> [u8; N] {
    let mut out = [0; N];
    for (to, from) in out.iter_mut().zip(parts.iter().copied().flatten()) {
        *to = *from;
    }
    out
}
