//! What an Ultralight EV1 has beside: three one-way counters, and VCSL. Known from proxmark3 (code).

use crate::rig::{Rig, UID};
use tapsmith_core::counter::ReadCounter;
use tapsmith_picc::type2::{Chip, Memory};

const CHIPS: [Chip; 2] = [Chip::UltralightEv1Small, Chip::UltralightEv1Large];

#[test]
fn counters() {
    for chip in CHIPS {
        let mut rig = Rig::new(chip);
        rig.dialogue(&[
            ("39 00", "000000"),
            ("A5 00 01000000", "ack"),
            ("A5 01 03020100", "ack"),
            ("A5 00 FF0000AA", "ack"),
            ("39 00", "000100"),
            ("39 01", "030201"),
            ("39 02", "000000"),
            ("3E 00", "BD"),
            ("3E 02", "BD"),
        ]);
        for refused in ["39 03", "A5 03 01000000", "3E 03"] {
            assert_eq!(rig.afresh(refused), "nak 0");
        }
        rig.chip.power_off();
        assert_eq!(rig.send("39 01"), "030201");
    }
}

/// Up to FFFFFF, and never beyond: what would lead there changes nothing.
#[test]
fn the_end_of_a_counter() {
    let memory = Memory::factory(Chip::UltralightEv1Small, UID);
    let mut rig = Rig::of(memory.with_counter(1, ReadCounter::try_from(0x00FF_FFFD).unwrap()));
    assert_eq!(rig.afresh("A5 01 03000000"), "nak 4");
    rig.dialogue(&[("A5 01 02000000", "ack"), ("39 01", "FFFFFF"), ("A5 01 00000000", "ack")]);
    assert_eq!(rig.afresh("A5 01 01000000"), "nak 4");
    assert_eq!(rig.send("39 01"), "FFFFFF");
}

/// Reads are not counted, and counters are nobody's secret.
#[test]
fn nothing_of_an_ntags_counter() {
    let memory = Memory::factory(Chip::UltralightEv1Large, UID)
        .with_page(0x25, [0xC4, 0, 0x05, 0x00])
        .with_page(0x26, [0x98, 0x05, 0, 0]);
    let mut rig = Rig::of(memory);
    rig.dialogue(&[
        ("39 02", "000000"),
        ("1B FFFFFFFF", "0000"),
        ("30 05", "00000000 00000000 00000000 00000000"),
        ("39 02", "000000"),
    ]);
}

#[test]
fn virtual_card_select_last() {
    for (chip, place) in [(Chip::UltralightEv1Small, 0x11), (Chip::UltralightEv1Large, 0x26)] {
        let mut rig = Rig::new(chip);
        let select = format!("4B {} 00000000", "11".repeat(16));
        assert_eq!(rig.send(&select), "05");
        assert_eq!(rig.send(&format!("A2 {place:02X} 00A50000")), "ack");
        assert_eq!(rig.send(&select), "A5");
        assert_eq!(rig.send("4B 00"), "");
    }
}
