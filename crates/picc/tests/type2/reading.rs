//! READ and `FAST_READ`: what follows the last page, and what AUTH0 hides.

use crate::rig::{Rig, UID};
use tapsmith_picc::type2::{Chip, Memory};

/// A chip whose pages each say their number, guarded from `first` on, reads too.
fn numbered(chip: Chip, configuration: u8, first: u8) -> Rig {
    let memory = Memory::factory(chip, UID)
        .with_page(configuration, [0x04, 0, 0, first])
        .with_page(configuration + 1, [0x80, 0x05, 0, 0]);
    let number = |memory: Memory, page: u8| memory.with_page(page, [page; 4]);
    Rig::of((0x04..=0x0F).fold(memory, number))
}

/// Data sheet NTAG213F/216F, READ: from page 2A on an NTAG213 goes on with 2B, 2C, 00.
#[test]
fn a_read_goes_on_with_page_0() {
    let mut rig = Rig::new(Chip::Ntag213);
    rig.dialogue(&[
        ("30 2A", "00050000 00000000 00000000 04E1412C"),
        ("30 2C", "00000000 04E1412C 124C2880 F6480000"),
    ]);
    // An Ultralight C ends before its key.
    let mut rig = Rig::new(Chip::UltralightC);
    rig.dialogue(&[("30 2A", "30000000 00000000 04E1412C 124C2880")]);
}

/// As logged by `AndroidCrypto` of a card with AUTH0=5: READ 04 gave 04 00 01 02.
#[test]
fn a_guarded_read_ends_before_auth0() {
    let mut rig = numbered(Chip::Ntag213, 0x29, 0x05);
    rig.dialogue(&[
        ("30 04", "04040404 04E1412C 124C2880 F6480000"),
        ("30 02", "F6480000 E1101200 04040404 04E1412C"),
        ("30 01", "124C2880 F6480000 E1101200 04040404"),
    ]);
    for refused in ["30 05", "30 29", "30 2C", "30 2D", "30 FF"] {
        assert_eq!(rig.afresh(refused), "nak 0", "{refused}");
    }
    // With the password memory is whole again.
    rig.dialogue(&[
        ("1B FFFFFFFF", "0000"),
        ("30 04", "04040404 05050505 06060606 07070707"),
        ("30 2A", "80050000 00000000 00000000 04E1412C"),
    ]);
    // All of it may be guarded.
    assert_eq!(numbered(Chip::Ntag213, 0x29, 0x00).send("30 00"), "nak 0");
}

#[test]
fn a_fast_read_never_wraps_and_is_never_partial() {
    let mut rig = numbered(Chip::Ntag213, 0x29, 0x05);
    rig.dialogue(&[("3A 02 04", "F6480000 E1101200 04040404"), ("3A 04 04", "04040404")]);
    for refused in ["3A 04 05", "3A 05 05", "3A 00 2C", "3A 03 02"] {
        assert_eq!(rig.afresh(refused), "nak 0", "{refused}");
    }
    let mut rig = Rig::new(Chip::Ntag213);
    assert_eq!(rig.send("3A 00 2C").len(), 0x2D * 8);
    assert_eq!(rig.afresh("3A 2A 2D"), "nak 0");
    assert_eq!(Rig::new(Chip::Ntag216).send("3A 00 E6").len(), 0xE7 * 8);
    assert_eq!(Rig::new(Chip::UltralightC).send("3A 00 01"), "nak 0", "an Ultralight C has none");
}

/// With PROT at 0 reading is free, and writing is not.
#[test]
fn without_prot_only_writing_is_guarded() {
    let memory = Memory::factory(Chip::Ntag213, UID).with_page(0x29, [0x04, 0, 0, 0x05]);
    let mut rig = Rig::of(memory);
    rig.dialogue(&[
        ("30 05", "340300FE 00000000 00000000 00000000"),
        ("3A 29 2A", "04000005 00050000"),
        ("A2 04 01020304", "ack"),
        ("A2 05 01020304", "nak 0"),
    ]);
    rig.chip.activate();
    rig.dialogue(&[("1B FFFFFFFF", "0000"), ("A2 05 01020304", "ack")]);
}

/// Whatever was written there: PWD and PACK read as zeros, with the password too.
#[test]
fn password_and_pack_are_never_shown() {
    let mut rig = Rig::new(Chip::Ntag213);
    rig.dialogue(&[
        ("A2 2B 11223344", "ack"),
        ("A2 2C 55660000", "ack"),
        ("1B 11223344", "5566"),
        ("30 2B", "00000000 00000000 04E1412C 124C2880"),
        ("3A 2B 2C", "00000000 00000000"),
    ]);
}
