//! VCSL, virtual card select last: sixteen bytes of an installation, four of the reader, and one byte back.
//!
//! Source: proxmark3 (code): VCTID is the second byte of CFG1. The installation is not looked at.

use tapsmith_card::field::Heard;

use crate::type2::refusal::Refusal;
use crate::type2::{Reply, Type2};

pub(super) fn handle(chip: &mut Type2, body: &[u8]) -> Reply {
    let _: [u8; 20] = chip.exactly(body)?;
    let place = chip.memory.chip.map().configuration.ok_or(Refusal::ARGUMENT)?;
    let [_, identifier, ..] = chip.memory.page(place + 1);
    Ok(Heard::Answer(vec![identifier]))
}
