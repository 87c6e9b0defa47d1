//! `CHECK_TEARING_EVENT`: whether the power ever went while a counter was raised.
//!
//! Source: proxmark3 (code): `BD` is a counter that never was torn. The other value is made up.

use tapsmith_card::field::Heard;

use crate::type2::refusal::Refusal;
use crate::type2::{Reply, Type2};

const NEVER: u8 = 0xBD;
const TORN: u8 = 0x00;

pub(super) fn handle(chip: &mut Type2, body: &[u8]) -> Reply {
    let [number] = chip.exactly(body)?;
    let counter = chip.memory.counters.get(usize::from(number)).ok_or(Refusal::ARGUMENT)?;
    Ok(Heard::Answer(vec![if counter.torn { TORN } else { NEVER }]))
}
