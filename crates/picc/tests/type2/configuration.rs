//! Configuration: what is taken over at activation only, and what locks it.

use crate::rig::{Rig, UID};
use tapsmith_picc::type2::{Chip, Memory};

/// Seen on an NTAG215 (Flipper, issue 4321): page 84 was written without the password right behind AUTH0 in
/// 83. In the same session nothing changes; from the next activation on it does.
#[test]
fn auth0_waits_for_the_next_activation() {
    let mut rig = Rig::new(Chip::Ntag215);
    rig.dialogue(&[
        ("A2 83 04000004", "ack"),
        ("A2 84 80050000", "ack"),
        ("30 83", "04000004 80050000 00000000 00000000"),
        ("A2 04 01020304", "ack"),
    ]);
    rig.chip.activate();
    assert_eq!(rig.afresh("A2 04 00000000"), "nak 0");
    assert_eq!(rig.afresh("30 04"), "nak 0");
    rig.dialogue(&[("1B FFFFFFFF", "0000"), ("30 04", "01020304 00000000 00000000 00000000")]);
}

/// The way back waits, too.
#[test]
fn protection_stays_until_the_next_activation() {
    let memory = Memory::factory(Chip::Ntag213, UID).with_page(0x29, [0x04, 0, 0, 0x04]);
    let mut rig = Rig::of(memory);
    rig.dialogue(&[("1B FFFFFFFF", "0000"), ("A2 29 040000FF", "ack")]);
    rig.chip.activate();
    assert_eq!(rig.send("A2 04 01020304"), "ack");
}

#[test]
fn authlim_waits_too() {
    let mut rig = Rig::new(Chip::Ntag213);
    assert_eq!(rig.send("A2 2A 01050000"), "ack");
    assert_eq!(rig.afresh("1B 00000000"), "nak 0");
    assert_eq!(rig.chip.memory().failures(), 0);
    assert_eq!(rig.afresh("1B 00000000"), "nak 4");
}

/// CFGLCK: CFG0 and CFG1 for ever, from the next activation on, password or not. PWD and PACK stay open.
#[test]
fn cfglck() {
    for (chip, place) in [(Chip::Ntag213, 0x29), (Chip::UltralightEv1Small, 0x10)] {
        let mut rig = Rig::new(chip);
        let write = |page: u8, data: &str| format!("A2 {page:02X} {data}");
        assert_eq!(rig.send(&write(place + 1, "40050000")), "ack");
        assert_eq!(rig.send(&write(place, "040000FE")), "ack");
        assert_eq!(rig.send(&write(place + 1, "40060000")), "ack");
        rig.chip.activate();
        for (page, heard) in [(0, "nak 0"), (1, "nak 0"), (2, "ack"), (3, "ack")] {
            assert_eq!(rig.afresh(&write(place + page, "00000000")), heard, "{chip:?}");
        }
        rig.dialogue(&[("1B 00000000", "0000"), (&write(place + 1, "00000000"), "nak 0")]);
        assert_eq!(rig.page(place + 1), "40060000");
    }
}

/// AUTH0 behind the last page is no protection, and on the configuration alone it is one.
#[test]
fn how_far_auth0_reaches() {
    let guarded = |first: u8| {
        Rig::of(Memory::factory(Chip::Ntag213, UID).with_page(0x29, [0x04, 0, 0, first]))
    };
    assert_eq!(guarded(0x2D).send("A2 2C 00000000"), "ack");
    assert_eq!(guarded(0x2C).send("A2 2C 00000000"), "nak 0");
    assert_eq!(guarded(0x29).send("A2 28 00000000"), "ack");
    for page in ["02", "03", "04", "28", "29", "2A", "2B", "2C"] {
        assert_eq!(guarded(0x00).send(&format!("A2 {page} 00000000")), "nak 0");
        let mut open = guarded(0x00);
        assert_eq!(open.send("1B FFFFFFFF"), "0000");
        assert_eq!(open.send(&format!("A2 {page} 00000000")), "ack");
    }
}
