//! EV1 secure messaging. Most of it is held by dialogues with silicon, in [`published`](crate::published); here is
//! what they do not have.

use crate::reader::{Ev1, checksum_32};
use crate::rig::{AID, NDEF, NewFile, Rig, UID, ZERO};
use crate::settings::SDM;
use tapsmith_core::secret::Reveal;

const NEW: [u8; 16] = [0x4B; 16];

/// A command that is not encrypted; its answer's MAC is checked.
fn plain(rig: &mut Rig, session: &mut Ev1, instruction: u8, data: &[u8]) -> Vec<u8> {
    let (answer, status) = rig.native(instruction, &session.plain(instruction, data));
    assert_eq!(status, 0x9100, "{instruction:02X}");
    session.unwrap(&answer)
}

#[test]
fn authentication() {
    let mut rig = Rig::application();
    assert_eq!(rig.ev1(0, &NEW).err(), Some(0x91AE));
    assert_eq!(rig.ev1(5, &ZERO).err(), Some(0x9140));
    assert_eq!(rig.status(0xAA, &[]), 0x917E);
    assert_eq!(rig.status(0xAA, &[0]), 0x91AF);
    assert_eq!(rig.status(0xAF, &[0; 16]), 0x917E);
    let mut session = rig.ev1(4, &ZERO).unwrap();
    assert_eq!(plain(&mut rig, &mut session, 0x64, &[4]), [0]);
    let (uid, status) = rig.native(0x51, &session.plain(0x51, &[]));
    assert_eq!((session.decrypt(&uid, 7), status), (UID.0.to_vec(), 0x9100));
    assert_eq!(plain(&mut rig, &mut session, 0x64, &[4]), [0], "the chain goes on");
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0xAA, &[0]), 0x91AE, "a DES key");
}

/// Another key than the session's: the difference, the command's checksum, and the new key's.
#[test]
fn a_key_as_a_difference() {
    let mut rig = Rig::application();
    for (own, status) in [(checksum_32(&NEW), 0x9100), ([0; 4], 0x911E)] {
        let mut session = rig.ev1(0, &ZERO).unwrap();
        let data = [&[2], &NEW[..], &[9]].concat();
        let body = session.full(0xC4, 1, &data, &own);
        let (answer, found) = rig.native(0xC4, &body);
        assert_eq!(found, status);
        if found == 0x9100 {
            assert!(session.unwrap(&answer).is_empty());
            assert_eq!(plain(&mut rig, &mut session, 0x64, &[2]), [9]);
            assert_eq!(*rig.card.memory().applications()[0].key(2).unwrap().key.reveal(), NEW);
        }
        rig.native(0x5A, &AID);
    }
}

/// What is encrypted does not say how long it is: its end is where the checksum fits.
#[test]
fn file_settings() {
    let mut rig = Rig::files();
    for settings in [&SDM[..], &[0x00, 0xE0, 0xEE], &[0x01, 0x30, 0x24]] {
        let mut session = rig.ev1(0, &ZERO).unwrap();
        let body = session.full(0x5F, 1, &[&[2], settings].concat(), &[]);
        let (answer, status) = rig.native(0x5F, &body);
        assert_eq!(status, 0x9100, "{settings:02X?}");
        assert!(session.unwrap(&answer).is_empty());
        let held = plain(&mut rig, &mut session, 0xF5, &[2]);
        assert_eq!([&held[1..4], &held[7..]].concat(), settings);
        rig.native(0x5A, &AID);
    }
    let mut session = rig.ev1(0, &ZERO).unwrap();
    let mut body = session.full(0x5F, 1, &[2, 0x00, 0xE0, 0xEE], &[]);
    body[9] ^= 1;
    assert_eq!(rig.status(0x5F, &body), 0x911E);
    assert_eq!(rig.status(0x51, &[]), 0x91AE, "the session is over");
    let mut session = rig.ev1(0, &ZERO).unwrap();
    let body = session.full(0x5F, 1, &[2, 0x00, 0xE0, 0xEE], &[1]);
    assert_eq!(rig.status(0x5F, &body), 0x911E, "no zeros behind it");
    rig.ev1(0, &ZERO).unwrap();
    assert_eq!(rig.status(0x5F, &[0; 9]), 0x917E);
}

#[test]
fn what_is_written_has_a_mac() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0xCA, &[1, 0, 0, 0x0F, 0xA2, 0x10, 0xE1]), 0x9100);
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    let file = NewFile { option: 0x01, rights: [0x10, 0x11], ..NDEF };
    assert_eq!(rig.status(0xCD, &file.body()), 0x9100);
    let write = [2, 0, 0, 0, 1, 0, 0, 0xAA];
    let mut session = rig.ev1(1, &ZERO).unwrap();
    let body = session.written(0x8D, &write);
    let (answer, status) = rig.native(0x8D, &body);
    assert_eq!((session.unwrap(&answer), status), (vec![], 0x9100));
    let read = plain(&mut rig, &mut session, 0xAD, &[2, 0, 0, 0, 2, 0, 0]);
    assert_eq!(read, [0xAA, 0x00]);
    let mut body = session.written(0x8D, &write);
    body[10] ^= 1;
    assert_eq!(rig.status(0x8D, &body), 0x911E);
    rig.ev1(1, &ZERO).unwrap();
    assert_eq!(rig.status(0x8D, &write), 0x917E);
}

/// An answer at once holds 248 bytes, since a MAC is behind each.
#[test]
fn long_answers() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0xCA, &[1, 0, 0, 0x0F, 0xA2, 0x10, 0xE1]), 0x9100);
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    let file = NewFile { rights: [0x10, 0x11], size: 300, ..NDEF };
    assert_eq!(rig.status(0xCD, &file.body()), 0x9100);
    for (length, status) in [(248, 0x9100), (249, 0x917E)] {
        let mut session = rig.ev1(1, &ZERO).unwrap();
        let body = session.plain(0xAD, &[2, 0, 0, 0, length, 0, 0]);
        assert_eq!(rig.status(0xAD, &body), status, "{length}");
    }
}

/// EV2 goes on only from EV2.
#[test]
fn sessions_are_apart() {
    let mut rig = Rig::application();
    rig.ev1(0, &ZERO).unwrap();
    assert_eq!(rig.status(0x77, &[0]), 0x919D);
}
