//! `READ_SIG`: the originality signature.
//!
//! Source: NTAG213F/216F Rev. 3.1, "`READ_SIG`". That the address is 00 and no other is assumed.

use tapsmith_card::field::Heard;

use crate::type2::refusal::Refusal;
use crate::type2::{Reply, Type2};

pub(super) fn handle(chip: &mut Type2, body: &[u8]) -> Reply {
    match chip.exactly(body)? {
        [0x00] => Ok(Heard::Answer(chip.memory.signature.clone())),
        _ => Err(Refusal::ARGUMENT),
    }
}
