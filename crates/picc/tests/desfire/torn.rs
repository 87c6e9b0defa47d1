//! Power lost between two frames.

use tapsmith_picc::desfire::Desfire;

use crate::reader::checksum_32;
use crate::rig::{AID, CONTAINER, Mode, NDEF, NEW_APPLICATION, Rig, ZERO, wrapped};

fn write(file: u8, length: u8, byte: u8) -> Vec<u8> {
    let data = vec![byte; usize::from(length)];
    [&[file, 0, 0, 0, length, 0, 0][..], &data].concat()
}

fn written(rig: &Rig, file: u8) -> usize {
    let files = rig.card.memory().applications()[0].file(file).unwrap();
    files.data().iter().take_while(|byte| **byte != 0).count()
}

#[test]
fn frames_are_what_the_card_takes() {
    assert_eq!(Desfire::FRAME, 61);
    assert_eq!(Desfire::ATS[1] & 0x0F, 5, "FSCI: 64 bytes");
    let lengths = [0, 5, 61, 62, 122, 123, 261].map(|length| Desfire::frames_of(&vec![0; length]));
    assert_eq!(lengths, [1, 1, 1, 2, 2, 3, 5]);
}

/// In plain: 49 bytes in the first frame, 61 in each further one.
#[test]
fn a_write_leaves_the_frames_that_came() {
    for (frames, left) in [(0, 0), (1, 49), (2, 110), (3, 171), (4, 200)] {
        let mut rig = Rig::files();
        let command = wrapped(0x8D, &write(NDEF.number, 200, 0xAA));
        assert_eq!(Desfire::frames_of(&command), 4);
        rig.tear(&command, frames);
        assert_eq!(written(&rig, NDEF.number), left, "{frames}");
        assert_eq!(rig.native(0x45, &[]).0[1], 0x01, "the PICC is selected");
    }
}

/// In full: whole blocks of what came, and it cannot be told from a good write until its MAC is there.
#[test]
fn a_protected_write_too() {
    for (frames, left) in [(0, 0), (1, 48), (2, 96), (3, 100)] {
        let mut rig = Rig::files();
        let mut session = rig.ev2(3, &ZERO).unwrap();
        let body = session.wrap(Mode::Full(7), 0x8D, &write(3, 100, 0xAA));
        let command = wrapped(0x8D, &body);
        assert_eq!(Desfire::frames_of(&command), 3);
        rig.tear(&command, frames);
        assert_eq!(written(&rig, 3), left, "{frames}");
    }
}

/// A wrong MAC comes too late for what came before the last frame.
#[test]
fn a_wrong_mac_comes_too_late() {
    let mut rig = Rig::files();
    let mut session = rig.ev2(3, &ZERO).unwrap();
    let mut body = session.wrap(Mode::Full(7), 0x8D, &write(3, 100, 0xAA));
    *body.last_mut().unwrap() ^= 1;
    assert_eq!(rig.status(0x8D, &body), 0x911E);
    assert_eq!(written(&rig, 3), 96);
    let mut session = rig.ev2(3, &ZERO).unwrap();
    let mut body = session.wrap(Mode::Full(7), 0x8D, &write(3, 20, 0xBB));
    *body.last_mut().unwrap() ^= 1;
    assert_eq!(rig.status(0x8D, &body), 0x911E);
    assert_eq!(written(&rig, 3), 96, "one frame: not at all");
    assert_eq!(rig.card.memory().applications()[0].file(3).unwrap().data()[0], 0xAA);
}

/// What is refused by its header leaves nothing.
#[test]
fn a_write_that_may_not_be() {
    let mut rig = Rig::files();
    rig.tear(&wrapped(0x8D, &write(CONTAINER.number, 60, 0xAA)), 1);
    assert_eq!(written(&rig, CONTAINER.number), 0);
    rig.tear(&wrapped(0x8D, &write(9, 60, 0xAA)), 1);
    let mut over = write(NDEF.number, 200, 0xAA);
    over[1] = 100;
    rig.native(0x5A, &AID);
    rig.tear(&wrapped(0x8D, &over), 2);
    assert_eq!(written(&rig, NDEF.number), 0);
}

/// In the elder frames, each with a command of its own.
#[test]
fn a_write_in_frames() {
    let mut rig = Rig::files();
    let body = write(NDEF.number, 150, 0xAA);
    assert_eq!(rig.native(0x3D, &body[..59]), (vec![], 0x91AF));
    assert_eq!(rig.native(0xAF, &body[59..118]), (vec![], 0x91AF));
    assert_eq!(rig.native(0xAF, &body[118..]), (vec![], 0x9100));
    assert_eq!(written(&rig, NDEF.number), 150);
    let ends: [fn(&mut Rig); 3] = [
        |rig| rig.card.power_off(),
        |rig| assert_eq!(rig.status(0x64, &[0]), 0x91CA),
        |rig| assert_eq!(rig.select(0x00, &[]), 0x6985),
    ];
    for end in ends {
        let mut rig = Rig::files();
        assert_eq!(rig.native(0x3D, &body[..59]).1, 0x91AF);
        assert_eq!(rig.native(0xAF, &body[59..118]).1, 0x91AF);
        end(&mut rig);
        assert_eq!(written(&rig, NDEF.number), 111);
        assert_eq!(rig.status(0xAF, &body[118..]), 0x911C);
    }
    let mut rig = Rig::files();
    assert_eq!(rig.native(0x3D, &body[..59]).1, 0x91AF);
    assert_eq!(rig.status(0xAF, &[0; 200]), 0x917E, "more than it said");
    let mut over = body.clone();
    over[1] = 200;
    assert_eq!(rig.status(0x3D, &over[..59]), 0x91BE, "told at its first frame");
}

#[test]
fn what_phones_write() {
    for (frames, left) in [(0, 0), (1, 56), (2, 100)] {
        let mut rig = Rig::files();
        assert_eq!(rig.select(0x02, &[0xE1, 0x04]), 0x9000);
        let command = [&[0x00, 0xD6, 0x00, 0x00, 100][..], &[0xAA; 100]].concat();
        rig.tear(&command, frames);
        assert_eq!(written(&rig, NDEF.number), left, "{frames}");
    }
}

/// Management commands of one frame: wholly or not at all, and the answer is lost either way.
#[test]
fn management_is_whole_or_not_at_all() {
    let mut rig = Rig::delivered();
    rig.tear(&wrapped(0xCA, &NEW_APPLICATION), 0);
    assert!(rig.card.memory().applications().is_empty());
    rig.tear(&wrapped(0xCA, &NEW_APPLICATION), 1);
    assert_eq!(rig.card.memory().applications().len(), 1);
    for (frames, version) in [(0, 0), (1, 5)] {
        assert_eq!(rig.status(0x5A, &AID), 0x9100);
        let mut session = rig.ev2(0, &ZERO).unwrap();
        let key = [0x33; 16];
        let body = [&[1], &key[..], &[5], &checksum_32(&key)].concat();
        let command = wrapped(0xC4, &session.wrap(Mode::Full(1), 0xC4, &body));
        assert_eq!(Desfire::frames_of(&command), 1);
        rig.tear(&command, frames);
        let held = rig.card.memory().applications()[0].key(1).unwrap();
        assert_eq!(held.version.0, version);
    }
    let mut session = {
        rig.native(0x5A, &AID);
        rig.ev2(0, &ZERO).unwrap()
    };
    let create = wrapped(0xCD, &session.wrap(Mode::Mac, 0xCD, &NDEF.body()));
    rig.tear(&create, 0);
    assert!(rig.card.memory().applications()[0].files().is_empty());
    assert_eq!(rig.read_data(2, 0, 1).1, 0x919D, "the PICC is selected again");
}
