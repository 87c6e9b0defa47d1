//! What a chip holds and says of itself as delivered. The bytes are those of dumps and of data sheets; the
//! numbers of pages are written out here, and not asked of `tapsmith-card`.

use crate::rig::{Rig, UID};
use tapsmith_picc::Type2;
use tapsmith_picc::type2::{Chip, Memory};

/// `GET_VERSION`, and the last page that is read.
#[test]
fn versions_and_sizes() {
    let cases = [
        (Chip::Ntag213, "0004040201000F03", 0x2C),
        (Chip::Ntag215, "0004040201001103", 0x86),
        (Chip::Ntag216, "0004040201001303", 0xE6),
        (Chip::Ntag223, "0004040204000F03", 0x3B),
        (Chip::Ntag224, "0004040205001003", 0x4B),
        (Chip::UltralightEv1Small, "0004030101000B03", 0x13),
        (Chip::UltralightEv1Large, "0004030101000E03", 0x28),
        (Chip::UltralightC, "nak 0", 0x2B),
        (Chip::UltralightAes, "0004030104000F03", 0x3B),
    ];
    for (chip, version, last) in cases {
        let mut rig = Rig::new(chip);
        assert_eq!(rig.afresh("60"), version, "{chip:?}");
        let beyond = last + 1;
        assert_eq!(rig.afresh(&format!("30 {last:02X}")).len(), 32, "{chip:?}");
        assert_eq!(rig.afresh(&format!("30 {beyond:02X}")), "nak 0", "{chip:?}");
    }
}

/// The head: UID with its check bytes, 48, no lock bits. 88^04^E1^41 is 2C, 12^4C^28^80 is F6.
#[test]
fn the_first_pages() {
    for chip in Chip::ALL {
        let head = Rig::new(chip).send("30 00");
        assert_eq!(head[..24], *"04E1412C124C2880F6480000", "{chip:?}");
    }
}

#[test]
fn capability_containers_and_empty_messages() {
    let cases = [
        (Chip::Ntag213, "E1101200 0103A00C 340300FE 00000000"),
        (Chip::Ntag215, "E1103E00 0300FE00 00000000 00000000"),
        (Chip::Ntag216, "E1106D00 0300FE00 00000000 00000000"),
        (Chip::Ntag223, "E1101200 0300FE00 00000000 00000000"),
        (Chip::Ntag224, "E1101A00 0300FE00 00000000 00000000"),
        (Chip::UltralightEv1Small, "00000000 00000000 00000000 00000000"),
        (Chip::UltralightEv1Large, "00000000 00000000 00000000 00000000"),
        (Chip::UltralightC, "00000000 00000000 00000000 00000000"),
        (Chip::UltralightAes, "00000000 00000000 00000000 00000000"),
    ];
    for (chip, pages) in cases {
        Rig::new(chip).dialogue(&[("30 03", pages)]);
    }
}

/// The pages behind user memory: dynamic locks, CFG0, CFG1, then what reads as zeros; and what the
/// password is in truth.
#[test]
fn configurations() {
    let cases = [
        (Chip::Ntag213, "3A 28 2C", "000000BD 040000FF 00050000 00000000 00000000", 0x2B),
        (Chip::Ntag215, "3A 82 86", "000000BD 040000FF 00050000 00000000 00000000", 0x85),
        (Chip::Ntag216, "3A E2 E6", "000000BD 040000FF 00050000 00000000 00000000", 0xE5),
        (Chip::UltralightEv1Small, "3A 10 13", "000000FF 00050000 00000000 00000000", 0x12),
        (
            Chip::UltralightEv1Large,
            "3A 24 28",
            "000000BD 000000FF 00050000 00000000 00000000",
            0x27,
        ),
    ];
    for (chip, frame, pages, password) in cases {
        let mut rig = Rig::new(chip);
        rig.dialogue(&[(frame, pages), ("1B FFFFFFFF", "0000")]);
        assert_eq!(rig.page(password), "FFFFFFFF");
        assert_eq!(rig.page(password + 1), "00000000");
    }
}

#[test]
fn an_ultralight_c() {
    let mut rig = Rig::new(Chip::UltralightC);
    rig.dialogue(&[("30 28", "00000000 00000000 30000000 00000000")]);
    let key: Vec<u8> = (0x2C..0x30).flat_map(|page| rig.chip.memory().page(page)).collect();
    assert_eq!(key, b"BREAKMEIFYOUCAN!");
}

#[test]
fn an_ultralight_aes() {
    let mut rig = Rig::new(Chip::UltralightAes);
    let rest = "00000000".repeat(17);
    rig.dialogue(&[("3A 28 3B", &format!("000000BD 0000003C 00050000 {rest}"))]);
}

#[test]
fn signatures_are_as_long_as_the_chips() {
    let lengths = [
        (Chip::Ntag213, 32),
        (Chip::Ntag223, 48),
        (Chip::Ntag224, 48),
        (Chip::UltralightEv1Large, 32),
        (Chip::UltralightAes, 48),
    ];
    for (chip, length) in lengths {
        assert_eq!(Rig::new(chip).send("3C 00").len(), 2 * length, "{chip:?}");
    }
    assert_eq!(Rig::new(Chip::UltralightC).send("3C 00"), "nak 0");
    assert_eq!(Rig::new(Chip::Ntag213).send("3C 01"), "nak 0");
}

/// As readers' manuals print it: `3B 8F .. 00 03 .. 68`, where the last byte checks the others.
#[test]
fn an_answer_to_reset() {
    assert_eq!(Type2::ATR[13..], [0x00, 0x03, 0, 0, 0, 0, 0x68]);
    assert_eq!(Type2::ATR[1..].iter().fold(0, |sum, byte| sum ^ byte), 0);
}

/// Whoever makes up a chip's past cannot give it another UID.
#[test]
fn the_uid_is_the_makers() {
    let memory = Memory::factory(Chip::Ntag213, UID).with_page(0, [1; 4]).with_page(1, [2; 4]);
    assert_eq!(memory, Memory::factory(Chip::Ntag213, UID));
}

#[test]
fn names() {
    for chip in Chip::ALL {
        assert_eq!(Chip::of(chip.name(), chip.pages()), Some(chip));
        assert_eq!(Rig::new(chip).chip.memory().uid(), UID);
    }
    assert_eq!(Chip::named("ultralight-ev1"), Some(Chip::UltralightEv1Large));
    assert_eq!(Chip::of("ntag213", 135), None);
    assert_eq!(Chip::named("ntag424"), None);
}
