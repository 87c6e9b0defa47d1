//! The counter of reads, and what is mirrored into a read. The data sheet's own example is among them: UID
//! 04E141124C2880, counter 003F31, from page 0C, byte 1.

use crate::rig::{Rig, UID};
use tapsmith_core::counter::ReadCounter;
use tapsmith_picc::type2::{Chip, Memory};

const BOTH: u8 = 0xC0;

/// An NTAG213 that mirrors, with this CFG1 and counter.
fn mirroring(mirror: u8, page: u8, access: u8, counter: u32) -> Rig {
    let memory = Memory::factory(Chip::Ntag213, UID)
        .with_page(0x29, [mirror | 0x04, 0, page, 0xFF])
        .with_page(0x2A, [access, 0x05, 0, 0])
        .with_counter(2, ReadCounter::try_from(counter).unwrap());
    let fill = |memory: Memory, page: u8| memory.with_page(page, *b"....");
    Rig::of((0x04..=0x27).fold(memory, fill))
}

/// User memory as text.
fn text(rig: &mut Rig) -> String {
    let bytes = crate::rig::hex(&rig.send("3A 04 27"));
    String::from_utf8(bytes).unwrap()
}

/// What is shown, with what stands before it cut off and the dots behind it, too.
fn shown(rig: &mut Rig, page: usize, byte: usize) -> String {
    let text = text(rig);
    let at = (page - 4) * 4 + byte;
    assert_eq!(text[..at], ".".repeat(at));
    text[at..].trim_end_matches('.').to_owned()
}

#[test]
fn the_example_of_the_data_sheet() {
    // One less: this read is counted before it is shown.
    let mut rig = mirroring(BOTH | 0x10, 0x0C, 0x10, 0x00_3F30);
    assert_eq!(shown(&mut rig, 0x0C, 1), "04E141124C2880x003F31");
    rig.dialogue(&[
        ("39 02", "313F00"),
        ("30 0C", "2E303445 31343131 32344332 38383078"),
        ("30 0F", "38383078 30303346 33312E2E 2E2E2E2E"),
    ]);
    assert_eq!(rig.page(0x0C), "2E2E2E2E", "memory holds what was written");
}

#[test]
fn each_kind() {
    let cases =
        [(0x00, ""), (0x40, "04E141124C2880"), (0x80, "00000B"), (BOTH, "04E141124C2880x00000B")];
    for (kind, text) in cases {
        for byte in 0..4 {
            let mut rig = mirroring(kind | (byte << 4), 0x10, 0x10, 10);
            assert_eq!(shown(&mut rig, 0x10, byte.into()), text, "{kind:02X}, byte {byte}");
        }
    }
}

/// The last places that fit an NTAG213 are 24h, 26h and 22h, as proxmark3 checks them; the byte counts too.
#[test]
fn where_it_fits() {
    let fits = [(0x40, 0x24, 2), (0x80, 0x26, 2), (BOTH, 0x22, 3), (0x40, 0x04, 0)];
    let too_far =
        [(0x40, 0x24, 3), (0x80, 0x26, 3), (BOTH, 0x23, 0), (0x40, 0x25, 0), (0x40, 0x03, 0)];
    for (kind, page, byte) in fits {
        assert_ne!(text(&mut mirroring(kind | (byte << 4), page, 0x10, 0)), ".".repeat(144));
    }
    for (kind, page, byte) in too_far {
        let mut rig = mirroring(kind | (byte << 4), page, 0x10, 0);
        assert_eq!(text(&mut rig), ".".repeat(144), "{kind:02X} at {page:02X}.{byte}");
        assert_eq!(rig.send("30 00")[..24], *"04E1412C124C2880F6480000");
    }
}

/// One more at the first read of a field, whichever read it is; not at the second, nor after a new
/// activation in the same field.
#[test]
fn a_field_counts_once() {
    for first in ["30 00", "30 2C", "3A 00 00"] {
        let mut rig = mirroring(0, 0, 0x10, 0);
        rig.dialogue(&[("39 02", "000000"), ("60", "0004040201000F03"), ("39 02", "000000")]);
        assert_ne!(rig.send(first), "nak 0");
        assert_eq!(rig.send("39 02"), "010000");
        rig.send("30 00");
        rig.send("3A 00 00");
        rig.chip.activate();
        rig.send("30 00");
        assert_eq!(rig.send("39 02"), "010000", "{first}");
        rig.chip.power_off();
        rig.send(first);
        assert_eq!(rig.send("39 02"), "020000", "{first}");
    }
    // A read that is refused is none.
    let mut rig = mirroring(0, 0, 0x10, 0);
    rig.afresh("30 2D");
    assert_eq!(rig.send("39 02"), "000000");
}

#[test]
fn the_counter_stops_at_its_end() {
    let mut rig = mirroring(0x80, 0x10, 0x10, 0x00FF_FFFE);
    for _ in 0..3 {
        assert_eq!(shown(&mut rig, 0x10, 0), "FFFFFF");
        rig.chip.power_off();
    }
    assert_eq!(rig.send("39 02"), "FFFFFF");
}

/// As delivered it is off: `READ_CNT` is refused (`AndroidCrypto`'s log), and nothing is counted or shown.
#[test]
fn without_the_counter() {
    let mut rig = mirroring(BOTH, 0x10, 0x00, 5);
    assert_eq!(shown(&mut rig, 0x10, 0), "04E141124C2880x");
    assert_eq!(rig.afresh("39 02"), "nak 0");
    assert_eq!(rig.chip.memory().counter(2), ReadCounter::try_from(5).ok());
    assert_eq!(shown(&mut mirroring(0x80, 0x10, 0x00, 5), 0x10, 0), "");
}

/// With `NFC_CNT_PWD_PROT` it counts as ever, and tells whoever has shown the password.
#[test]
fn a_guarded_counter() {
    let mut rig = mirroring(0x80, 0x10, 0x18, 0);
    assert_eq!(shown(&mut rig, 0x10, 0), "");
    assert_eq!(rig.afresh("39 02"), "nak 0");
    rig.dialogue(&[("1B FFFFFFFF", "0000"), ("39 02", "010000")]);
    assert_eq!(shown(&mut rig, 0x10, 0), "000001");
}

#[test]
fn other_counters_are_not_there() {
    for number in ["00", "01", "03", "FF"] {
        assert_eq!(mirroring(0, 0, 0x10, 0).send(&format!("39 {number}")), "nak 0");
    }
}

/// The other two have their own ends: user memory of an NTAG215 ends with page 81h, of an NTAG216 with E1h.
#[test]
fn on_larger_chips() {
    for (chip, place, last) in [(Chip::Ntag215, 0x83, 0x81), (Chip::Ntag216, 0xE3, 0xE1)] {
        let with = |page: u8| {
            let memory = Memory::factory(chip, UID).with_page(place, [0x64, 0, page, 0xFF]);
            Rig::of(memory).send(&format!("3A {:02X} {last:02X}", last - 3))
        };
        assert_eq!(with(last - 3)[4..], *"3034453134313132344332383830");
        assert_eq!(with(last - 2), "00".repeat(16), "it ends one byte behind user memory");
    }
}
