//! Applications: created, listed, selected, deleted.

use crate::rig::{AID, Mode, NDEF, NEW_APPLICATION, Rig, ZERO};

/// `CreateApplication` with number, settings, and what stands behind.
fn new(number: u8, settings: [u8; 2], rest: &[u8]) -> Vec<u8> {
    [&[number, 0, 0], &settings[..], rest].concat()
}

#[test]
fn what_is_created_is_there() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.native(0xCA, &NEW_APPLICATION), (vec![], 0x9100));
    let made = &rig.card.memory().applications()[0];
    assert_eq!((made.aid().0, made.iso(), made.settings().0), (AID, Some(0xE110), 0x0B));
    assert_eq!(made.name(), [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01]);
    assert_eq!(rig.native(0x6A, &[]), (AID.to_vec(), 0x9100));
    assert_eq!(rig.native(0x5A, &AID), (vec![], 0x9100));
    assert_eq!(rig.native(0x45, &[]), (vec![0x0B, 0xA5], 0x9100));
    for number in 0..5 {
        assert_eq!(rig.native(0x64, &[number]), (vec![0], 0x9100));
    }
    assert_eq!(rig.status(0x64, &[5]), 0x9140);
}

/// The forms a command has: with nothing, with an identifier, with names of one to sixteen bytes.
#[test]
fn forms() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0xCA, &new(1, [0x0F, 0x81], &[])), 0x9100);
    assert_eq!(rig.status(0xCA, &new(2, [0x0F, 0x8E], &[0x02, 0xE1])), 0x9100);
    assert_eq!(rig.status(0xCA, &new(3, [0x0F, 0xA1], &[0x03, 0xE1, 0xA0])), 0x9100);
    let name = [&[0x04, 0xE1][..], &[0xA1; 16]].concat();
    assert_eq!(rig.status(0xCA, &new(4, [0x0F, 0xA1], &name)), 0x9100);
    let keys: Vec<_> = rig.card.memory().applications().iter().map(|one| one.key(13)).collect();
    assert!(keys[0].is_none() && keys[1].is_some());
    for wrong in [
        new(9, [0x0F, 0x81], &[0x05]),
        new(9, [0x0F, 0xA1], &[]),
        new(9, [0x0F, 0xA1], &[&[0x05, 0xE1][..], &[0xA2; 17]].concat()),
        vec![9, 0, 0, 0x0F],
        vec![],
    ] {
        assert_eq!(rig.status(0xCA, &wrong), 0x917E, "{wrong:02X?}");
    }
}

#[test]
fn what_is_not_taken() {
    for (settings, why) in [
        ([0x0F, 0x01], "DES"),
        ([0x0F, 0x41], "3K3DES"),
        ([0x0F, 0xC1], "no kind"),
        ([0x0F, 0x80], "no keys"),
        ([0x0F, 0x8F], "fifteen keys"),
        ([0x0F, 0x91], "more settings"),
        ([0x2F, 0x82], "no such key to change keys"),
    ] {
        let mut rig = Rig::delivered();
        assert_eq!(rig.status(0xCA, &new(1, settings, &[])), 0x919E, "{why}");
    }
    for iso in [[0x00, 0x00], [0x00, 0x3F], [0xFF, 0xFF], [0xFF, 0x3F]] {
        let mut rig = Rig::delivered();
        assert_eq!(rig.status(0xCA, &new(1, [0x0F, 0xA1], &iso)), 0x919E, "{iso:02X?}");
    }
    let mut rig = Rig::delivered();
    for settings in [[0xEF, 0x81], [0xFF, 0x82], [0x1F, 0x83]] {
        let number = settings[1] & 0x0F;
        assert_eq!(rig.status(0xCA, &new(number, settings, &[])), 0x9100);
    }
}

#[test]
fn what_is_there_already() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0xCA, &NEW_APPLICATION), 0x9100);
    assert_eq!(rig.status(0xCA, &new(1, [0x0F, 0x81], &[])), 0x91DE, "the AID");
    assert_eq!(rig.status(0xCA, &new(2, [0x0F, 0x81], &[0x10, 0xE1])), 0x91DE, "the identifier");
    let name = [&[0x11, 0xE1][..], &NEW_APPLICATION[7..]].concat();
    assert_eq!(rig.status(0xCA, &new(2, [0x0F, 0x81], &name)), 0x91DE, "the name");
    assert_eq!(rig.status(0xCA, &new(0, [0x0F, 0x81], &[])), 0x91DE, "the PICC's AID");
    assert_eq!(rig.card.memory().applications().len(), 1);
}

/// Bit 2 of the PICC's settings.
#[test]
fn creation_may_need_the_master_key() {
    let mut rig = Rig::delivered();
    let session = rig.legacy(&ZERO).unwrap();
    assert_eq!(rig.status(0x54, &session.encrypt(&[0x0B])), 0x9100);
    rig.native(0x5A, &[0; 3]);
    assert_eq!(rig.status(0xCA, &NEW_APPLICATION), 0x91AE);
    rig.legacy(&ZERO).unwrap();
    assert_eq!(rig.status(0xCA, &NEW_APPLICATION), 0x9100);
}

#[test]
fn creation_is_the_piccs() {
    let mut rig = Rig::application();
    assert_eq!(rig.status(0xCA, &new(2, [0x0F, 0x81], &[])), 0x919D);
}

#[test]
fn the_card_is_full_one_day() {
    let mut rig = Rig::delivered();
    let mut made = 0;
    while rig.status(0xCA, &[made, 1, 0, 0x0F, 0x8E]) == 0x9100 {
        made += 1;
    }
    assert_eq!(rig.status(0xCA, &[made, 1, 0, 0x0F, 0x8E]), 0x910E);
    assert!(made > 19, "the list takes two frames");
    let (frames, status) = rig.frames(0x6A, &[]);
    assert_eq!((frames.len(), status, frames[0].len()), (2, 0x9100, 57));
    let listed: Vec<_> = (0..made).flat_map(|number| [number, 1, 0]).collect();
    assert_eq!(frames.concat(), listed);
}

/// A frame for each application that has an identifier.
#[test]
fn names() {
    let mut rig = Rig::delivered();
    for body in [
        NEW_APPLICATION.to_vec(),
        new(2, [0x0F, 0x81], &[]),
        new(3, [0x0F, 0x81], &[0x03, 0xE1]),
        new(4, [0x0F, 0x81], &[0x04, 0xE1, 0xAA, 0xBB]),
    ] {
        assert_eq!(rig.status(0xCA, &body), 0x9100);
    }
    let named = [&AID[..], &[0x10, 0xE1], &NEW_APPLICATION[7..]].concat();
    let frames = vec![named, vec![3, 0, 0, 0x03, 0xE1], vec![4, 0, 0, 0x04, 0xE1, 0xAA, 0xBB]];
    assert_eq!(rig.frames(0x6D, &[]), (frames, 0x9100));
}

#[test]
fn lists_in_a_session_have_one_mac() {
    let key = [0x77; 16];
    let mut rig = Rig::with_aes_picc(&key);
    for number in 1..=20 {
        assert_eq!(rig.status(0xCA, &new(number, [0x0F, 0x81], &[number, 0xE1])), 0x9100);
    }
    let mut session = rig.ev2(0, &key).unwrap();
    let (list, status) = rig.secure(&mut session, Mode::Mac, 0x6A, &[]);
    assert_eq!((list.len(), status), (60, 0x9100));
    let (names, status) = rig.secure(&mut session, Mode::Mac, 0x6D, &[]);
    assert_eq!((names.len(), status), (100, 0x9100));
    assert!(rig.alive(&mut session));
}

#[test]
fn selection() {
    let mut rig = Rig::application();
    assert_eq!(rig.status(0x5A, &[9, 9, 9]), 0x91A0);
    assert_eq!(rig.native(0x45, &[]).0, [0x0B, 0xA5], "the selection is as it was");
    assert_eq!(rig.status(0x5A, &[0, 0]), 0x917E);
    assert_eq!(rig.status(0x5A, &[0; 3]), 0x9100);
    assert_eq!(rig.native(0x45, &[]).0, [0x0F, 0x01]);
}

#[test]
fn deletion_by_the_picc() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0xCA, &NEW_APPLICATION), 0x9100);
    assert_eq!(rig.status(0xDA, &AID), 0x91AE);
    rig.legacy(&ZERO).unwrap();
    assert_eq!(rig.status(0xDA, &[9, 9, 9]), 0x91A0);
    rig.legacy(&ZERO).unwrap();
    assert_eq!(rig.native(0xDA, &AID), (vec![], 0x9100));
    assert!(rig.card.memory().applications().is_empty());
    assert_eq!(rig.status(0x5A, &AID), 0x91A0);
}

/// With its own master key, if the PICC's settings have bit 2; the session is over, and no MAC comes.
#[test]
fn deletion_by_itself() {
    let mut rig = Rig::files();
    let mut session = rig.ev2(1, &ZERO).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Mac, 0xDA, &AID), 0x91AE);
    let mut session = rig.ev2(0, &ZERO).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Mac, 0xDA, &[2, 0, 0]), 0x919D);
    let mut session = rig.ev2(0, &ZERO).unwrap();
    let body = session.wrap(Mode::Mac, 0xDA, &AID);
    assert_eq!(rig.native(0xDA, &body), (vec![], 0x9100));
    assert_eq!(rig.native(0x45, &[]).0, [0x0F, 0x01], "the PICC is selected");
    assert!(rig.card.memory().applications().is_empty());
}

#[test]
fn deletion_by_itself_may_be_forbidden() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0xCA, &NEW_APPLICATION), 0x9100);
    let session = rig.legacy(&ZERO).unwrap();
    assert_eq!(rig.status(0x54, &session.encrypt(&[0x0B])), 0x9100);
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    let mut session = rig.ev2(0, &ZERO).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Mac, 0xDA, &AID), 0x91AE);
}

/// Two applications have nothing in common: neither keys nor files.
#[test]
fn applications_are_apart() {
    let mut rig = Rig::files();
    assert_eq!(rig.status(0x5A, &[0; 3]), 0x9100);
    assert_eq!(rig.status(0xCA, &new(2, [0x0F, 0xA2], &[0x02, 0xE1])), 0x9100);
    assert_eq!(rig.status(0x5A, &[2, 0, 0]), 0x9100);
    assert_eq!(rig.native(0x6F, &[]), (vec![], 0x9100));
    let mut file = NDEF;
    file.rights = [0xE1, 0xEE];
    assert_eq!(rig.status(0xCD, &file.body()), 0x9100);
    assert_eq!(rig.ev2(2, &ZERO).err(), Some(0x9140));
    let mut session = rig.ev2(1, &ZERO).unwrap();
    let write = [2, 0, 0, 0, 1, 0, 0, 0xAA];
    assert_eq!(rig.secured(&mut session, Mode::Plain, 0x8D, &write), 0x9100);
    let data = |at: usize| rig.card.memory().applications()[at].file(2).unwrap().data()[0];
    assert_eq!((data(0), data(1)), (0x00, 0xAA));
}
