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

/// At most 16 bytes as a number, the first byte the lowest: what is put together so is never in memory by halves, and
/// nothing has to wait until it is.
#[inline]
pub fn number(bytes: &[u8]) -> u128 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u128::from(*byte))
}
