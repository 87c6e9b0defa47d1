//! The second frame of an authentication: `AF`, and what proves the key.
//!
//! Source: MF0ICU2 Rev. 3.3, "3DES authentication"; of an Ultralight AES, as seen in production code.

use super::{authenticate_aes, authenticate_c};
use crate::type2::refusal::Refusal;
use crate::type2::{Reply, Type2};

/// What the chip asked.
#[derive(Debug)]
pub(in crate::type2) enum Challenge {
    /// With the key of an Ultralight C.
    TripleDes(authenticate_c::Challenge),
    /// With a key of an Ultralight AES.
    Aes(authenticate_aes::Challenge),
}

/// What goes before a challenge and before its answer.
pub(super) const MORE: u8 = 0xAF;
/// What goes before the chip's own answer.
pub(super) const DONE: u8 = 0x00;

/// Anything else than the answer ends the authentication.
pub(super) fn finish(chip: &mut Type2, challenge: Challenge, frame: &[u8]) -> Reply {
    let [MORE, proof @ ..] = frame else { return Err(Refusal::ARGUMENT) };
    match challenge {
        Challenge::TripleDes(challenge) => authenticate_c::finish(chip, &challenge, proof),
        Challenge::Aes(challenge) => authenticate_aes::finish(chip, &challenge, proof),
    }
}

/// The bytes, the first behind the last.
pub(super) fn rotated<const N: usize>(mut bytes: [u8; N]) -> [u8; N] {
    bytes.rotate_left(1);
    bytes
}

/// Both, bit against bit.
pub(super) fn xor<const N: usize>(mut bytes: [u8; N], other: &[u8; N]) -> [u8; N] {
    for (byte, other) in bytes.iter_mut().zip(other) {
        *byte ^= other;
    }
    bytes
}
