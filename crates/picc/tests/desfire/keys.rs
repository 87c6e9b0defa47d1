//! `ChangeKey` and `ChangeKeySettings` of an application.

use crate::reader::{Ev2, checksum_32};
use crate::rig::{Mode, Rig, ZERO};
use tapsmith_core::secret::Reveal;
use tapsmith_picc::desfire::Unknowns;

const NEW: [u8; 16] = [0x4B; 16];

/// An application of three keys with these settings, selected.
fn rig(settings: u8) -> Rig {
    let mut rig = Rig::with(Unknowns::default());
    assert_eq!(rig.status(0xCA, &[1, 0, 0, settings, 0x83]), 0x9100);
    assert_eq!(rig.status(0x5A, &[1, 0, 0]), 0x9100);
    rig
}

fn as_it_is(number: u8) -> Vec<u8> {
    [&[number], &NEW[..], &[9]].concat()
}

/// The old key is zeros, so that the difference is the new one.
fn as_difference(number: u8) -> Vec<u8> {
    [&[number], &NEW[..], &[9], &checksum_32(&NEW)].concat()
}

fn change(rig: &mut Rig, session: &mut Ev2, number: u8, body: &[u8]) -> u16 {
    let (_, status) = rig.native(0xC4, &session.wrap(Mode::Full(1), 0xC4, body));
    let held = rig.card.memory().applications()[0].key(number);
    let is_new = held.is_some_and(|slot| *slot.key.reveal() == NEW && slot.version.0 == 9);
    assert_eq!(is_new, status == 0x9100, "{status:04X}");
    status
}

/// Settings, the session's key, the key to be changed, and the status word.
const RIGHTS: [(u8, u8, u8, u16); 22] = [
    (0x0F, 0, 0, 0x9100),
    (0x0F, 0, 1, 0x9100),
    (0x0F, 1, 1, 0x91AE),
    (0x0F, 1, 0, 0x91AE),
    (0x0E, 0, 0, 0x919D),
    (0x0E, 0, 1, 0x9100),
    (0x0E, 1, 0, 0x91AE),
    (0x1F, 1, 2, 0x9100),
    (0x1F, 0, 2, 0x91AE),
    (0x1F, 2, 2, 0x91AE),
    (0x1F, 1, 1, 0x91AE),
    (0x1F, 0, 1, 0x9100),
    (0x1F, 1, 0, 0x91AE),
    (0x1F, 0, 0, 0x9100),
    (0xEF, 1, 1, 0x9100),
    (0xEF, 0, 1, 0x91AE),
    (0xEF, 0, 0, 0x9100),
    (0xEF, 1, 0, 0x91AE),
    (0xFF, 0, 1, 0x919D),
    (0xFF, 1, 1, 0x919D),
    (0xFF, 0, 0, 0x9100),
    (0x0F, 0, 3, 0x9140),
];

#[test]
fn who_changes_which_key() {
    for (settings, by, number, status) in RIGHTS {
        let mut rig = rig(settings);
        let mut session = rig.ev2(by, &ZERO).unwrap();
        let body = if by == number { as_it_is(number) } else { as_difference(number) };
        let found = change(&mut rig, &mut session, number, &body);
        assert_eq!(found, status, "{settings:02X}: {number} by {by}");
    }
}

/// The session's own key: no MAC, and the session is over. Another: a MAC, and it goes on.
#[test]
fn what_becomes_of_the_session() {
    let mut rig = rig(0xEF);
    let mut session = rig.ev2(1, &ZERO).unwrap();
    let body = session.wrap(Mode::Full(1), 0xC4, &as_it_is(1));
    assert_eq!(rig.native(0xC4, &body), (vec![], 0x9100));
    assert!(!rig.alive(&mut session));
    assert_eq!(rig.ev2(1, &ZERO).err(), Some(0x91AE));
    assert!(rig.ev2(1, &NEW).is_ok());
    let mut rig = self::rig(0x0F);
    let mut session = rig.ev2(0, &ZERO).unwrap();
    let (data, status) = rig.secure(&mut session, Mode::Full(1), 0xC4, &as_difference(2));
    assert_eq!((data, status), (vec![], 0x9100));
    assert!(rig.alive(&mut session));
    assert_eq!(rig.secure(&mut session, Mode::Mac, 0x64, &[2]), (vec![9], 0x9100));
}

/// The difference is to what the slot holds, and the checksum is of the new key.
#[test]
fn a_wrong_old_key_is_found() {
    let mut rig = rig(0x0F);
    let mut session = rig.ev2(0, &ZERO).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Full(1), 0xC4, &as_difference(1)), 0x9100);
    assert_eq!(rig.secured(&mut session, Mode::Full(1), 0xC4, &as_difference(1)), 0x911E);
    let mut session = rig.ev2(0, &ZERO).unwrap();
    let same = [&[1], &ZERO[..], &[8], &checksum_32(&NEW)].concat();
    assert_eq!(rig.secured(&mut session, Mode::Full(1), 0xC4, &same), 0x9100);
    assert_eq!(rig.card.memory().applications()[0].key(1).unwrap().version.0, 8);
    assert_eq!(*rig.card.memory().applications()[0].key(1).unwrap().key.reveal(), NEW);
}

/// Each form where the other belongs; a number with bits of a kind of key.
#[test]
fn forms() {
    for (number, body) in [(0, as_difference(0)), (1, as_it_is(1))] {
        let mut rig = rig(0x0F);
        let mut session = rig.ev2(0, &ZERO).unwrap();
        assert_eq!(change(&mut rig, &mut session, number, &body), 0x917E, "{number}");
    }
    let mut rig = rig(0x0F);
    let mut session = rig.ev2(0, &ZERO).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Full(1), 0xC4, &as_difference(0x80)), 0x9140);
    assert_eq!(rig.status(0xC4, &[0; 41]), 0x91AE);
    assert_eq!(rig.status(0xC4, &[0; 18]), 0x917E, "unprotected");
}

#[test]
fn new_settings() {
    let mut rig = rig(0x0F);
    let mut session = rig.ev2(1, &ZERO).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Full(0), 0x54, &[0x09]), 0x91AE);
    let mut session = rig.ev2(0, &ZERO).unwrap();
    assert_eq!(rig.secure(&mut session, Mode::Full(0), 0x54, &[0x29]), (vec![], 0x9100));
    assert_eq!(rig.secured(&mut session, Mode::Full(0), 0x54, &[0x39]), 0x919E, "no such key");
    let mut session = rig.ev2(0, &ZERO).unwrap();
    let (held, status) = rig.secure(&mut session, Mode::Mac, 0x45, &[]);
    assert_eq!((held, status), (vec![0x29, 0x83], 0x9100));
    assert_eq!(rig.secured(&mut session, Mode::Full(0), 0x54, &[0x20]), 0x9100);
    assert_eq!(rig.secured(&mut session, Mode::Full(0), 0x54, &[0x2F]), 0x919D, "for good");
    assert_eq!(rig.card.memory().picc_settings().0, 0x0F, "the PICC's are its own");
}
