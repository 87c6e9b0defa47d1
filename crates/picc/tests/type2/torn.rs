//! Power lost while memory is written. What may be mixed and what may not is the data sheets' word; which mix
//! it is, is the tester's.

use crate::rig::{Rig, UID};
use tapsmith_card::field::Heard;
use tapsmith_picc::type2::{Chip, Memory, Torn};

/// What a page holds after each tear of `frame`, in the order of [`Torn::ALL`].
fn left(memory: &Memory, frame: &str, page: u8) -> [String; 4] {
    Torn::ALL.map(|torn| {
        let mut rig = Rig::of(memory.clone());
        rig.tear(frame, torn);
        rig.page(page)
    })
}

/// Data, CFG, PWD, PACK and keys.
#[test]
fn pages_that_may_hold_any_mix() {
    let cases = [
        (Chip::Ntag213, 0x10),
        (Chip::Ntag213, 0x29),
        (Chip::Ntag213, 0x2A),
        (Chip::Ntag213, 0x2B),
        (Chip::Ntag213, 0x2C),
        (Chip::UltralightEv1Small, 0x12),
        (Chip::UltralightC, 0x2A),
        (Chip::UltralightC, 0x2C),
        (Chip::UltralightAes, 0x30),
    ];
    for (chip, page) in cases {
        let memory = Memory::factory(chip, UID).with_page(page, [0x30, 0x11, 0x12, 0xF0]);
        let frame = format!("A2 {page:02X} A1A2A3A4");
        let expected = ["301112F0", "A1A2A3A4", "00000000", "A1A212F0"];
        assert_eq!(left(&memory, &frame, page), expected, "{chip:?}, page {page:02X}");
    }
}

/// Lock bytes, capability container and OTP: the old bits or the new ones.
#[test]
fn pages_that_are_safe() {
    let cases = [
        (Chip::Ntag213, 0x02, "F6480000", "A2 02 00001000", "F6481000"),
        (Chip::Ntag213, 0x03, "E1101200", "A2 03 0000000F", "E110120F"),
        (Chip::Ntag213, 0x28, "000000BD", "A2 28 03000000", "030000BD"),
        (Chip::UltralightEv1Small, 0x03, "00000000", "A2 03 E1100600", "E1100600"),
        (Chip::UltralightC, 0x28, "00000000", "A2 28 02000000", "02000000"),
        (Chip::UltralightC, 0x29, "00000000", "A2 29 05000000", "05000000"),
    ];
    for (chip, page, old, frame, new) in cases {
        let memory = Memory::factory(chip, UID);
        assert_eq!(left(&memory, frame, page), [old, new, old, old], "{chip:?}, page {page:02X}");
    }
}

/// A refused write leaves nothing to tear; nor does one to a chip that is not listening.
#[test]
fn what_is_refused_is_not_torn() {
    let memory = Memory::factory(Chip::Ntag213, UID).with_page(0x29, [0x04, 0, 0, 0x04]);
    assert_eq!(left(&memory, "A2 10 A1A2A3A4", 0x10), ["00000000"; 4]);
    let mut rig = Rig::new(Chip::Ntag213);
    rig.send("50 00");
    rig.tear("A2 10 A1A2A3A4", Torn::New);
    assert_eq!(rig.page(0x10), "00000000");
}

/// Afterwards the chip is fresh: awake, without what it was shown, with the configuration that it has then.
#[test]
fn a_tear_is_a_new_field() {
    let mut rig = Rig::new(Chip::Ntag213);
    rig.send("1B FFFFFFFF");
    rig.tear("A2 29 04000004", Torn::New);
    assert_eq!(rig.send("A2 04 01020304"), "nak 0");
    let mut rig = Rig::new(Chip::Ntag213);
    rig.send("A0 10");
    rig.tear(&format!("A1A2A3A4{}", "00".repeat(12)), Torn::Half);
    assert_eq!(rig.page(0x10), "A1A20000");
    // Of a compatibility write's first frame nothing is left at all.
    rig.tear("A0 10", Torn::New);
    assert_ne!(rig.hear(&[0; 16]), "ack");
    // And the next frame is not torn.
    rig.chip.activate();
    let heard = rig.chip.frame(&[0xA2, 0x10, 1, 2, 3, 4], &mut rig.random);
    assert_eq!((heard, rig.page(0x10)), (Ok(Heard::Ack), "01020304".into()));
}

/// Counters hold the old value or the new one. That of an Ultralight EV1 tells of it from then on.
#[test]
fn counters() {
    for (torn, counted, told) in [
        (Torn::Old, "000000", "BD"),
        (Torn::New, "010000", "BD"),
        (Torn::Zeros, "000000", "00"),
        (Torn::Half, "000000", "00"),
    ] {
        let mut rig = Rig::new(Chip::UltralightEv1Small);
        rig.tear("A5 00 01000000", torn);
        rig.dialogue(&[("39 00", counted), ("3E 00", told), ("3E 01", "BD")]);
        let memory = Memory::factory(Chip::Ntag213, UID).with_page(0x2A, [0x10, 5, 0, 0]);
        let mut rig = Rig::of(memory);
        rig.tear("30 00", torn);
        assert_eq!(rig.send("39 02"), counted);
    }
}

/// Whoever pulls the card to be spared a count is spared it (a chip counts first; when exactly is not known).
#[test]
fn the_count_of_wrong_passwords() {
    for (torn, failures) in [(Torn::Old, 0), (Torn::New, 1), (Torn::Zeros, 0), (Torn::Half, 0)] {
        let memory = Memory::factory(Chip::Ntag213, UID).with_page(0x2A, [0x02, 5, 0, 0]);
        let mut rig = Rig::of(memory);
        rig.tear("1B 00000000", torn);
        assert_eq!(rig.chip.memory().failures(), failures, "{torn:?}");
    }
}
