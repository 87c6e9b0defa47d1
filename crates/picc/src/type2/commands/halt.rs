//! HLTA: no answer, and no word from the chip until it is woken.
//!
//! Source: NTAG213F/216F Rev. 3.1, "HALT state"; ISO/IEC 14443-3, "HLTA command".

use crate::type2::refusal::Refusal;
use crate::type2::{Reply, Type2};

pub(super) fn handle(chip: &mut Type2, body: &[u8]) -> Reply {
    match chip.exactly(body)? {
        [0x00] => Err(Refusal::Silence),
        _ => Err(Refusal::ARGUMENT),
    }
}
