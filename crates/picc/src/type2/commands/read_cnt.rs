//! `READ_CNT`: a counter, least significant byte first. An `NTAG21x` tells its only one, number 2, while it
//! counts; an Ultralight EV1 tells its three to everybody.
//!
//! Source: NTAG213F/216F Rev. 3.1, "`READ_CNT`". That an Ultralight AES tells counter 2 without a key where
//! CFG1 says so is from others' code; that it tells the other two only with key 0 is assumed.

use tapsmith_card::field::Heard;

use crate::type2::chip::Family;
use crate::type2::guard::aes;
use crate::type2::mirror::NFC_COUNTER;
use crate::type2::refusal::Refusal;
use crate::type2::{Reply, Type2};

pub(super) fn handle(chip: &mut Type2, body: &[u8]) -> Reply {
    let [number] = chip.exactly(body)?;
    let told = match chip.memory.chip.family() {
        Family::Ntag | Family::Dna | Family::DnaAes => {
            number == NFC_COUNTER && chip.tells_counter()
        }
        Family::Aes => chip.is_open() || chip.frees_counter(number, aes::COUNTER_READ),
        Family::Ev1 | Family::C => true,
    };
    let value = chip.memory.counter(number).filter(|_| told).ok_or(Refusal::ARGUMENT)?;
    Ok(Heard::Answer(value.to_lsb().to_vec()))
}

impl Type2 {
    /// Whether `bit` of an Ultralight AES's CFG1 frees this counter.
    pub(super) fn frees_counter(&self, number: u8, bit: u8) -> bool {
        let [access, ..] = self.volatile.latched.page(aes::CFG0 + 1);
        number == NFC_COUNTER && access & bit != 0
    }
}
