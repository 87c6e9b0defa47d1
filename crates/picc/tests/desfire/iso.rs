//! The ISO/IEC 7816-4 commands: what a phone sends.

use crate::rig::{AID, CONTAINER, NEW_APPLICATION, Rig, ZERO};

const NAME: [u8; 7] = [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01];
const PICC_NAME: [u8; 7] = [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x00];

/// Which key settings are shown: the PICC's, or the application's.
fn is_in_application(rig: &mut Rig) -> bool {
    let (settings, status) = rig.native(0x45, &[]);
    assert_eq!(status, 0x9100);
    settings[0] == NEW_APPLICATION[3]
}

#[test]
fn selection() {
    for (how, data, status, inside) in [
        (0x04, &NAME[..], 0x9000, true),
        (0x04, &PICC_NAME, 0x9000, false),
        (0x04, &NAME[..6], 0x6A82, false),
        (0x04, &[0xAA; 17], 0x6A87, false),
        (0x04, &[], 0x6A87, false),
        (0x00, &[0xE1, 0x10], 0x9000, true),
        (0x00, &[0x3F, 0x00], 0x9000, false),
        (0x00, &[], 0x9000, false),
        (0x00, &[0xE1, 0x04], 0x6A82, false),
        (0x01, &[0xE1, 0x10], 0x9000, true),
        (0x02, &[0xE1, 0x04], 0x6A82, false),
        (0x03, &[], 0x6A82, false),
        (0x00, &[0xE1], 0x6A87, false),
        (0x05, &[0xE1, 0x10], 0x6A86, false),
    ] {
        let mut rig = Rig::files();
        assert_eq!(rig.status(0x5A, &[0; 3]), 0x9100);
        assert_eq!(rig.select(how, data), status, "{how:02X} {data:02X?}");
        assert_eq!(is_in_application(&mut rig), inside, "{how:02X} {data:02X?}");
    }
}

#[test]
fn selection_inside() {
    for (how, data, status, inside) in [
        (0x02, &[0xE1, 0x04][..], 0x9000, true),
        (0x00, &[0xE1, 0x04], 0x9000, true),
        (0x02, &[0xE1, 0x09], 0x6A82, true),
        (0x01, &[0xE1, 0x10], 0x6A82, true),
        (0x03, &[], 0x9000, false),
        (0x03, &[0xE1, 0x04], 0x6A87, true),
        (0x04, &NAME, 0x9000, true),
        (0x04, &PICC_NAME, 0x9000, false),
    ] {
        let mut rig = Rig::files();
        assert_eq!(rig.select(how, data), status, "{how:02X} {data:02X?}");
        assert_eq!(is_in_application(&mut rig), inside, "{how:02X} {data:02X?}");
    }
    let mut rig = Rig::files();
    assert_eq!(rig.send(&[0x00, 0xA4, 0x02, 0x04, 2, 0xE1, 0x04]), (vec![], 0x6A86));
    assert_eq!(rig.send(&[0x00, 0xA4, 0x02, 0x00, 2, 0xE1, 0x04, 0x00]), (vec![], 0x9000));
}

#[test]
fn reading() {
    let mut rig = Rig::files();
    assert_eq!(rig.read_binary(0, 0), (vec![], 0x6985), "no file is selected");
    assert_eq!(rig.select(0x02, &[0xE1, 0x03]), 0x9000);
    assert_eq!(rig.read_binary(0, 0), (vec![0; 32], 0x9000));
    assert_eq!(rig.read_binary(30, 10), (vec![0; 2], 0x9000));
    assert_eq!(rig.read_binary(32, 1), (vec![], 0x6A86));
    assert_eq!(rig.send(&[0x00, 0xB0, 0x00, 0x00]), (vec![], 0x6700));
    assert_eq!(rig.select(0x02, &[0xE1, 0x05]), 0x9000);
    assert_eq!(rig.read_binary(0, 1), (vec![], 0x6982), "not free");
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    assert_eq!(rig.read_binary(0, 1), (vec![], 0x6985), "selecting selects no file");
}

/// By short identifier: the low five bits. It selects the file.
#[test]
fn short_identifiers() {
    let mut rig = Rig::files();
    assert_eq!(rig.send(&[0x00, 0xB0, 0x83, 30, 0]), (vec![0; 2], 0x9000));
    assert_eq!(rig.read_binary(31, 0), (vec![0; 1], 0x9000));
    assert_eq!(rig.send(&[0x00, 0xB0, 0x89, 0, 0]), (vec![], 0x6A82));
    assert_eq!(rig.send(&[0x00, 0xB0, 0x9F, 0, 0]), (vec![], 0x6A86));
}

#[test]
fn writing() {
    let mut rig = Rig::files();
    assert_eq!(rig.select(0x02, &[0xE1, 0x04]), 0x9000);
    assert_eq!(rig.send(&[0x00, 0xD6, 0x00, 0x01, 2, 0xCA, 0xFE]), (vec![], 0x9000));
    assert_eq!(rig.read_binary(0, 4), (vec![0, 0xCA, 0xFE, 0], 0x9000));
    assert_eq!(rig.send(&[0x00, 0xD6, 0x00, 0x01, 2, 0xCA, 0xFE, 0]), (vec![], 0x6700));
    assert_eq!(rig.send(&[0x00, 0xD6, 0x00, 0xFF, 2, 0xCA, 0xFE]), (vec![], 0x6985));
    assert_eq!(rig.send(&[0x00, 0xD6, 0x00, 0x00]), (vec![], 0x6700));
    assert_eq!(rig.select(0x02, &[0xE1, 0x03]), 0x9000);
    assert_eq!(rig.send(&[0x00, 0xD6, 0x00, 0x00, 1, 0xAA]), (vec![], 0x6982), "not free");
    assert_eq!(CONTAINER.rights, [0x00, 0xE0]);
}

#[test]
fn not_in_a_session() {
    for command in [&[0x00, 0xB0, 0x84, 0, 1][..], &[0x00, 0xD6, 0x84, 0, 1, 0xAA]] {
        let mut rig = Rig::files();
        let mut session = rig.ev2(0, &ZERO).unwrap();
        assert_eq!(rig.send(command), (vec![], 0x6982));
        assert!(!rig.alive(&mut session));
    }
    let mut rig = Rig::files();
    let mut session = rig.ev2(0, &ZERO).unwrap();
    assert_eq!(rig.select(0x02, &[0xE1, 0x04]), 0x9000);
    assert!(!rig.alive(&mut session), "whatever is selected ends it");
}

#[test]
fn while_something_waits() {
    let mut rig = Rig::files();
    assert_eq!(rig.status(0x60, &[]), 0x91AF);
    assert_eq!(rig.select(0x02, &[0xE1, 0x04]), 0x6985);
    assert_eq!(rig.select(0x02, &[0xE1, 0x04]), 0x9000);
}
