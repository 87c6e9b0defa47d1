//! `ChangeFileSettings`: whose it is, and which settings the chip takes.

use crate::rig::{Mode, NDEF, Rig, ZERO};

/// UID and counter in PICCENCData at 0 under key 2, MAC at 64 under key 1, over what lies between.
pub(crate) const SDM: [u8; 15] = [0x40, 0xE0, 0xEE, 0xC1, 0xFF, 0x21, 0, 0, 0, 32, 0, 0, 64, 0, 0];

/// The status word of new settings for a file, sent with key 0.
fn set(rig: &mut Rig, number: u8, settings: &[u8]) -> u16 {
    let mut session = rig.ev2(0, &ZERO).unwrap();
    rig.secured(&mut session, Mode::Full(1), 0x5F, &[&[number], settings].concat())
}

/// `GetFileSettings` without a session.
fn held(rig: &mut Rig, number: u8) -> Vec<u8> {
    rig.native(0x5A, &crate::rig::AID);
    let (data, status) = rig.native(0xF5, &[number]);
    assert_eq!(status, 0x9100);
    data
}

#[test]
fn rights_and_mode_change() {
    let mut rig = Rig::files();
    assert_eq!(set(&mut rig, 1, &[0x03, 0x34, 0x12]), 0x9100);
    assert_eq!(held(&mut rig, 1), [0, 0x03, 0x34, 0x12, 32, 0, 0]);
    assert_eq!(set(&mut rig, 1, &[0x00, 0xE0, 0xEE]), 0x91AE, "key 4 changes it now");
}

#[test]
fn who_may() {
    let mut rig = Rig::files();
    let body = [2, 0x00, 0xEF, 0xEE];
    assert_eq!(rig.status(0x5F, &body), 0x91AE);
    let mut session = rig.ev2(1, &ZERO).unwrap();
    assert_eq!(rig.secured(&mut session, Mode::Full(1), 0x5F, &body), 0x91AE);
    assert_eq!(set(&mut rig, 2, &body[1..]), 0x9100);
    assert_eq!(set(&mut rig, 2, &body[1..]), 0x919D, "nobody, for good");
    let mut rig = Rig::files();
    assert_eq!(set(&mut rig, 2, &[0x00, 0xEE, 0xEE]), 0x9100);
    rig.native(0x5A, &crate::rig::AID);
    assert_eq!(rig.status(0x5F, &[2, 0x01, 0xE0, 0xEE]), 0x9100, "free, and in plain");
    assert_eq!(held(&mut rig, 2)[1], 0x01);
}

#[test]
fn sdm_is_set_and_shown() {
    let mut rig = Rig::files();
    assert_eq!(set(&mut rig, 2, &SDM), 0x9100);
    let expected = [&[0, 0x40, 0xE0, 0xEE, 0, 1, 0][..], &SDM[3..]].concat();
    assert_eq!(held(&mut rig, 2), expected);
    assert_eq!(set(&mut rig, 2, &[0x00, 0xE0, 0xEE]), 0x9100);
    assert_eq!(held(&mut rig, 2), [0, 0x00, 0xE0, 0xEE, 0, 1, 0], "the block is not kept");
    assert_eq!(set(&mut rig, 2, &SDM), 0x9100, "the file may still have it");
}

/// Bit 6 at creation decides it for good.
#[test]
fn sdm_is_for_files_created_for_it() {
    let mut rig = Rig::files();
    let mut settings = SDM;
    settings[1..3].copy_from_slice(&[0x00, 0xE0]);
    assert_eq!(set(&mut rig, 1, &settings), 0x919D);
    assert_eq!(held(&mut rig, 1), [0, 0x00, 0x00, 0xE0, 32, 0, 0]);
}

/// Every form of the block comes back as it was sent.
#[test]
fn every_block_is_read_and_written_alike() {
    let blocks: [&[u8]; 9] = [
        &[0x01, 0xFF, 0xFF],
        &[0x81, 0xFF, 0xEF, 5, 0, 0],
        &[0x41, 0xFE, 0xEF, 5, 0, 0],
        &[0x41, 0xF3, 0xEF, 0xFF, 0xFF, 0xFF],
        &[0xC1, 0xFF, 0xEF, 5, 0, 0, 30, 0, 0],
        &[0xC1, 0xF0, 0xE4, 5, 0, 0, 30, 0, 0, 50, 0, 0, 60, 0, 0],
        &[0xC1, 0xFF, 0x21, 0, 0, 0, 32, 0, 0, 64, 0, 0],
        &[0xD1, 0xFF, 0x21, 0, 0, 0, 32, 0, 0, 40, 0, 0, 64, 0, 0, 120, 0, 0],
        &[0xE1, 0xFF, 0x21, 0, 0, 0, 32, 0, 0, 64, 0, 0, 9, 0, 0],
    ];
    for block in blocks {
        let mut rig = Rig::files();
        assert_eq!(
            set(&mut rig, 2, &[&[0x40, 0xE0, 0xEE], block].concat()),
            0x9100,
            "{block:02X?}"
        );
        assert_eq!(held(&mut rig, 2)[7..], *block);
        let longer = [&[0x40, 0xE0, 0xEE], block, &[0]].concat();
        assert_eq!(set(&mut rig, 2, &longer), 0x917E, "{block:02X?}");
        let shorter = &longer[..longer.len() - 2];
        assert_eq!(set(&mut rig, 2, shorter), 0x917E, "{block:02X?}");
    }
}

/// Each rule, broken once.
#[test]
fn rules() {
    let broken: [(&str, &[u8]); 24] = [
        ("no ASCII", &[0xC0, 0xFF, 0x21, 0, 0, 0, 32, 0, 0, 64, 0, 0]),
        ("an unused option", &[0xC3, 0xFF, 0x21, 0, 0, 0, 32, 0, 0, 64, 0, 0]),
        ("a tamper loop", &[0xC9, 0xFF, 0x21, 0, 0, 0, 32, 0, 0, 64, 0, 0]),
        ("an unused nibble", &[0xC1, 0x0F, 0x21, 0, 0, 0, 32, 0, 0, 64, 0, 0]),
        ("no such meta-read key", &[0xC1, 0xFF, 0x51, 0, 0, 0, 32, 0, 0, 64, 0, 0]),
        ("no such file-read key", &[0xC1, 0xFF, 0x25, 0, 0, 0, 32, 0, 0, 64, 0, 0]),
        ("no such counter key", &[0xC1, 0xF5, 0x21, 0, 0, 0, 32, 0, 0, 64, 0, 0]),
        ("file read for everybody", &[0xC1, 0xFF, 0x2E, 0, 0, 0]),
        ("nothing encrypted", &[0x01, 0xFF, 0x2F, 0, 0, 0]),
        ("nothing shown", &[0x01, 0xFF, 0xEF]),
        ("a UID mirrored nowhere", &[0x81, 0xFF, 0xFF]),
        ("counter asked for and not there", &[0x81, 0xF1, 0xEF, 0, 0, 0]),
        ("a limit without a counter", &[0xA1, 0xFF, 0xEF, 0, 0, 0, 9, 0, 0]),
        ("a limit reached", &[0xE1, 0xFF, 0x2F, 0, 0, 0, 0, 0, 0]),
        (
            "file data without a counter",
            &[0x91, 0xFF, 0x21, 0, 0, 0, 32, 0, 0, 40, 0, 0, 32, 0, 0, 90, 0, 0],
        ),
        ("file data without its key", &[0xD1, 0xFF, 0x2F, 0, 0, 0]),
        (
            "file data of odd length",
            &[0xD1, 0xFF, 0x21, 0, 0, 0, 32, 0, 0, 40, 0, 0, 33, 0, 0, 90, 0, 0],
        ),
        (
            "file data before its MAC's input",
            &[0xD1, 0xFF, 0x21, 0, 0, 0, 41, 0, 0, 40, 0, 0, 32, 0, 0, 90, 0, 0],
        ),
        (
            "file data into the MAC",
            &[0xD1, 0xFF, 0x21, 0, 0, 0, 32, 0, 0, 40, 0, 0, 64, 0, 0, 90, 0, 0],
        ),
        ("input behind the MAC", &[0xC1, 0xFF, 0x21, 0, 0, 0, 65, 0, 0, 64, 0, 0]),
        ("MAC beyond the end", &[0xC1, 0xFF, 0x21, 0, 0, 0, 32, 0, 0, 241, 0, 0]),
        ("PICCENCData beyond the end", &[0xC1, 0xFF, 0x2F, 225, 0, 0]),
        ("MAC on PICCENCData", &[0xC1, 0xFF, 0x21, 0, 0, 0, 0, 0, 0, 31, 0, 0]),
        ("counter on the UID", &[0xC1, 0xFF, 0xEF, 0, 0, 0, 13, 0, 0]),
    ];
    for (why, block) in broken {
        let mut rig = Rig::files();
        let settings = [&[0x40, 0xE0, 0xEE], block].concat();
        assert_eq!(set(&mut rig, 2, &settings), 0x919E, "{why}");
        assert_eq!(held(&mut rig, 2)[1], 0x00, "{why}");
    }
    for head in [[0x04, 0xE0, 0xEE], [0x80, 0xE0, 0xEE], [0x00, 0xE5, 0xEE], [0x00, 0xE0, 0x5E]] {
        assert_eq!(set(&mut Rig::files(), 2, &head), 0x919E, "{head:02X?}");
    }
    assert_eq!(set(&mut Rig::files(), 2, &[0x00, 0xE0]), 0x917E);
    for length in [4, 9, 23, 26] {
        let mut rig = Rig::files();
        rig.ev2(0, &ZERO).unwrap();
        assert_eq!(rig.status(0x5F, &[&[2], &vec![0; length][..]].concat()), 0x917E, "{length}");
    }
}

/// An application has up to fourteen keys, and SDM may use any.
#[test]
fn high_keys() {
    let mut rig = Rig::delivered();
    assert_eq!(rig.status(0xCA, &[1, 0, 0, 0x0F, 0xAE, 0x10, 0xE1]), 0x9100);
    assert_eq!(rig.status(0x5A, &[1, 0, 0]), 0x9100);
    let mut file = NDEF;
    file.rights = [0xED, 0xEE];
    assert_eq!(rig.status(0xCD, &file.body()), 0x9100);
    let mut session = rig.ev2(13, &ZERO).unwrap();
    let body = [2, 0x40, 0xED, 0xEE, 0xC1, 0xFB, 0xDC, 0, 0, 0, 32, 0, 0, 64, 0, 0];
    assert_eq!(rig.secured(&mut session, Mode::Full(1), 0x5F, &body), 0x9100);
    rig.native(0x5A, &[1, 0, 0]);
    assert_eq!(rig.read_data(2, 0, 80).1, 0x9100);
    let mut session = rig.ev2(11, &ZERO).unwrap();
    let (count, _) = rig.secure(&mut session, Mode::Full(1), 0xF6, &[2]);
    assert_eq!(count, [1, 0, 0, 0, 0]);
}
