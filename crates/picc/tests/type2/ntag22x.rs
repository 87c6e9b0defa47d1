//! NTAG 223 DNA and NTAG 224 DNA: what they write into a read and sign, what locks the key that signs, and how the
//! 224 is opened. The MACs are OpenSSL's (`tests/vectors/ntag22x.json`, and `openssl mac` where it has none), the
//! authentication is the example that the data sheet is said to have; the bytes of CFG0, CFG1 and of the text are what
//! proxmark3's script writes to an NTAG 223 DNA and reads of it.

use crate::rig::{Rig, UID, hex};
use tapsmith_core::counter::ReadCounter;
use tapsmith_picc::type2::{Chip, LockBits, Memory, MirrorSettings, Unknowns};
use tapsmith_testkit::vectors::list;

/// A chip, its CFG0, the page that locks the key that signs, and the first of that key.
const CHIPS: [(Chip, u8, u8, u8); 2] =
    [(Chip::Ntag223, 0x29, 0x2D, 0x34), (Chip::Ntag224, 0x39, 0x3D, 0x44)];

/// 2B7E151628AED2A6ABF7158809CF4F3C, backwards.
const KEY: [&str; 4] = ["3C4FCF09", "8815F7AB", "A6D2AE28", "16157E2B"];

/// A chip that mirrors from page 08, byte 3, on, with this CFG1 and counter.
fn signing(chip: (Chip, u8, u8, u8), access: u8, counter: u32) -> Memory {
    let (chip, cfg0, _, key) = chip;
    let memory = Memory::factory(chip, UID)
        .with_page(cfg0, [0x98, 0x3D, 0x08, 0x3C + (cfg0 - 0x29)])
        .with_page(cfg0 + 1, [access, 0, 0, 0])
        .with_counter(2, ReadCounter::try_from(counter).unwrap());
    (key..)
        .zip(KEY)
        .fold(memory, |memory, (page, data)| memory.with_page(page, hex(data).try_into().unwrap()))
}

/// The 38 characters from page 08, byte 3, on.
fn text(rig: &mut Rig) -> String {
    let bytes = hex(&rig.send("3A 08 12"));
    String::from_utf8(bytes.get(3..41).unwrap().to_vec()).unwrap()
}

#[test]
fn a_tap_is_signed_with_the_key_itself() {
    for chip in CHIPS {
        for case in list("ntag22x", "suncmac").iter().take(2) {
            let counter = u32::from_str_radix(case.text("counter"), 16).unwrap();
            let expected =
                format!("{}x{}x{}", case.text("uid"), case.text("counter"), case.text("mac"));
            // The read is counted before it is shown; a chip that does not count shows zeros.
            let mut rig = match counter {
                0 => Rig::of(signing(chip, 0x80, 99)),
                counter => Rig::of(signing(chip, 0x10, counter - 1)),
            };
            assert_eq!(text(&mut rig), expected, "{chip:?}");
            assert_eq!(text(&mut rig), expected, "a field counts once");
            rig.dialogue(&[("3A 04 04", "0300FE00")]);
        }
    }
}

/// `openssl mac` over the UID and 000040.
#[test]
fn each_field_has_its_own_tap() {
    let mut rig = Rig::of(signing(CHIPS[0], 0x10, 0x3E));
    assert_eq!(text(&mut rig), "04E141124C2880x00003Fx62D5C7787665703D");
    rig.chip.power_off();
    assert_eq!(text(&mut rig), "04E141124C2880x000040xD406D378E42133FC");
}

/// Bit 7 of CFG0 switches it on, bits 3 and 4 say the byte; the mirror of an NTAG21x stands elsewhere.
#[test]
fn where_it_stands() {
    for byte in 0..4_u8 {
        let memory = signing(CHIPS[0], 0x10, 0).with_page(0x29, [0x80 | byte << 3, 0, 0x10, 0x3C]);
        let read = hex(&Rig::of(memory).send("3A 10 1A"));
        let at = usize::from(byte);
        assert_eq!(read[at..at + 15], *b"04E141124C2880x", "byte {byte}");
        assert_eq!(read[..at], vec![0; at]);
    }
    for (head, page) in [(0x18, 0x10), (0x58, 0x10), (0x80, 0x03), (0x80, 0x1F)] {
        let memory = signing(CHIPS[0], 0x10, 0).with_page(0x29, [head, 0, page, 0x3C]);
        let read = hex(&Rig::of(memory).send("3A 04 27"));
        assert!(!read.contains(&b'x'), "{head:02X} at {page:02X}");
    }
    let last = signing(CHIPS[0], 0x10, 0).with_page(0x29, [0x90, 0, 0x1E, 0x3C]);
    assert!(hex(&Rig::of(last).send("3A 04 27")).contains(&b'x'));
}

/// Bit 7 of its page locks the key, from then on or from the next activation on; nobody reads it in either case.
#[test]
fn the_key_is_locked_and_never_read() {
    for (chip, _, lock, key) in CHIPS {
        for lock_bits in [LockBits::AtOnce, LockBits::AtActivation] {
            let unknowns = Unknowns { lock_bits, ..Unknowns::default() };
            let mut rig = Rig::with(Memory::factory(chip, UID), unknowns);
            for page in key..key + 4 {
                assert_eq!(rig.send(&format!("A2 {page:02X} 01020304")), "ack");
                assert_eq!(rig.page(page), "01020304");
            }
            assert_eq!(rig.send(&format!("3A {key:02X} {key:02X}")), "00000000");
            assert_eq!(rig.send(&format!("A2 {lock:02X} 80000000")), "ack");
            rig.chip.activate();
            for page in key..key + 4 {
                assert_eq!(rig.afresh(&format!("A2 {page:02X} 05060708")), "nak 0", "{chip:?}");
            }
            assert_eq!(rig.send(&format!("3A {lock:02X} {lock:02X}")), "80000000");
            // What lies behind is the maker's.
            assert_eq!(rig.afresh(&format!("A2 {:02X} 00000000", key + 4)), "nak 0");
        }
    }
}

/// A password keeps the page that locks: without it the bit could be taken back.
#[test]
fn who_may_write_the_lock() {
    for (chip, cfg0, lock, _) in CHIPS {
        let memory = Memory::factory(chip, UID).with_page(cfg0, [0x04, 0, 0, 0x04]);
        let mut rig = Rig::of(memory.with_page(lock, [0x80, 0, 0, 0]));
        assert_eq!(rig.afresh(&format!("A2 {lock:02X} 00000000")), "nak 0");
        let mut open = Rig::of(Memory::factory(chip, UID).with_page(lock, [0x80, 0, 0, 0]));
        assert_eq!(open.send(&format!("A2 {lock:02X} 00000000")), "ack");
    }
}

#[test]
fn a_223_has_a_password_and_a_224_a_key() {
    let mut rig = Rig::new(Chip::Ntag223);
    rig.dialogue(&[("1B FFFFFFFF", "0000")]);
    assert_eq!(rig.afresh("1A 00"), "nak 0");
    let case = case_of_the_data_sheet();
    let mut rig = Rig::new(Chip::Ntag224);
    assert_eq!(rig.afresh("1B FFFFFFFF"), "nak 0");
    rig.random.0 = hex("B9E2FC789B64BF237CCCAA20EC7E6E48");
    rig.dialogue(&[
        ("1A 00", &format!("AF {}", case.text("challenge"))),
        (&format!("AF {}", case.text("proof")), &format!("00 {}", case.text("answer"))),
    ]);
    // Key 1 is an Ultralight AES's alone.
    assert_eq!(Rig::new(Chip::Ntag224).send("1A 01"), "nak 0");
}

fn case_of_the_data_sheet() -> tapsmith_testkit::vectors::Case {
    list("ntag22x", "authentication").remove(0)
}

/// From when on it mirrors nobody saw: both ways.
#[test]
fn from_when_on_it_mirrors() {
    let cases = [(MirrorSettings::AtActivation, false), (MirrorSettings::AtOnce, true)];
    for (mirror_settings, now) in cases {
        let unknowns = Unknowns { mirror_settings, ..Unknowns::default() };
        let mut rig = Rig::with(Memory::factory(Chip::Ntag223, UID), unknowns);
        rig.dialogue(&[("A2 29 9800083C", "ack")]);
        assert_eq!(hex(&rig.send("3A 08 12")).contains(&b'x'), now);
        rig.chip.activate();
        assert!(hex(&rig.send("3A 08 12")).contains(&b'x'));
    }
}
