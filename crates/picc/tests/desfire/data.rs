//! `ReadData` and `WriteData`: rights, modes, lengths.

use crate::rig::{AID, Mode, NEW_APPLICATION, NewFile, Rig, ZERO};

/// A file of 100 bytes with this option and these rights, in an application of five keys.
fn rig(option: u8, rights: [u8; 2]) -> Rig {
    of_size(option, rights, 100)
}

fn of_size(option: u8, rights: [u8; 2], size: usize) -> Rig {
    let mut rig = Rig::delivered();
    let mut new = NEW_APPLICATION;
    new[3] = 0x0F;
    assert_eq!(rig.status(0xCA, &new), 0x9100);
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    let file = NewFile { number: 4, iso: 0xE204, option, rights, size };
    assert_eq!(rig.status(0xCD, &file.body()), 0x9100);
    rig
}

const READ: [u8; 7] = [4, 1, 0, 0, 3, 0, 0];
const WRITE: [u8; 10] = [4, 1, 0, 0, 3, 0, 0, 0xA1, 0xA2, 0xA3];

fn mode(option: u8) -> Mode {
    match option {
        0x01 => Mode::Mac,
        0x03 => Mode::Full(7),
        _ => Mode::Plain,
    }
}

/// What a key wrote a key reads, in the file's mode.
#[test]
fn modes() {
    for option in [0x00, 0x01, 0x02, 0x03] {
        let mut rig = rig(option, [0xF0, 0x12]);
        let mut writer = rig.ev2(2, &ZERO).unwrap();
        let written = rig.secure(&mut writer, mode(option), 0x8D, &WRITE);
        assert_eq!(written, (vec![], 0x9100), "{option}");
        let mut reader = rig.ev2(1, &ZERO).unwrap();
        for instruction in [0xAD, 0xBD] {
            let read = rig.secure(&mut reader, mode(option), instruction, &READ);
            assert_eq!(read, (vec![0xA1, 0xA2, 0xA3], 0x9100), "{option}");
        }
        assert_eq!(rig.secured(&mut reader, mode(option), 0x8D, &WRITE), 0x91AE);
        assert_eq!(rig.status(0xAD, &READ), 0x91AE, "without a session");
    }
}

/// Where only a free right lets a command through, it travels in plain.
#[test]
fn free_rights_are_plain() {
    for (rights, key_mode) in [([0xF0, 0xEE], Mode::Plain), ([0x00, 0xEE], Mode::Full(7))] {
        let mut rig = rig(0x03, rights);
        assert_eq!(rig.native(0x8D, &WRITE), (vec![], 0x9100));
        assert_eq!(rig.native(0xAD, &READ), (vec![0xA1, 0xA2, 0xA3], 0x9100));
        let mut session = rig.ev2(0, &ZERO).unwrap();
        let read = rig.secure(&mut session, key_mode, 0xAD, &READ);
        assert_eq!(read, (vec![0xA1, 0xA2, 0xA3], 0x9100));
    }
}

/// 919D if nobody can, 91AE if another key could.
#[test]
fn refusals() {
    let mut rig = rig(0x00, [0xF0, 0xFF]);
    assert_eq!(rig.status(0xAD, &READ), 0x919D);
    assert_eq!(rig.status(0x8D, &WRITE), 0x919D);
    let mut rig = self::rig(0x00, [0x30, 0xFF]);
    assert_eq!(rig.status(0xAD, &READ), 0x91AE);
    let mut session = rig.ev2(3, &ZERO).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Plain, 0xAD, &READ), 0x9100);
}

#[test]
fn places() {
    let mut rig = rig(0x00, [0xE0, 0xEE]);
    for (body, length, status) in [
        ([4, 0, 0, 0, 0, 0, 0], 100, 0x9100),
        ([4, 99, 0, 0, 0, 0, 0], 1, 0x9100),
        ([4, 0, 0, 0, 100, 0, 0], 100, 0x9100),
        ([4, 0, 0, 0, 101, 0, 0], 0, 0x91BE),
        ([4, 100, 0, 0, 0, 0, 0], 0, 0x91BE),
        ([4, 0, 0, 1, 1, 0, 0], 0, 0x91BE),
    ] {
        let (data, found) = rig.native(0xAD, &body);
        assert_eq!((data.len(), found), (length, status), "{body:?}");
    }
    assert_eq!(rig.status(0xAD, &READ[..6]), 0x917E);
    assert_eq!(rig.status(0x8D, &WRITE[..9]), 0x917E);
    assert_eq!(rig.status(0x8D, &[4, 0, 0, 0, 0, 0, 0]), 0x917E, "no bytes");
    assert_eq!(rig.status(0x8D, &[4, 99, 0, 0, 2, 0, 0, 1, 2]), 0x91BE);
    assert_eq!(rig.native(0xAD, &[4, 99, 0, 0, 1, 0, 0]), (vec![0], 0x9100));
}

/// At once 256 bytes; in frames all of a file.
#[test]
fn long_reads() {
    let read = |from: u8, length: [u8; 2]| [4, from, 0, 0, length[0], length[1], 0];
    let mut rig = of_size(0x00, [0xE0, 0xEE], 600);
    assert_eq!(rig.native(0xAD, &read(0, [0x00, 0x01])).0.len(), 256);
    assert_eq!(rig.status(0xAD, &read(0, [0x01, 0x01])), 0x917E);
    assert_eq!(rig.status(0xAD, &read(0, [0, 0])), 0x917E);
    let (frames, status) = rig.frames(0xBD, &read(0, [0, 0]));
    assert_eq!((frames.len(), status, frames.concat().len()), (13, 0x9100, 600));
    assert!(frames[..12].iter().all(|frame| frame.len() == 48));
    assert_eq!(rig.native(0xBD, &read(0, [0, 0])).1, 0x91AF);
    assert_eq!(rig.status(0xF5, &[4]), 0x91CA);
    for (option, most) in [(0x01, 248_u16), (0x03, 239)] {
        let mut rig = of_size(option, [0x00, 0x00], 600);
        for (length, status) in [(most, 0x9100), (most + 1, 0x917E)] {
            let mut session = rig.ev2(0, &ZERO).unwrap();
            let body = read(0, length.to_le_bytes());
            assert_eq!(rig.secured(&mut session, mode(option), 0xAD, &body), status, "{length}");
        }
        let mut session = rig.ev2(0, &ZERO).unwrap();
        let (data, status) = rig.secure(&mut session, mode(option), 0xBD, &read(0, [0, 0]));
        assert_eq!((data.len(), status), (600, 0x9100));
    }
}

/// In the elder frames a protected write has one MAC, behind all of it.
#[test]
fn a_protected_write_in_frames() {
    let mut rig = rig(0x03, [0x00, 0x00]);
    let mut session = rig.ev2(0, &ZERO).unwrap();
    let body = [&[4, 0, 0, 0, 90, 0, 0][..], &[0xAA; 90]].concat();
    let wire = session.wrap(Mode::Full(7), 0x3D, &body);
    assert_eq!(rig.native(0x3D, &wire[..59]), (vec![], 0x91AF));
    let (data, status) = rig.native(0xAF, &wire[59..]);
    assert_eq!((session.unwrap(Mode::Mac, 0, &data), status), (vec![], 0x9100));
    assert!(rig.alive(&mut session));
    let mut wire = session.wrap(Mode::Full(7), 0x3D, &[&body[..7], &[0xBB; 90]].concat());
    *wire.last_mut().unwrap() ^= 1;
    assert_eq!(rig.native(0x3D, &wire[..59]).1, 0x91AF);
    assert_eq!(rig.native(0xAF, &wire[59..]), (vec![], 0x911E));
    let held = rig.card.memory().applications()[0].file(4).unwrap().data();
    assert_eq!((&held[47..49], held[99]), (&[0xBB, 0xAA][..], 0), "what came before the last");
}
