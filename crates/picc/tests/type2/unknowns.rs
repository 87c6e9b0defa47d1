//! Each switch, both ways.

use crate::rig::{Rig, UID};
use tapsmith_picc::type2::{
    Chip, LockBits, Memory, MirrorSettings, NewSecret, OtherLength, SecondFrame, Unknowns,
    WrongPassword,
};

fn with(chip: Chip, unknowns: Unknowns) -> Rig {
    Rig::with(Memory::factory(chip, UID), unknowns)
}

#[test]
fn other_lengths() {
    for (other_length, heard) in [(OtherLength::Silence, ""), (OtherLength::Nak, "nak 0")] {
        let unknowns = Unknowns { other_length, ..Unknowns::default() };
        for frame in ["60 00", "30 00 00", ""] {
            assert_eq!(with(Chip::Ntag213, unknowns).send(frame), heard);
        }
    }
}

/// The last one that is counted is answered in either case.
#[test]
fn wrong_passwords() {
    for (wrong_password, heard) in [(WrongPassword::Nak, "nak 0"), (WrongPassword::Silence, "")] {
        let unknowns = Unknowns { wrong_password, ..Unknowns::default() };
        let memory = Memory::factory(Chip::Ntag216, UID).with_page(0xE4, [2, 5, 0, 0]);
        let mut rig = Rig::with(memory, unknowns);
        assert_eq!(rig.afresh("1B 00000000"), heard);
        assert_eq!(rig.afresh("1B 00000000"), "nak 4");
    }
}

#[test]
fn new_secrets() {
    for (new_secret, now) in [(NewSecret::AtOnce, "A1A2"), (NewSecret::AtActivation, "nak 0")] {
        let unknowns = Unknowns { new_secret, ..Unknowns::default() };
        let mut rig = with(Chip::Ntag213, unknowns);
        rig.dialogue(&[("A2 2B 01020304", "ack"), ("A2 2C A1A20000", "ack")]);
        assert_eq!(rig.afresh("1B 01020304"), now);
        assert_eq!(rig.afresh("1B 01020304"), "A1A2");
    }
}

#[test]
fn lock_bits() {
    for (lock_bits, now) in [(LockBits::AtOnce, "nak 0"), (LockBits::AtActivation, "ack")] {
        let unknowns = Unknowns { lock_bits, ..Unknowns::default() };
        for (lock, page) in [("A2 02 00001000", "04"), ("A2 28 01000000", "10")] {
            let mut rig = with(Chip::Ntag213, unknowns);
            assert_eq!(rig.send(lock), "ack");
            assert_eq!(rig.afresh(&format!("A2 {page} 01020304")), now);
            assert_eq!(rig.afresh(&format!("A2 {page} 01020304")), "nak 0");
        }
    }
}

#[test]
fn mirror_settings() {
    let cases = [(MirrorSettings::AtActivation, "30333030"), (MirrorSettings::AtOnce, "30344531")];
    for (mirror_settings, now) in cases {
        let unknowns = Unknowns { mirror_settings, ..Unknowns::default() };
        let mut rig = with(Chip::Ntag213, unknowns);
        rig.dialogue(&[("A2 10 30333030", "ack"), ("A2 29 440010FF", "ack")]);
        assert_eq!(rig.afresh("30 10")[..8], *now);
        assert_eq!(rig.afresh("30 10")[..8], *"30344531");
    }
}

#[test]
fn second_frames() {
    let cases = [(SecondFrame::Refused, "nak 0"), (SecondFrame::Obeyed, "0004040201000F03")];
    for (second_frame, heard) in cases {
        let unknowns = Unknowns { second_frame, ..Unknowns::default() };
        with(Chip::Ntag213, unknowns).dialogue(&[("A0 04", "ack"), ("60", heard)]);
    }
}
