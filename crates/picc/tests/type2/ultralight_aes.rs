//! Ultralight AES: both keys, MACs, the random UID, and what locks keys. RndA and RndB are those of a dialogue
//! with a real card (the tests of stustapay), which also says what the session key and the first MAC are.
//! All other blocks and MACs were made with OpenSSL 3.

use crate::rig::{Rig, UID, hex};
use tapsmith_core::counter::ReadCounter;
use tapsmith_picc::type2::{Chip, Memory};

const RND_B: &str = "0D2BBA17011098E9864C8AA5192AF796";
/// With a key of zeros.
const ASKED: &str = "AF 374142DAFB0AB97183D846EB7ED379E0";
const PROOF: &str = "AF 794693B2A31E7F10964A2BD834590AC485F84E9F8B13197AB32433346F60B821";
const PROVED: &str = "00 A17673DCC20D27EE80584ACCFC39E0A3";
/// With the key 00 01 .. 0F.
const NEW_ASKED: &str = "AF 2C5765A6AEFE2BC9DF729233DFFE070D";
const NEW_PROOF: &str = "AF 8823780D098E4E61518F16EAD4488BFD89E5BCAF6D112F1AA1F7BF95A75E4A43";
const NEW_PROVED: &str = "00 0B81D0D8EB184AFEF0B91F00753FDFF6";

fn memory() -> Memory {
    Memory::factory(Chip::UltralightAes, UID)
}

/// CFG0's options and AUTH0, and CFG1's first byte.
fn set(options: u8, first: u8, access: u8) -> Rig {
    let memory = memory().with_page(0x29, [options, 0, 0, first]);
    Rig::of(memory.with_page(0x2A, [access, 0x05, 0, 0]))
}

/// With this key, which is zeros.
fn authenticate(rig: &mut Rig, key: u8) {
    rig.random.0 = hex(RND_B);
    rig.dialogue(&[(&format!("1A {key:02X}"), ASKED), (PROOF, PROVED)]);
}

#[test]
fn both_keys() {
    for key in [0, 1] {
        authenticate(&mut Rig::of(memory()), key);
    }
}

/// A key is written whole and backwards: page 30 is k15 k14 k13 k12 (stustapay, on real cards).
#[test]
fn a_new_key() {
    for (key, pages) in [("00", [0x30, 0x31, 0x32, 0x33]), ("01", [0x34, 0x35, 0x36, 0x37])] {
        let mut rig = Rig::of(memory());
        for (page, data) in pages.iter().zip(["0F0E0D0C", "0B0A0908", "07060504", "03020100"]) {
            assert_eq!(rig.send(&format!("A2 {page:02X} {data}")), "ack");
        }
        rig.chip.activate();
        rig.random.0 = hex(RND_B);
        rig.dialogue(&[(&format!("1A {key}"), NEW_ASKED), (NEW_PROOF, NEW_PROVED)]);
        // The other is as it was.
        rig.chip.activate();
        authenticate(&mut rig, u8::from(key == "00"));
    }
}

#[test]
fn a_wrong_proof() {
    for (at, heard) in [(1, "nak 0"), (17, "nak 0"), (32, "nak 0")] {
        let mut rig = Rig::of(memory());
        rig.random.0 = hex(RND_B);
        rig.dialogue(&[("1A 00", ASKED)]);
        let mut wrong = hex(PROOF);
        wrong[at] ^= 1;
        assert_eq!(rig.hear(&wrong), heard, "byte {at}");
    }
    let mut rig = Rig::of(memory());
    rig.random.0 = hex(RND_B);
    rig.dialogue(&[("1A 00", ASKED), ("30 00", "nak 0")]);
    assert_eq!(Rig::of(memory()).send(PROOF), "nak 0");
}

/// Ten bits: the third byte of CFG1, and two of the fourth.
#[test]
fn a_limit_of_failures() {
    let mut rig = Rig::of(memory().with_page(0x2A, [0, 0x05, 0x02, 0xFC]));
    let fail = |rig: &mut Rig| {
        rig.random.0 = hex(RND_B);
        rig.dialogue(&[("1A 00", ASKED)]);
        rig.afresh(&format!("AF {}", "00".repeat(32)))
    };
    assert_eq!(fail(&mut rig), "nak 0");
    authenticate(&mut rig, 0);
    rig.chip.activate();
    assert_eq!((fail(&mut rig), fail(&mut rig)), ("nak 0".into(), "nak 4".into()));
    assert_eq!((rig.afresh("1A 00"), rig.afresh("1A 01")), ("nak 4".into(), "nak 4".into()));
    let mut rig = Rig::of(memory().with_page(0x2A, [0, 0x05, 0x00, 0x01]));
    for _ in 0..255 {
        assert_eq!(fail(&mut rig), "nak 0");
    }
    assert_eq!((fail(&mut rig), rig.chip.memory().failures()), ("nak 4".into(), 256));
}

/// AUTH0 and PROT, for key 0 alone: key 1 only tells the UID.
#[test]
fn who_may() {
    let mut rig = set(0, 0x05, 0x80);
    rig.dialogue(&[("30 04", "00000000 04E1412C 124C2880 F6480000")]);
    for key in [None, Some(1)] {
        for refused in ["30 05", "A2 05 01020304", "3A 04 05"] {
            if let Some(key) = key {
                authenticate(&mut rig, key);
            }
            assert_eq!(rig.afresh(refused), "nak 0");
        }
    }
    authenticate(&mut rig, 0);
    rig.dialogue(&[("A2 05 01020304", "ack"), ("3A 05 05", "01020304")]);
    rig.chip.activate();
    assert_eq!(rig.send("A2 05 01020304"), "nak 0");
    assert_eq!(set(0, 0x3C, 0x80).send("A2 37 01020304"), "ack");
}

/// Keys are never shown; CFGLCK and the key lock page as `hardware-notes` has them; NXP's key is nobody's.
#[test]
fn what_is_locked() {
    let mut rig = Rig::of(memory().with_page(0x30, [1, 2, 3, 4]).with_page(0x37, [5, 6, 7, 8]));
    assert_eq!(rig.send("3A 30 3B"), "00".repeat(48));
    for page in ["2B", "2C", "2E", "2F", "38", "3B"] {
        assert_eq!(rig.afresh(&format!("A2 {page} 01020304")), "nak 0", "page {page}");
    }
    let locks = [("80", ["30", "33"], ["34", "37"]), ("40", ["34", "37"], ["30", "33"])];
    let mut rig = Rig::of(memory());
    assert_eq!(rig.send("A2 2D DFFFFFFF"), "ack");
    assert_eq!(rig.page(0x2D), "C0000000");
    for (bits, open, locked) in locks {
        let mut rig = Rig::of(memory());
        assert_eq!(rig.send(&format!("A2 2D {bits}FFFFFF")), "ack");
        assert_eq!(rig.page(0x2D), format!("{bits}000000"));
        for page in open {
            assert_eq!(rig.afresh(&format!("A2 {page} 01020304")), "ack", "{bits}, page {page}");
        }
        for page in locked {
            assert_eq!(rig.afresh(&format!("A2 {page} 01020304")), "nak 0", "{bits}, page {page}");
        }
        assert_eq!(rig.afresh("A2 2D 20000000"), "ack");
        assert_eq!(rig.afresh("A2 2D 00000000"), "nak 0");
    }
    let mut rig = set(0, 0x3C, 0x40);
    for page in ["29", "2A"] {
        assert_eq!(rig.afresh(&format!("A2 {page} 00000000")), "nak 0");
    }
}

/// Commands and answers with MACs. Message 0 is the published one.
#[test]
fn a_session_with_macs() {
    let mut rig = set(0x02, 0x3C, 0x00);
    authenticate(&mut rig, 0);
    rig.dialogue(&[
        ("60 1D5DE802D6751670", "0004030104000F03 235C940315BE9A12"),
        ("A2 04 CAFEBABE 66056530A11D0917", "BBF4389AD7C6B670"),
        ("30 04 46E8E48CB6DE7799", "CAFEBABE 00000000 00000000 00000000 F2A36857FF148D91"),
        ("A0 05 92E348A83E1DCB78", "31C9BBCA44A8FA72"),
        ("A1A2A3A4 00000000 00000000 00000000 ABF1408C2EF688E1", "38ECD2259C3D6346"),
        // A refusal stays four bits, and ends it.
        ("30 FF A54D33CDD979531E", "nak 0"),
    ]);
    rig.chip.activate();
    assert_eq!(rig.send("30 04")[..16], *"CAFEBABEA1A2A3A4");
}

/// Without a MAC, with a wrong one, or with one that was right a message ago, nothing is done.
#[test]
fn a_wrong_mac() {
    for wrong in ["60", "60 1D5DE802D6751671", "61 1D5DE802D6751670", "60 0997DA723F34416B"] {
        let mut rig = set(0x02, 0x3C, 0x00);
        authenticate(&mut rig, 0);
        assert_eq!(rig.send(wrong), "nak 0", "{wrong}");
    }
    let mut rig = set(0x02, 0x3C, 0x00);
    authenticate(&mut rig, 1);
    assert_ne!(rig.send("60 1D5DE802D6751670"), "nak 0", "with key 1 too");
    assert_eq!(rig.send("60 1D5DE802D6751670"), "nak 0", "twice");
    // Before an authentication there are none; HLTA and a new authentication carry none.
    let mut rig = set(0x02, 0x3C, 0x00);
    assert_eq!(rig.send("60"), "0004030104000F03");
    authenticate(&mut rig, 0);
    authenticate(&mut rig, 0);
    assert_eq!(rig.send("50 00"), "");
}

/// Pages 0 to 2 show no UID until a key was proved (stustapay, on real cards); anticollision shows four bytes,
/// others at each activation.
#[test]
fn a_random_uid() {
    let mut rig = set(0x01, 0x3C, 0x00);
    rig.random.0 = vec![0xA1, 0xA2, 0xA3, 0xB1, 0xB2, 0xB3];
    let shown = |rig: &mut Rig| rig.chip.shown_uid(&mut rig.random).unwrap();
    assert_eq!(shown(&mut rig), [0x08, 0xA1, 0xA2, 0xA3]);
    assert_eq!(shown(&mut rig), [0x08, 0xA1, 0xA2, 0xA3]);
    rig.dialogue(&[("30 00", "00000000 00000000 00000000 00000000")]);
    rig.chip.activate();
    assert_eq!(shown(&mut rig), [0x08, 0xB1, 0xB2, 0xB3]);
    for key in [0, 1] {
        authenticate(&mut rig, key);
        rig.dialogue(&[("30 00", "04E1412C 124C2880 F6480000 00000000")]);
        rig.chip.activate();
    }
    // From the next activation on.
    let mut rig = Rig::of(memory());
    assert_eq!(rig.send("A2 29 0100003C"), "ack");
    assert_eq!(shown(&mut rig), UID.0);
}

/// Counter 2 is free where CFG1 says so; else all three are key 0's.
#[test]
fn counters() {
    let raise = |number: u8| format!("A5 {number:02X} 01000000");
    let read = |number: u8| format!("39 {number:02X}");
    for (access, reads, raises) in [(0x00, false, false), (0x04, true, false), (0x08, false, true)]
    {
        for number in 0..3 {
            let mut rig = set(0, 0x3C, access);
            let free = |free: bool| if free && number == 2 { "" } else { "nak 0" };
            let refused = |heard: String| if heard == "nak 0" { heard } else { String::new() };
            assert_eq!(refused(rig.afresh(&read(number))), free(reads));
            assert_eq!(refused(rig.afresh(&raise(number))), free(raises));
            let before = rig.chip.memory().counter(number).unwrap();
            authenticate(&mut rig, 0);
            assert_eq!(rig.send(&raise(number)), "ack");
            let after = rig.chip.memory().counter(number).unwrap();
            assert_eq!(before.next(), Some(after));
            assert_eq!(crate::rig::hex(&rig.send(&read(number))), after.to_lsb());
        }
    }
    assert_eq!(Rig::of(memory()).chip.memory().counter(3), None::<ReadCounter>);
}
