//! How the chips leave the factory.
//!
//! Source: NTAG213F/216F Rev. 3.1 and MF0ICU2 Rev. 3.3, "Memory content at delivery"; CFG0, CFG1 and the
//! last byte of the dynamic locks as dumps of silicon show them. See `hardware-notes`.

use tapsmith_card::type2::{MemoryMap, Page};
use tapsmith_core::uid::Uid;

use super::chip::{Chip, Family};
use super::guard::c;
use super::memory::{Counter, Memory};
use super::pages::Pages;
use crate::signer;

/// The cascade tag, which the first check byte covers (ISO/IEC 14443-3).
const CASCADE_TAG: u8 = 0x88;
/// "Internal": it is the same on all of them.
const INTERNAL: u8 = 0x48;
/// The last byte of the page of dynamic lock bytes.
pub(super) const LOCK_PAGE_END: u8 = 0xBD;
/// A terminator TLV in an empty NDEF TLV.
const EMPTY: [Page; 2] = [[0x03, 0x00, 0xFE, 0x00], [0x00; 4]];
/// The same behind a Lock Control TLV: 12 bits at byte 160, eight bytes a bit.
const EMPTY_WITH_LOCK_CONTROL: [Page; 2] = [[0x01, 0x03, 0xA0, 0x0C], [0x34, 0x03, 0x00, 0xFE]];
/// "BREAKMEIFYOUCAN!", as memory has it.
const ULTRALIGHT_C_KEY: [Page; 4] = [*b"BREA", *b"KMEI", *b"FYOU", *b"CAN!"];

impl Memory {
    /// A chip as delivered, its UID signed with the virtual cards' key.
    pub fn factory(chip: Chip, uid: Uid) -> Self {
        let mut pages = Pages::zeros(chip.pages());
        head(&mut pages, uid);
        match chip.family() {
            Family::Ntag => ntag(chip, &mut pages, [0x04, 0x00, 0x00, 0xFF]),
            // No dump of one was seen: as an NTAG213, with AUTH0 behind the last page.
            Family::Dna => ntag(chip, &mut pages, [0x04, 0x00, 0x00, 0x3C]),
            Family::DnaAes => ntag(chip, &mut pages, [0x04, 0x00, 0x00, 0x4C]),
            Family::Ev1 => configuration(chip, &mut pages, [0x00, 0x00, 0x00, 0xFF]),
            Family::C => ultralight_c(&mut pages),
            Family::Aes => configuration(chip, &mut pages, [0x00, 0x00, 0x00, 0x3C]),
        }
        let signature = signer::signature_of(chip.model(), uid);
        let counters = [Counter::default(); 3];
        Self { chip, pages, counters, failures: 0, signature }
    }
}

/// UID, check bytes and internal byte. Lock bytes are zeros.
fn head(pages: &mut Pages, Uid([one, two, three, four, five, six, seven]): Uid) {
    pages.set(0, [one, two, three, CASCADE_TAG ^ one ^ two ^ three]);
    pages.set(1, [four, five, six, seven]);
    pages.set(2, [four ^ five ^ six ^ seven, INTERNAL, 0x00, 0x00]);
}

fn ntag(chip: Chip, pages: &mut Pages, first: Page) {
    pages.set(MemoryMap::CAPABILITY_CONTAINER, chip.map().capability_container());
    let user = if chip == Chip::Ntag213 { EMPTY_WITH_LOCK_CONTROL } else { EMPTY };
    for (number, page) in (MemoryMap::USER..).zip(user) {
        pages.set(number, page);
    }
    configuration(chip, pages, first);
}

/// CFG0, CFG1, PWD and the end of the page of dynamic locks. PACK and keys are zeros.
fn configuration(chip: Chip, pages: &mut Pages, first: Page) {
    let map = chip.map();
    if let Some(locks) = map.locks {
        pages.set(locks.page, [0x00, 0x00, 0x00, LOCK_PAGE_END]);
    }
    let Some(place) = map.configuration else { return };
    pages.set(place, first);
    pages.set(place + 1, [0x00, 0x05, 0x00, 0x00]);
    if chip.model().has_password() {
        pages.set(place + 2, [0xFF; 4]);
    }
}

fn ultralight_c(pages: &mut Pages) {
    pages.set(c::AUTH0, [0x30, 0x00, 0x00, 0x00]);
    for (number, page) in (c::KEY..).zip(ULTRALIGHT_C_KEY) {
        pages.set(number, page);
    }
}
