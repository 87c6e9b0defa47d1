//! `INCR_CNT`: raises a one-way counter. What would lead beyond its end is refused, and changes nothing.
//!
//! Source: proxmark3 (code); of an Ultralight AES, what `hardware-notes/ultralight.md` says.

use tapsmith_card::field::Heard;
use tapsmith_core::counter::ReadCounter;

use crate::type2::chip::Family;
use crate::type2::guard::aes;
use crate::type2::refusal::Refusal;
use crate::type2::torn::Torn;
use crate::type2::{Reply, Type2};

pub(super) fn handle(chip: &mut Type2, body: &[u8]) -> Reply {
    let [number, low, middle, high, _] = chip.exactly(body)?;
    let guarded = chip.memory.chip.family() == Family::Aes
        && !chip.is_open()
        && !chip.frees_counter(number, aes::COUNTER_RAISE);
    let value = chip.memory.counter(number).filter(|_| !guarded).ok_or(Refusal::ARGUMENT)?;
    let sum = u32::from(value) + u32::from_le_bytes([low, middle, high, 0]);
    let raised = ReadCounter::try_from(sum).map_err(|_| Refusal::COUNTER)?;
    set(chip, number, raised);
    Ok(Heard::Ack)
}

/// A tear leaves the old value, and says so from then on.
fn set(chip: &mut Type2, number: u8, raised: ReadCounter) {
    let torn = chip.torn;
    let Some(counter) = chip.memory.counters.get_mut(usize::from(number)) else { return };
    match torn {
        None | Some(Torn::New) => counter.value = raised,
        Some(Torn::Old) => {}
        Some(Torn::Zeros | Torn::Half) => counter.torn = true,
    }
}
