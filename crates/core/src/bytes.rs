//! Putting fixed layouts together.

/// The parts one after the other, then zeros. What does not fit is cut off.
#[inline]
pub fn join<const N: usize>(parts: &[&[u8]]) -> [u8; N] {
    let mut out = [0; N];
    let mut rest = out.as_mut_slice();
    for part in parts {
        let (to, behind) = rest.split_at_mut(part.len().min(rest.len()));
        to.iter_mut().zip(*part).for_each(|(to, from)| *to = *from);
        rest = behind;
    }
    out
}
