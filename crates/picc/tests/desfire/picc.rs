//! The card as a whole: as delivered, what it says of itself, and formatted.

use tapsmith_card::command::Signature;
use tapsmith_card::originality::{Originality, check};
use tapsmith_picc::desfire::{Desfire, PiccKey};

use crate::rig::{AID, Mode, NEW_APPLICATION, Rig, UID, ZERO};

#[test]
fn as_delivered() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.native(0x45, &[]), (vec![0x0F, 0x01], 0x9100));
    assert_eq!(rig.native(0x64, &[0]), (vec![0x00], 0x9100));
    assert_eq!(rig.native(0x6A, &[]), (vec![], 0x9100));
    assert_eq!(rig.native(0x6D, &[]), (vec![], 0x9100));
    assert_eq!(rig.native(0x6E, &[]), (vec![0x00, 0x20, 0x00], 0x9100), "8 KB");
    assert!(matches!(rig.card.memory().picc_key(), PiccKey::Des(_)));
    assert_eq!(Desfire::ATR, [0x3B, 0x81, 0x80, 0x01, 0x80, 0x80]);
    assert_eq!(rig.send(&[0xFF, 0xCA, 0, 0, 0]), (UID.0.to_vec(), 0x9000));
}

/// DESFire, EV3, 8 KB; proxmark3's numbers.
#[test]
fn version() {
    let hardware = vec![0x04, 0x01, 0x01, 0x33, 0x00, 0x1A, 0x05];
    let software = vec![0x04, 0x01, 0x01, 0x03, 0x00, 0x1A, 0x05];
    let production = [&UID.0[..], &[0, 0, 0, 0, 0, 0x01, 0x26]].concat();
    for mut rig in [Rig::delivered(), Rig::application()] {
        let frames = vec![hardware.clone(), software.clone(), production.clone()];
        assert_eq!(rig.frames(0x60, &[]), (frames, 0x9100));
    }
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0x60, &[0]), 0x917E);
    assert_eq!(rig.status(0x60, &[]), 0x91AF);
    assert_eq!(rig.status(0xAF, &[0]), 0x917E);
    assert_eq!(rig.status(0xAF, &[]), 0x911C);
}

#[test]
fn signature() {
    let mut rig = Rig::delivered();
    let (data, status) = rig.native(0x3C, &[0]);
    let plain = Signature(data.try_into().unwrap());
    assert_eq!((status, check(UID, &plain)), (0x9190, Originality::Virtual));
    assert_eq!(rig.status(0x3C, &[]), 0x910C);
    assert_eq!(rig.status(0x3C, &[1]), 0x910C);
    let mut rig = Rig::application();
    let mut session = rig.ev2(1, &ZERO).unwrap();
    let (data, status) = rig.secure(&mut session, Mode::Full(1), 0x3C, &[0]);
    assert_eq!((data, status), (plain.0.to_vec(), 0x9190));
    let mut body = session.wrap(Mode::Full(1), 0x3C, &[0]);
    body[3] ^= 1;
    assert_eq!(rig.status(0x3C, &body), 0x910B);
}

/// Applications go, and with them what was lost; master key and settings stay.
#[test]
fn formatted() {
    let key = [0x77; 16];
    let mut rig = Rig::with_aes_picc(&key);
    assert_eq!(rig.status(0xFC, &[]), 0x91AE);
    assert_eq!(rig.status(0xCA, &NEW_APPLICATION), 0x9100);
    let mut session = rig.ev2(0, &key).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Full(0), 0x54, &[0x0D]), 0x9100);
    assert_eq!(rig.secure(&mut session, Mode::Mac, 0xDA, &AID), (vec![], 0x9100));
    assert_eq!(rig.secured(&mut session, Mode::Mac, 0xCA, &NEW_APPLICATION), 0x9100);
    let (free, _) = rig.native(0x6E, &session.wrap(Mode::Mac, 0x6E, &[]));
    assert_ne!(free[..3], [0x00, 0x20, 0x00]);
    let mut session = rig.ev2(0, &key).unwrap();
    assert_eq!(rig.secure(&mut session, Mode::Mac, 0xFC, &[]), (vec![], 0x9100));
    assert!(rig.alive(&mut session));
    assert_eq!(rig.native(0x5A, &[0; 3]).1, 0x9100);
    assert!(rig.card.memory().applications().is_empty());
    assert_eq!(rig.native(0x6E, &[]).0, [0x00, 0x20, 0x00]);
    assert_eq!(rig.card.memory().picc_settings().0, 0x0D);
    assert_eq!(rig.native(0x64, &[0]).0, [0x01]);
    assert!(rig.ev2(0, &key).is_ok());
}

#[test]
fn formatting_is_the_piccs() {
    let mut rig = Rig::application();
    let mut session = rig.ev2(0, &ZERO).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Mac, 0xFC, &[]), 0x919D);
    assert_eq!(rig.card.memory().applications().len(), 1);
}

/// Bit 1 of the PICC's settings.
#[test]
fn lists_may_need_the_master_key() {
    for instruction in [0x6A, 0x6D, 0x45] {
        let mut rig = Rig::delivered();
        assert_eq!(rig.status(0xCA, &NEW_APPLICATION), 0x9100);
        let session = rig.legacy(&ZERO).unwrap();
        assert_eq!(rig.status(0x54, &session.encrypt(&[0x0D])), 0x9100);
        rig.native(0x5A, &[0; 3]);
        assert_eq!(rig.status(instruction, &[]), 0x91AE, "{instruction:02X}");
        rig.legacy(&ZERO).unwrap();
        assert_eq!(rig.status(instruction, &[]), 0x9100, "{instruction:02X}");
    }
}

#[test]
fn lists_are_the_piccs() {
    for instruction in [0x6A, 0x6D] {
        let mut rig = Rig::application();
        assert_eq!(rig.status(instruction, &[]), 0x919D);
    }
}

#[test]
fn versions_are_of_keys_there_are() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0x64, &[1]), 0x9140);
    assert_eq!(rig.status(0x64, &[]), 0x917E);
    let mut rig = Rig::application();
    assert_eq!(rig.native(0x64, &[4]), (vec![0], 0x9100));
    assert_eq!(rig.status(0x64, &[5]), 0x9140);
}

#[test]
fn nothing_secret_is_shown() {
    let rig = Rig::with_aes_picc(&[0xA7; 16]);
    let mut rig = Rig::of(rig.card.into_memory(), tapsmith_picc::desfire::Unknowns::default());
    rig.ev2(0, &[0xA7; 16]).unwrap();
    rig.native(0x71, &[0, 0]);
    let shown = format!("{:?}", rig.card);
    assert!(shown.contains("[redacted]") && !shown.to_uppercase().contains("A7A7"), "{shown}");
    assert!(!shown.contains("167, 167"), "{shown}");
    let mut rig = Rig::delivered();
    rig.legacy(&ZERO).unwrap();
    assert!(format!("{:?}", rig.card).contains("d40::Session([redacted])"));
}
