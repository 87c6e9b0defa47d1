//! Files: created, listed, deleted.

use crate::rig::{AID, CONTAINER, Mode, NDEF, NEW_APPLICATION, NewFile, Rig, ZERO};

/// An application whose files may be created without its key.
fn free() -> Rig {
    let mut rig = Rig::delivered();
    let mut new = NEW_APPLICATION;
    new[3] = 0x0F;
    assert_eq!(rig.status(0xCA, &new), 0x9100);
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    rig
}

#[test]
fn what_is_created_is_there() {
    let mut rig = Rig::files();
    assert_eq!(rig.native(0x6F, &[]), (vec![1, 2, 3], 0x9100));
    assert_eq!(rig.native(0x61, &[]), (vec![0x03, 0xE1, 0x04, 0xE1, 0x05, 0xE1], 0x9100));
    let settings = |rig: &mut Rig, number| rig.native(0xF5, &[number]).0;
    assert_eq!(settings(&mut rig, 1), [0, 0x00, 0x00, 0xE0, 32, 0, 0]);
    assert_eq!(settings(&mut rig, 2), [0, 0x00, 0xE0, 0xEE, 0, 1, 0]);
    assert_eq!(settings(&mut rig, 3), [0, 0x03, 0x30, 0x23, 128, 0, 0]);
    assert_eq!(rig.read_data(1, 0, 0), (vec![0; 32], 0x9100));
    let made = &rig.card.memory().applications()[0];
    assert!(made.file(2).unwrap().may_mirror() && !made.file(1).unwrap().may_mirror());
    assert_eq!(made.file(2).unwrap().iso(), Some(0xE104));
}

/// What a command is that is not one of a hundred other things.
#[test]
fn what_is_not_taken() {
    let file = NewFile { number: 0x1F, ..NDEF };
    let wrong = [
        (NewFile { number: 0x20, ..file }, 0x919E, "the number"),
        (NewFile { option: 0x04, ..file }, 0x919E, "an unused bit"),
        (NewFile { option: 0x80, ..file }, 0x919E, "more rights"),
        (NewFile { rights: [0xE5, 0xEE], ..file }, 0x919E, "no such key"),
        (NewFile { rights: [0xE0, 0x5E], ..file }, 0x919E, "no such key"),
        (NewFile { size: 0, ..file }, 0x919E, "no bytes"),
        (NewFile { size: 0x00FF_FFFF, ..file }, 0x910E, "no room"),
        (NewFile { iso: 0x3F00, ..file }, 0x919E, "the MF's identifier"),
        (NewFile { iso: 0, ..file }, 0x919E, "no identifier"),
    ];
    for (file, status, why) in wrong {
        let mut rig = free();
        assert_eq!(rig.status(0xCD, &file.body()), status, "{why}");
        assert_eq!(rig.native(0x6F, &[]), (vec![], 0x9100));
    }
    let mut rig = free();
    assert_eq!(rig.status(0xCD, &file.body()), 0x9100);
    assert_eq!(rig.status(0xCD, &NewFile { number: 3, ..file }.body()), 0x91DE, "the identifier");
    assert_eq!(rig.status(0xCD, &NewFile { iso: 0xE109, ..file }.body()), 0x91DE, "the number");
    assert_eq!(rig.status(0xCD, &file.body()[..8]), 0x917E);
    let without = [&[4], &file.body()[3..]].concat();
    assert_eq!(rig.status(0xCD, &without), 0x917E, "the identifier is not to be left out");
}

/// An application whose files have no identifiers.
#[test]
fn without_identifiers() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0xCA, &[1, 0, 0, 0x0F, 0x81]), 0x9100);
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    let body = [7, 0x00, 0xEE, 0xEE, 10, 0, 0];
    assert_eq!(rig.status(0xCD, &NDEF.body()), 0x917E);
    assert_eq!(rig.status(0xCD, &body), 0x9100);
    assert_eq!(rig.native(0x61, &[]), (vec![], 0x9100));
    assert_eq!(rig.native(0x6F, &[]), (vec![7], 0x9100));
}

/// Bit 2 of the application's settings.
#[test]
fn creation_may_need_the_master_key() {
    let mut rig = Rig::application();
    assert_eq!(rig.status(0xCD, &NDEF.body()), 0x91AE);
    assert_eq!(rig.status(0xDF, &[2]), 0x91AE);
    let mut session = rig.ev2(1, &ZERO).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Mac, 0xCD, &NDEF.body()), 0x91AE);
    let mut session = rig.ev2(0, &ZERO).unwrap();
    assert_eq!(rig.secure(&mut session, Mode::Mac, 0xCD, &NDEF.body()), (vec![], 0x9100));
    assert_eq!(rig.secure(&mut session, Mode::Mac, 0xDF, &[2]), (vec![], 0x9100));
    let mut rig = free();
    assert_eq!(rig.status(0xCD, &NDEF.body()), 0x9100);
    assert_eq!(rig.status(0xDF, &[2]), 0x9100);
}

/// Bit 1 of the application's settings.
#[test]
fn lists_may_need_the_master_key() {
    let mut rig = Rig::delivered();
    let mut new = NEW_APPLICATION;
    new[3] = 0x0D;
    assert_eq!(rig.status(0xCA, &new), 0x9100);
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    assert_eq!(rig.status(0xCD, &NDEF.body()), 0x9100);
    for (instruction, body) in [(0x6F, &[][..]), (0x61, &[]), (0xF5, &[2]), (0x45, &[])] {
        assert_eq!(rig.status(instruction, body), 0x91AE, "{instruction:02X}");
        let mut session = rig.ev2(0, &ZERO).unwrap();
        assert_eq!(rig.secured(&mut session, Mode::Mac, instruction, body), 0x9100);
        rig.native(0x5A, &AID);
    }
}

/// Under the PICC there are no files.
#[test]
fn files_are_an_applications() {
    let mut rig = Rig::delivered();
    for (instruction, body) in [
        (0xCD, NDEF.body()),
        (0xDF, vec![1]),
        (0x6F, vec![]),
        (0x61, vec![]),
        (0xF5, vec![1]),
        (0x5F, vec![1, 0, 0, 0]),
        (0xAD, vec![1, 0, 0, 0, 0, 0, 0]),
        (0x8D, vec![1, 0, 0, 0, 1, 0, 0, 0]),
        (0xF6, vec![1]),
    ] {
        let length = if instruction == 0xCD { &body[2..] } else { &body[..] };
        assert_eq!(rig.status(instruction, length), 0x919D, "{instruction:02X}");
    }
}

#[test]
fn there_is_no_such_file() {
    for (instruction, body) in [
        (0xF5, &[9][..]),
        (0x5F, &[9, 0, 0, 0]),
        (0xAD, &[9, 0, 0, 0, 0, 0, 0]),
        (0x8D, &[9, 0, 0, 0, 1, 0, 0, 0]),
        (0xF6, &[9]),
    ] {
        assert_eq!(Rig::files().status(instruction, body), 0x91F0, "{instruction:02X}");
    }
    let mut rig = Rig::files();
    let mut session = rig.ev2(0, &ZERO).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Mac, 0xDF, &[9]), 0x91F0);
}

#[test]
fn what_is_deleted_is_gone() {
    let mut rig = Rig::files();
    let mut session = rig.ev2(0, &ZERO).unwrap();
    let room = rig.secure(&mut session, Mode::Mac, 0x6E, &[]).0;
    assert_eq!(rig.secured(&mut session, Mode::Mac, 0xDF, &[2]), 0x9100);
    assert_eq!(rig.secure(&mut session, Mode::Mac, 0x6F, &[]), (vec![1, 3], 0x9100));
    assert_eq!(rig.secure(&mut session, Mode::Mac, 0x6E, &[]).0, room, "its room is lost");
    assert_eq!(rig.secured(&mut session, Mode::Mac, 0xCD, &NDEF.body()), 0x9100);
    let mut rig = free();
    assert_eq!(rig.status(0xCD, &NDEF.body()), 0x9100);
    assert_eq!(rig.select(0x02, &[0xE1, 0x04]), 0x9000);
    assert_eq!(rig.status(0xDF, &[2]), 0x9100);
    assert_eq!(rig.read_binary(0, 1).1, 0x6985, "it is not the current file any more");
}

/// Up to 32 files, their identifiers 27 a frame.
#[test]
fn many_files() {
    let mut rig = free();
    for number in 0..=0x1F {
        let file = NewFile { number, iso: 0xE200 + u16::from(number), size: 1, ..CONTAINER };
        assert_eq!(rig.status(0xCD, &file.body()), 0x9100);
    }
    assert_eq!(rig.native(0x6F, &[]), ((0..=0x1F).collect(), 0x9100));
    let (frames, status) = rig.frames(0x61, &[]);
    assert_eq!((frames[0].len(), frames[1].len(), status), (54, 10, 0x9100));
    let listed: Vec<u8> = (0..=0x1F).flat_map(|number| [number, 0xE2]).collect();
    assert_eq!(frames.concat(), listed);
}

/// Room goes in blocks of 32 bytes.
#[test]
fn room() {
    let free_now = |rig: &Rig| rig.card.memory().free();
    let mut rig = free();
    let mut taken = vec![];
    for (number, size) in [(5, 1), (6, 32), (7, 33)] {
        let before = free_now(&rig);
        let file = NewFile { number, iso: 0xE200 + u16::from(number), size, ..CONTAINER };
        assert_eq!(rig.status(0xCD, &file.body()), 0x9100);
        taken.push(before - free_now(&rig));
    }
    assert!(taken[0] == taken[1] && taken[2] == taken[0] + 32, "{taken:?}");
    let (said, _) = rig.native(0x6E, &[]);
    assert_eq!(said, free_now(&rig).to_le_bytes()[..3]);
}
