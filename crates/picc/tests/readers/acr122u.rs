//! ACR122U: the PN532's commands, as its user manual and the ACR122U's have them; two dialogues as users posted
//! them.

use crate::rig::Rig;
use tapsmith_picc::Personality::{Acr122u, Acs};

fn rig(chip: &str) -> Rig {
    Rig::new(Acr122u, chip)
}

/// `InCommunicateThru`. nfc-pcsc issue 36 has `PWD_AUTH` so, issue 59 the silence.
#[test]
fn frames() {
    let mut rig = rig("ntag213");
    rig.dialogue(&[
        ("FF 00 00 00 03 D442 60", "D543 00 0004040201000F03 9000"),
        ("FF 00 00 00 05 D442 3A0304", "D543 00 E1101200 0103A00C 9000"),
        ("FF 00 00 00 07 D442 1BFFFFFFFF", "D543 00 0000 9000"),
        ("FF 00 00 00 04 D442 6000", "D543 01 9000"),
        ("FF 00 00 00 03 D442 60", "D543 01 9000"),
    ]);
}

/// Four bits are a checksum that is missing: ACK and NAK look alike. The page is written all the same.
#[test]
fn four_bits_are_a_wrong_checksum() {
    let mut rig = rig("ntag213");
    rig.dialogue(&[
        ("FF 00 00 00 08 D442 A205CAFEBABE", "D543 02 9000"),
        ("FF B0 00 05 04", "CAFEBABE 9000"),
        ("FF 00 00 00 08 D442 A200CAFEBABE", "D543 02 9000"),
        ("FF 00 00 00 04 D442 3005", "D543 01 9000"),
        // InListPassiveTarget finds it again.
        ("FF 00 00 00 04 D44A 0100", "D54B 01 01 0044 00 07 04E141124C2880 9000"),
        ("FF B0 00 05 04", "CAFEBABE 9000"),
    ]);
}

/// With `CIU_RxMode` cleared, as nfcpy does it: four bits are a byte, and a checksum comes along. That of
/// `00 00` is `A0 1E` (ISO/IEC 14443-3, annex B).
#[test]
fn without_the_checksum() {
    let mut rig = rig("ntag213");
    rig.dialogue(&[
        ("FF 00 00 00 04 D406 6303", "D507 80 9000"),
        ("FF 00 00 00 05 D408 630300", "D509 9000"),
        ("FF 00 00 00 04 D406 6303", "D507 00 9000"),
        ("FF 00 00 00 08 D442 A205CAFEBABE", "D543 00 0A 9000"),
        ("FF 00 00 00 07 D442 1BFFFFFFFF", "D543 00 0000 A01E 9000"),
        ("FF 00 00 00 07 D442 1B00000000", "D543 00 00 9000"),
        ("FF 00 00 00 04 D44A 0100", "D54B 01 01 0044 00 07 04E141124C2880 9000"),
        ("FF 00 00 00 08 D442 A205CAFEBABE", "D543 02 9000"),
    ]);
}

/// With `CIU_TxMode` cleared the frame brings its checksum: that of `30 00` is `02 A8`.
#[test]
fn with_a_checksum_of_ones_own() {
    let mut rig = rig("ntag213");
    rig.dialogue(&[
        ("FF 00 00 00 08 D408 630200 630300", "D509 9000"),
        ("FF 00 00 00 06 D442 300002A8", "D543 00 04E1412C 124C2880 F6480000 E1101200 0F86 9000"),
        ("FF 00 00 00 06 D442 300002A9", "D543 00 01 9000"),
        ("FF 00 00 00 06 D442 300002A8", "D543 01 9000"),
    ]);
}

/// `InDataExchange` knows READ, WRITE and both frames of `COMPATIBILITY_WRITE`, and minds ACK itself.
#[test]
fn data_exchange() {
    let mut rig = rig("ntag213");
    rig.dialogue(&[
        ("FF 00 00 00 05 D440 01 3003", "D541 00 E1101200 0103A00C 340300FE 00000000 9000"),
        ("FF 00 00 00 09 D440 01 A205CAFEBABE", "D541 00 9000"),
        ("FF 00 00 00 15 D440 01 A006 A1A2A3A4000000000000000000000000", "D541 00 9000"),
        ("FF B0 00 05 08", "CAFEBABE A1A2A3A4 9000"),
        ("FF 00 00 00 04 D440 01 60", "D541 27 9000"),
        ("FF 00 00 00 08 D440 01 1BFFFFFFFF", "D541 27 9000"),
        ("FF 00 00 00 09 D440 01 A200CAFEBABE", "D541 13 9000"),
        ("FF 00 00 00 05 D440 01 3003", "D541 01 9000"),
        ("FF 00 00 00 15 D440 01 A001 A1A2A3A4000000000000000000000000", "D541 01 9000"),
    ]);
}

/// The field off and on; what the PN532 does not know.
#[test]
fn other_commands() {
    let mut rig = rig("ntag213");
    rig.dialogue(&[
        ("FF 00 00 00 02 D402", "D503 32010607 9000"),
        ("FF 00 00 00 04 D442 5000", "D543 01 9000"),
        ("FF 00 00 00 04 D432 0101", "D533 9000"),
        ("FF 00 00 00 03 D442 60", "D543 01 9000"),
        ("FF 00 00 00 04 D432 0100", "D533 9000"),
        ("FF 00 00 00 04 D432 0101", "D533 9000"),
        ("FF B0 00 00 04", "04E1412C 9000"),
        ("FF 00 00 00 04 D44A 0101", "D54B 00 9000"),
        ("FF 00 00 00 03 D444 01", "D545 00 9000"),
        ("FF 00 00 00 03 D4EE 01", "637F"),
        ("FF 00 00 00 02 0000", "637F"),
        ("FF 00 00 00", "637F"),
        ("FF 00 48 00 00", "41435231323255323031"),
        ("FF 00 41 05 00", "9000"),
        ("FF 00 52 00 00", "9000"),
    ]);
}

/// The lights' state is in the second status byte. ACR122U API V2.04, "Bi-color LED and Buzzer Control".
#[test]
fn lights() {
    let mut rig = rig("ntag213");
    rig.dialogue(&[
        ("FF 00 40 0F 04 00000000", "9003"),
        ("FF 00 40 04 04 00000000", "9002"),
        ("FF 00 40 50 04 05050301", "9002"),
        ("FF 00 40 08 04 01000101", "9000"),
        ("FF 00 40 0E 04 01000101", "9002"),
    ]);
    assert_eq!(Rig::new(Acs, "ntag213").send("FF 00 40 0F 04 00000000"), "6A81");
}

/// More than fits a short APDU is not brought.
#[test]
fn a_long_answer() {
    let mut rig = rig("ntag216");
    assert_eq!(rig.send("FF 00 00 00 05 D442 3A0041"), "D543079000");
    assert!(rig.send("FF 00 00 00 05 D442 3A003D").starts_with("D54300"));
}

#[test]
fn a_chip_that_speaks_apdus() {
    let mut rig = rig("ntag424");
    rig.dialogue(&[
        ("FF 00 00 00 04 D44A 0100", "D54B 01 01 0344 20 07 04E141124C2880 067777710280 9000"),
        ("FF 00 00 00 03 D442 60", "D543 01 9000"),
    ]);
}
