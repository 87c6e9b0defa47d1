//! The legacy scheme: authentication with a DES key, and what it protects.

use crate::reader::checksum;
use crate::rig::{AID, NEW_APPLICATION, Rig, UID, ZERO};
use tapsmith_core::secret::Reveal;
use tapsmith_picc::desfire::PiccKey;

const AES: [u8; 16] = [0xAE; 16];

/// Two keys of DES, of version 55h in the first.
const DOUBLE: [u8; 16] = [
    0x10, 0x21, 0x30, 0x41, 0x50, 0x61, 0x70, 0x81, 0x90, 0xA0, 0xB0, 0xC0, 0xD0, 0xE0, 0xF0, 0x00,
];

#[test]
fn a_wrong_key_is_refused_and_nothing_is_pending() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.legacy(&DOUBLE).err(), Some(0x91AE));
    assert_eq!(rig.status(0xAF, &[0; 16]), 0x911C);
    assert!(rig.legacy(&ZERO).is_ok());
}

#[test]
fn only_key_0_and_only_two_blocks() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0x0A, &[]), 0x917E);
    assert_eq!(rig.status(0x0A, &[0, 0]), 0x917E);
    assert_eq!(rig.status(0x0A, &[1]), 0x9140);
    for length in [0, 8, 15, 24, 32] {
        assert_eq!(rig.status(0x0A, &[0]), 0x91AF);
        assert_eq!(rig.status(0xAF, &vec![0; length]), 0x917E, "{length}");
    }
}

/// A key that is AES is opened by EV2 alone, and a DES key by `Authenticate` alone.
#[test]
fn each_kind_of_key_has_its_scheme() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0x71, &[0, 0]), 0x91AE);
    assert_eq!(rig.status(0xAA, &[0]), 0x91AE);
    assert_eq!(rig.status(0x1A, &[0]), 0x91AF);
    let mut rig = Rig::with_aes_picc(&AES);
    assert_eq!(rig.status(0x0A, &[0]), 0x91AE);
    assert_eq!(rig.status(0x1A, &[0]), 0x91AE);
    assert_eq!(rig.native(0x45, &[]), (vec![0x0F, 0x81], 0x9100));
    assert!(rig.ev2(0, &AES).is_ok());
    let mut rig = Rig::application();
    assert_eq!(rig.status(0x0A, &[0]), 0x91AE);
    assert_eq!(rig.status(0x0A, &[5]), 0x9140);
}

/// The UID in CBC, its checksum behind it, zeros behind that.
#[test]
fn the_uid_is_told_encrypted() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0x51, &[]), 0x91AE);
    let session = rig.legacy(&ZERO).unwrap();
    let (data, status) = rig.native(0x51, &[]);
    let expected = [&UID.0[..], &checksum(&UID.0), &[0; 7]].concat();
    assert_eq!((session.decrypt(&data), status), (expected, 0x9100));
}

/// `CRC_A` of proxmark3's `TestCRC16`: a UID and what stands behind it on a real card.
#[test]
fn the_checksum_behind_a_uid() {
    assert_eq!(checksum(&[0x04, 0x44, 0x0F, 0x32, 0x76, 0x31, 0x80]), [0x27, 0x98]);
}

/// What needs no encryption travels as without a session, and leaves it alive.
#[test]
fn management_is_plain() {
    let mut rig = Rig::delivered();
    let session = rig.legacy(&ZERO).unwrap();
    assert_eq!(rig.native(0xCA, &NEW_APPLICATION), (vec![], 0x9100));
    assert_eq!(rig.native(0x6A, &[]), (AID.to_vec(), 0x9100));
    assert_eq!(rig.native(0x64, &[0]), (vec![0], 0x9100));
    assert_eq!(rig.native(0x54, &session.encrypt(&[0x0B])), (vec![], 0x9100));
    assert_eq!(rig.native(0xFC, &[]), (vec![], 0x9100));
    assert_eq!(rig.native(0x45, &[]), (vec![0x0B, 0x01], 0x9100));
    assert_eq!(rig.native(0x3C, &[0]).0.len(), 56);
}

#[test]
fn checksum_and_padding_are_looked_at() {
    for wrong in [
        [&[0x0B][..], &[0x00, 0x00], &[0; 5]].concat(),
        [&[0x0B][..], &checksum(&[0x0B]), &[0x80, 0, 0, 0, 0]].concat(),
        [&[0x0B][..], &checksum(&[0x0B]), &[0, 0, 0, 0, 1]].concat(),
    ] {
        let mut rig = Rig::delivered();
        let session = rig.legacy(&ZERO).unwrap();
        assert_eq!(rig.status(0x54, &session.encrypt_as_it_is(&wrong)), 0x911E, "{wrong:02X?}");
        assert_eq!(rig.status(0x51, &[]), 0x91AE, "the session is over");
        assert_eq!(rig.card.memory().picc_settings().0, 0x0F);
    }
    let mut rig = Rig::delivered();
    rig.legacy(&ZERO).unwrap();
    assert_eq!(rig.status(0x54, &[0; 16]), 0x917E);
}

/// From zeros to two keys of DES, whose version stands in their bits, to AES, and back.
#[test]
fn the_master_key_changes_its_kind() {
    let mut rig = Rig::delivered();
    let session = rig.legacy(&ZERO).unwrap();
    let change = |kind: u8, data: &[u8]| [&[kind], data].concat();
    assert_eq!(rig.native(0xC4, &change(0x00, &session.encrypt(&DOUBLE))), (vec![], 0x9100));
    assert_eq!(rig.status(0x51, &[]), 0x91AE, "the session is over");
    assert_eq!(rig.native(0x64, &[0]), (vec![0x55], 0x9100));
    assert_eq!(rig.legacy(&ZERO).err(), Some(0x91AE));
    let session = rig.legacy(&DOUBLE).unwrap();
    let new = session.encrypt(&[&AES[..], &[0x07]].concat());
    assert_eq!(rig.native(0xC4, &change(0x80, &new)), (vec![], 0x9100));
    assert_eq!(rig.native(0x64, &[0]), (vec![0x07], 0x9100));
    let mut session = rig.ev2(0, &AES).unwrap();
    let back = session.wrap(crate::rig::Mode::Full(1), 0xC4, &change(0x00, &ZERO));
    assert_eq!(rig.native(0xC4, &back), (vec![], 0x9100));
    let PiccKey::Des(key) = rig.card.memory().picc_key() else { panic!("it is still AES") };
    assert_eq!(key.reveal(), &ZERO);
    assert!(rig.legacy(&ZERO).is_ok());
}

#[test]
fn which_keys_the_picc_has() {
    let data = [&AES[..], &[0]].concat();
    for (number, length, status) in
        [(0x81, 17, 0x9140), (0x01, 16, 0x9140), (0x40, 16, 0x919E), (0xC0, 16, 0x919E)]
    {
        let mut rig = Rig::delivered();
        let session = rig.legacy(&ZERO).unwrap();
        let body = [&[number], &session.encrypt(&data[..length])[..]].concat();
        assert_eq!(rig.status(0xC4, &body), status, "{number:02X}");
        assert!(rig.legacy(&ZERO).is_ok());
    }
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0xC4, &[&[0x80][..], &[0; 24]].concat()), 0x91AE);
    rig.legacy(&ZERO).unwrap();
    assert_eq!(rig.status(0xC4, &[&[0x80][..], &[0; 23]].concat()), 0x917E);
}

#[test]
fn a_frozen_master_key_stays() {
    let mut rig = Rig::delivered();
    let session = rig.legacy(&ZERO).unwrap();
    assert_eq!(rig.status(0x54, &session.encrypt(&[0x06])), 0x9100);
    let session = rig.legacy(&ZERO).unwrap();
    let body = [&[0x80], &session.encrypt(&[&AES[..], &[0]].concat())[..]].concat();
    assert_eq!(rig.status(0xC4, &body), 0x919D);
    let session = rig.legacy(&ZERO).unwrap();
    assert_eq!(rig.status(0x54, &session.encrypt(&[0x0F])), 0x919D, "nor do the settings");
    assert!(rig.legacy(&ZERO).is_ok());
}

#[test]
fn the_picc_has_no_key_that_changes_others() {
    let mut rig = Rig::delivered();
    let session = rig.legacy(&ZERO).unwrap();
    assert_eq!(rig.status(0x54, &session.encrypt(&[0x1F])), 0x919E);
}

/// Two halves that differ in a bit that is no part of the key are two keys all the same: so the session's key is
/// made of more.
#[test]
fn one_key_or_two() {
    for last in [0x00, 0x01] {
        let mut key = ZERO;
        key[15] = last;
        let mut rig = Rig::delivered();
        let session = rig.legacy(&ZERO).unwrap();
        let body = [&[0x00], &session.encrypt(&key)[..]].concat();
        assert_eq!(rig.status(0xC4, &body), 0x9100);
        let session = rig.legacy(&key).unwrap();
        let (data, status) = rig.native(0x51, &[]);
        assert_eq!((&session.decrypt(&data)[..7], status), (&UID.0[..], 0x9100), "{last}");
    }
}
