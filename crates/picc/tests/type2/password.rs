//! `PWD_AUTH` and AUTHLIM.

use crate::rig::{Rig, UID};
use tapsmith_picc::type2::{Chip, Memory};

const RIGHT: &str = "1B FFFFFFFF";
const WRONG: &str = "1B 00000000";

/// Places of CFG1.
const CHIPS: [(Chip, u8); 5] = [
    (Chip::Ntag213, 0x2A),
    (Chip::Ntag215, 0x84),
    (Chip::Ntag216, 0xE4),
    (Chip::UltralightEv1Small, 0x11),
    (Chip::UltralightEv1Large, 0x26),
];

fn limited(chip: Chip, place: u8, limit: u8) -> Rig {
    Rig::of(Memory::factory(chip, UID).with_page(place, [limit, 0x05, 0, 0]))
}

/// A trace of an NTAG213 with AUTHLIM 2 (Flipper, pull request 3153), and from then on for ever.
#[test]
fn the_traced_order() {
    for (chip, place) in CHIPS {
        let mut rig = limited(chip, place, 2);
        let trace = [(WRONG, "nak 0"), (RIGHT, "0000"), (WRONG, "nak 0"), (WRONG, "nak 4")];
        for (frame, heard) in trace.into_iter().chain([(RIGHT, "nak 4"); 3]) {
            assert_eq!(rig.afresh(frame), heard, "{chip:?}");
        }
        rig.chip.power_off();
        assert_eq!(rig.afresh(RIGHT), "nak 4", "{chip:?}");
        assert_eq!(rig.chip.memory().failures(), 2);
    }
}

#[test]
fn each_limit() {
    for limit in 1..=7 {
        let mut rig = limited(Chip::Ntag213, 0x2A, limit);
        for _ in 1..limit {
            assert_eq!(rig.afresh(WRONG), "nak 0", "AUTHLIM {limit}");
        }
        assert_eq!(rig.afresh(WRONG), "nak 4", "AUTHLIM {limit}");
        assert_eq!(rig.afresh(RIGHT), "nak 4", "AUTHLIM {limit}");
    }
}

/// A right one before the end has the count start over, and power does not.
#[test]
fn the_count() {
    let mut rig = limited(Chip::Ntag213, 0x2A, 3);
    for _ in 0..5 {
        rig.afresh(WRONG);
        rig.chip.power_off();
        rig.afresh(WRONG);
        assert_eq!(rig.chip.memory().failures(), 2);
        assert_eq!(rig.afresh(RIGHT), "0000");
        assert_eq!(rig.chip.memory().failures(), 0);
    }
}

#[test]
fn without_a_limit_nothing_is_counted() {
    let mut rig = Rig::new(Chip::Ntag213);
    for _ in 0..20 {
        assert_eq!(rig.afresh(WRONG), "nak 0");
    }
    assert_eq!(rig.chip.memory().failures(), 0);
    assert_eq!(rig.send(RIGHT), "0000");
}

/// Four bytes, in the order in which they were written; PACK likewise.
#[test]
fn the_order_of_bytes() {
    let memory = Memory::factory(Chip::Ntag216, UID)
        .with_page(0xE5, [1, 2, 3, 4])
        .with_page(0xE6, [0xAB, 0xCD, 0xEF, 0x01]);
    let mut rig = Rig::of(memory);
    assert_eq!(rig.afresh("1B 04030201"), "nak 0");
    assert_eq!(rig.afresh("1B 01020300"), "nak 0");
    assert_eq!(rig.afresh("1B 01020304"), "ABCD");
}

/// Activation ends it, in the same field too; a refusal does at once.
#[test]
fn how_long_it_lasts() {
    let memory = Memory::factory(Chip::Ntag213, UID).with_page(0x29, [0x04, 0, 0, 0x04]);
    let mut rig = Rig::of(memory);
    rig.dialogue(&[(RIGHT, "0000"), ("A2 04 00000000", "ack"), ("A2 05 00000000", "ack")]);
    rig.chip.activate();
    assert_eq!(rig.afresh("A2 04 00000000"), "nak 0");
    // A wrong password behind a right one.
    rig.dialogue(&[(RIGHT, "0000"), (WRONG, "nak 0")]);
    rig.chip.activate();
    assert_eq!(rig.afresh("A2 04 00000000"), "nak 0");
}

#[test]
fn chips_without_a_password() {
    for chip in [Chip::UltralightC, Chip::UltralightAes] {
        assert_eq!(Rig::new(chip).send(RIGHT), "nak 0");
    }
}
