//! Lock bits: which page each locks, what freezes it, and that no bit ever goes. The tables are those of the
//! data sheets, bit by bit, written anew.

use crate::rig::{Rig, UID};
use tapsmith_picc::type2::{Chip, Memory};

/// The pages from 3 on that a chip refuses to write after `lock` was written to `page`. What a factory chip
/// refuses is not among them.
fn locked_by(chip: Chip, page: u8, lock: [u8; 4]) -> Vec<u8> {
    let last = if chip == Chip::Ntag216 { 0xE1 } else { u8::try_from(chip.pages()).unwrap() - 1 };
    let refuses = |memory: &Memory, page: u8| {
        Rig::of(memory.clone()).send(&format!("A2 {page:02X} 00000000")) == "nak 0"
    };
    let before = Memory::factory(chip, UID);
    let mut rig = Rig::of(before.clone());
    let [one, two, three, four] = lock;
    let frame = format!("A2 {page:02X} {one:02X}{two:02X}{three:02X}{four:02X}");
    assert_eq!(rig.send(&frame), "ack");
    let after = rig.chip.into_memory();
    (3..=last).filter(|page| refuses(&after, *page) && !refuses(&before, *page)).collect()
}

fn pages(from: u8, to: u8) -> Vec<u8> {
    (from..=to).collect()
}

/// NTAG213F/216F and MF0ICU2, "Static lock bytes": the same on all of them.
#[test]
fn static_locks() {
    for chip in Chip::ALL {
        let locked = |low: u8, high: u8| locked_by(chip, 2, [0xFF, 0xFF, low, high]);
        for (bit, page) in (3..8).zip(3..) {
            assert_eq!(locked(1 << bit, 0), [page], "{chip:?}");
        }
        for (bit, page) in (0..8).zip(8..) {
            assert_eq!(locked(0, 1 << bit), [page], "{chip:?}");
        }
        assert!(locked(0x07, 0).is_empty(), "what freezes locks nothing: {chip:?}");
        assert_eq!(locked(0xF8, 0xFF), pages(3, 15), "{chip:?}");
    }
}

/// Each freezes the lock bits of its range: capability container, pages 4 to 9, pages 10 to 15.
#[test]
fn static_freezes() {
    for (freeze, left) in [(0x01, "F0FF"), (0x02, "08FC"), (0x04, "F803")] {
        let mut rig = Rig::new(Chip::Ntag213);
        assert_eq!(rig.send(&format!("A2 02 0000{freeze:02X}00")), "ack");
        assert_eq!(rig.send("A2 02 0000F8FF"), "ack");
        let [low, high] = [&left[..2], &left[2..]];
        let low = u8::from_str_radix(low, 16).unwrap() | freeze;
        assert_eq!(rig.page(2), format!("F648{low:02X}{high}"));
    }
}

#[test]
fn the_first_bytes_of_page_2_stay_and_bits_never_go() {
    let mut rig = Rig::new(Chip::Ntag215);
    rig.dialogue(&[("A2 02 AAAA1001", "ack"), ("A2 02 00000000", "ack")]);
    assert_eq!(rig.page(2), "F6481001");
}

/// NTAG213F/216F, "Dynamic lock bytes", and what was found of the others.
#[test]
fn dynamic_locks_in_groups() {
    let cases: [(Chip, u8, &[u8]); 5] = [
        (Chip::Ntag213, 0x28, &[17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37, 39]),
        (Chip::Ntag215, 0x82, &[31, 47, 63, 79, 95, 111, 127, 129]),
        (Chip::Ntag216, 0xE2, &[31, 47, 63, 79, 95, 111, 127, 143, 159, 175, 191, 207, 223, 225]),
        (Chip::UltralightEv1Large, 0x24, &[17, 19, 21, 23, 25, 27, 29, 31, 33, 35]),
        (Chip::UltralightAes, 0x28, &[17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37, 39]),
    ];
    for (chip, place, ends) in cases {
        let mut first = 16;
        for (bit, last) in ends.iter().enumerate() {
            let [low, middle, ..] = (1_u32 << bit).to_le_bytes();
            let locked = locked_by(chip, place, [low, middle, 0, 0]);
            assert_eq!(locked, pages(first, *last), "{chip:?}, bit {bit}");
            first = last + 1;
        }
        let (all, freezes) = ((1_u32 << ends.len()) - 1, (1_u32 << (ends.len() / 2)) - 1);
        let [low, middle, ..] = all.to_le_bytes();
        let mut rig = Rig::new(chip);
        assert_eq!(rig.send(&format!("A2 {place:02X} FFFFFFFF")), "ack");
        assert_eq!(rig.page(place), format!("{low:02X}{middle:02X}{freezes:02X}BD"), "{chip:?}");
    }
}

/// Of an NTAG213, as it happened to somebody (NXP community, 399134): 00 00 3F froze and locked nothing.
#[test]
fn freezing_alone_locks_nothing_for_ever() {
    let mut rig = Rig::new(Chip::Ntag213);
    rig.dialogue(&[
        ("A2 28 00003F00", "ack"),
        ("A2 28 FFFF0000", "ack"),
        ("A2 10 01020304", "ack"),
    ]);
    assert_eq!(rig.page(0x28), "00003FBD");
}

/// One freeze is for two lock bits: 16-19, 20-23, .. on an NTAG213, 16-47, .. on an NTAG216.
#[test]
fn dynamic_freezes() {
    for (chip, place, all) in [(Chip::Ntag213, 0x28, 0x0FFF), (Chip::Ntag216, 0xE2, 0x3FFF)] {
        for (bit, frozen) in (0..6).map(|bit| (bit, 0b11_u16 << (2 * bit))) {
            let mut rig = Rig::new(chip);
            assert_eq!(rig.send(&format!("A2 {place:02X} 0000{:02X}00", 1_u8 << bit)), "ack");
            assert_eq!(rig.send(&format!("A2 {place:02X} FFFF0000")), "ack");
            let [low, high] = (all & !frozen).to_le_bytes();
            let freeze = 1_u8 << bit;
            assert_eq!(rig.page(place), format!("{low:02X}{high:02X}{freeze:02X}BD"), "{chip:?}");
        }
    }
}

/// MF0ICU2, table "Lock bytes 2 and 3": four pages a bit, then counter, AUTH0, AUTH1, key.
#[test]
fn an_ultralight_c() {
    let cases = [
        (0x0002, pages(0x10, 0x13)),
        (0x0004, pages(0x14, 0x17)),
        (0x0008, pages(0x18, 0x1B)),
        (0x0020, pages(0x1C, 0x1F)),
        (0x0040, pages(0x20, 0x23)),
        (0x0080, pages(0x24, 0x27)),
        (0x1000, pages(0x29, 0x29)),
        (0x2000, pages(0x2A, 0x2A)),
        (0x4000, pages(0x2B, 0x2B)),
        (0x8000, pages(0x2C, 0x2F)),
        (0x0F11, vec![]),
    ];
    for (bits, locked) in cases {
        let [low, high] = u16::to_le_bytes(bits);
        assert_eq!(locked_by(Chip::UltralightC, 0x28, [low, high, 0, 0]), locked, "{bits:04X}");
    }
    let freezes = [
        (0x0001, 0x000E),
        (0x0010, 0x00E0),
        (0x0100, 0x1000),
        (0x0200, 0x2000),
        (0x0400, 0x4000),
        (0x0800, 0x8000),
    ];
    for (freeze, frozen) in freezes {
        let mut rig = Rig::new(Chip::UltralightC);
        let [low, high] = u16::to_le_bytes(freeze);
        assert_eq!(rig.send(&format!("A2 28 {low:02X}{high:02X}0000")), "ack");
        assert_eq!(rig.send("A2 28 EEF00000"), "ack");
        let [low, high] = ((0xF0EE & !frozen) | freeze).to_le_bytes();
        assert_eq!(rig.page(0x28), format!("{low:02X}{high:02X}0000"), "{freeze:04X}");
    }
}

/// Those of an Ultralight C act after the next activation; of the others at once (a switch).
#[test]
fn from_when_on() {
    let mut rig = Rig::new(Chip::UltralightC);
    rig.dialogue(&[("A2 02 00001000", "ack"), ("A2 04 01020304", "ack")]);
    rig.chip.activate();
    rig.dialogue(&[("A2 04 05060708", "nak 0")]);
    let mut rig = Rig::new(Chip::Ntag213);
    rig.dialogue(&[("A2 02 00001000", "ack"), ("A2 04 01020304", "nak 0")]);
}
