//! `ChangeFileSettings`: which settings the chip takes.

use crate::SUITE;
use crate::rig::Rig;
use tapsmith_card::command::FileNumber;
use tapsmith_core::suite::Suite;

const KEY_0: u8 = 0x0;
const KEY_2: u8 = 0x2;
const FREE: u8 = 0xE;
const NEVER: u8 = 0xF;

/// Characters of `PICCENCData` in the mode of this run.
pub(crate) const PICC: u32 = match SUITE {
    Suite::Aes => 32,
    Suite::Lrp => 48,
};

/// Settings with SDM: options, `SDMCtrRet`, `SDMMetaRead`, `SDMFileRead`, and the fields.
pub(crate) fn sdm(options: u8, ctr_ret: u8, meta: u8, file: u8, fields: &[u32]) -> Vec<u8> {
    let head = [0x40, 0xE0, 0xEE, options, 0xF0 | ctr_ret, meta << 4 | file];
    let fields = fields.iter().flat_map(|field| field.to_le_bytes().into_iter().take(3));
    head.into_iter().chain(fields).collect()
}

/// Plain UID at 0, plain counter at 20, MAC over nothing at 40.
pub(crate) fn plain() -> Vec<u8> {
    sdm(0xC1, NEVER, FREE, KEY_2, &[0, 20, 40, 40])
}

/// Changes settings of a fresh card's NDEF file; a refusal changes nothing.
fn change(settings: &[u8]) -> u16 {
    let mut rig = Rig::new();
    let before = rig.card.memory().clone();
    let status = rig.change_settings(2, settings);
    if status == 0x9100 {
        assert_eq!(rig.card.memory().settings(FileNumber::Ndef).encode(), settings);
    } else {
        assert_eq!(rig.card.memory(), &before, "{settings:02X?}");
    }
    status
}

#[test]
fn refused_with_919e() {
    let cases: &[(&str, Vec<u8>)] = &[
        ("option bit 7", vec![0x80, 0xE0, 0xEE]),
        ("option bit 5", vec![0x20, 0xE0, 0xEE]),
        ("option bit 2", vec![0x04, 0xE0, 0xEE]),
        ("a right for key 5", vec![0x00, 0x50, 0xEE]),
        ("a right for key D", vec![0x00, 0xE0, 0xED]),
        ("SDM option bit 1", sdm(0xC3, NEVER, FREE, NEVER, &[0, 20])),
        ("SDM option bit 2", sdm(0xC5, NEVER, FREE, NEVER, &[0, 20])),
        ("no ASCII", sdm(0xC0, NEVER, FREE, NEVER, &[0, 20])),
        ("tag tamper on a chip without it", sdm(0xC9, NEVER, FREE, NEVER, &[0, 20, 40])),
        ("SDM meta read with key 5", sdm(0xC1, NEVER, 5, NEVER, &[0])),
        ("SDM file read with key 5", sdm(0xC1, NEVER, FREE, 5, &[0, 20, 40, 40])),
        ("SDM file read free", sdm(0xC1, NEVER, FREE, FREE, &[0, 20, 40, 40])),
        ("SDM counter right for key 5", sdm(0xC1, 5, FREE, NEVER, &[0, 20])),
        ("meta read by key of nothing", sdm(0x01, NEVER, KEY_0, NEVER, &[0])),
        ("meta read free of nothing", sdm(0x01, NEVER, FREE, NEVER, &[])),
        ("meta read never, with UID", sdm(0x81, NEVER, NEVER, NEVER, &[])),
        ("meta read never, with UID and counter", sdm(0xC1, NEVER, NEVER, NEVER, &[])),
        ("counter right without counter", sdm(0x81, KEY_0, FREE, NEVER, &[0])),
        ("free counter right without counter", sdm(0x81, FREE, FREE, NEVER, &[0])),
        ("encrypted data without file read", sdm(0xD1, NEVER, FREE, NEVER, &[0, 20])),
        ("encrypted data, UID only", sdm(0x91, NEVER, KEY_0, KEY_0, &[0, 50, 50, 32, 82])),
        ("encrypted data, counter only", sdm(0x51, NEVER, KEY_0, KEY_0, &[0, 50, 50, 32, 82])),
        ("encrypted data, plain UID only", sdm(0x91, NEVER, FREE, KEY_0, &[0, 32, 32, 32, 64])),
        ("encrypted data, plain counter only", sdm(0x51, NEVER, FREE, KEY_0, &[0, 32, 32, 32, 64])),
        ("limit without counter", sdm(0xA1, NEVER, FREE, NEVER, &[0, 5])),
        ("limit at the counter", sdm(0xE1, NEVER, FREE, NEVER, &[0, 20, 0])),
    ];
    for (name, settings) in cases {
        assert_eq!(change(settings), 0x919E, "{name}");
    }
}

/// The fourth nibble of the SDM rights is reserved and `F`.
#[test]
fn refused_with_919e_for_the_reserved_right() {
    let mut settings = plain();
    settings[4] = 0x0F;
    assert_eq!(change(&settings), 0x919E);
}

#[test]
fn refused_with_919e_for_an_overlap() {
    let cases: &[(&str, Vec<u8>)] = &[
        ("UID and counter", sdm(0xC1, NEVER, FREE, NEVER, &[0, 13])),
        ("counter and UID", sdm(0xC1, NEVER, FREE, NEVER, &[5, 0])),
        ("MAC and UID", sdm(0xC1, NEVER, FREE, KEY_2, &[0, 40, 13, 13])),
        ("MAC and counter", sdm(0xC1, NEVER, FREE, KEY_2, &[0, 20, 25, 25])),
        ("MAC and PICCData", sdm(0xC1, NEVER, KEY_2, KEY_2, &[0, PICC - 1, PICC - 1])),
        ("MAC before PICCData", sdm(0xC1, NEVER, KEY_2, KEY_2, &[31, 0, 16])),
        ("encrypted data and UID", sdm(0xD1, NEVER, FREE, KEY_2, &[0, 100, 13, 13, 32, 45])),
        ("encrypted data and counter", sdm(0xD1, NEVER, FREE, KEY_2, &[0, 20, 25, 25, 32, 57])),
        (
            "encrypted data and PICCData",
            sdm(0xD1, NEVER, KEY_2, KEY_2, &[0, PICC - 1, PICC - 1, 32, PICC + 31]),
        ),
    ];
    for (name, settings) in cases {
        assert_eq!(change(settings), 0x919E, "{name}");
    }
}

#[test]
fn refused_with_919e_beyond_the_range() {
    let cases: &[(&str, Vec<u8>)] = &[
        ("UID", sdm(0x81, NEVER, FREE, NEVER, &[243])),
        ("counter", sdm(0x41, NEVER, FREE, NEVER, &[251])),
        ("counter just before FFFFFF", sdm(0x41, NEVER, FREE, NEVER, &[0xFF_FFFE])),
        ("PICCData", sdm(0xC1, NEVER, KEY_2, NEVER, &[256 - PICC + 1])),
        ("MAC", sdm(0xC1, NEVER, FREE, KEY_2, &[0, 20, 40, 241])),
        ("MAC input after the MAC", sdm(0xC1, NEVER, FREE, KEY_2, &[0, 20, 41, 40])),
        (
            "encrypted data before the input",
            sdm(0xD1, NEVER, FREE, KEY_2, &[0, 20, 41, 40, 32, 80]),
        ),
        ("encrypted data into the MAC", sdm(0xD1, NEVER, FREE, KEY_2, &[0, 20, 40, 40, 32, 71])),
        ("encrypted data after the MAC", sdm(0xD1, NEVER, FREE, KEY_2, &[0, 20, 40, 60, 32, 40])),
        ("encrypted data of 0", sdm(0xD1, NEVER, FREE, KEY_2, &[0, 20, 40, 40, 0, 80])),
        ("encrypted data of 16", sdm(0xD1, NEVER, FREE, KEY_2, &[0, 20, 40, 40, 16, 80])),
        ("encrypted data of 48", sdm(0xD1, NEVER, FREE, KEY_2, &[0, 20, 40, 40, 48, 100])),
    ];
    for (name, settings) in cases {
        assert_eq!(change(settings), 0x919E, "{name}");
    }
}

#[test]
fn taken_up_to_the_edge() {
    let cases: &[(&str, Vec<u8>)] = &[
        ("plain", plain()),
        ("UID at the end", sdm(0x81, NEVER, FREE, NEVER, &[242])),
        ("counter at the end", sdm(0x41, NEVER, FREE, NEVER, &[250])),
        ("counter not mirrored", sdm(0x41, NEVER, FREE, NEVER, &[0xFF_FFFF])),
        ("PICCData at the end", sdm(0xC1, NEVER, KEY_2, NEVER, &[256 - PICC])),
        ("PICCData of the UID alone", sdm(0x81, NEVER, KEY_2, NEVER, &[0])),
        ("PICCData of the counter alone", sdm(0x41, NEVER, KEY_2, NEVER, &[0])),
        ("MAC at the end, over nothing", sdm(0xC1, NEVER, FREE, KEY_2, &[0, 20, 240, 240])),
        ("UID and counter side by side", sdm(0xC1, NEVER, FREE, NEVER, &[6, 0])),
        ("MAC window around PICCData", sdm(0xC1, NEVER, KEY_2, KEY_2, &[10, 0, 10 + PICC])),
        ("MAC without mirrors", sdm(0x01, NEVER, NEVER, KEY_2, &[0, 16])),
        ("encrypted data of 32", sdm(0xD1, NEVER, KEY_2, KEY_2, &[0, PICC, PICC, 32, PICC + 32])),
        ("encrypted data of 160", sdm(0xD1, NEVER, KEY_2, KEY_2, &[0, PICC, 80, 160, 240])),
        ("limit 1", sdm(0xE1, NEVER, FREE, NEVER, &[0, 20, 1])),
        ("every right of the counter", sdm(0x41, FREE, FREE, NEVER, &[0])),
        ("SDM with nothing mirrored", vec![0x40, 0xFF, 0xFF, 0x01, 0xFF, 0xFF]),
        ("MAC mode, no SDM", vec![0x01, 0x00, 0x00]),
        ("full mode, no rights but change", vec![0x03, 0xF0, 0xFF]),
    ];
    for (name, settings) in cases {
        assert_eq!(change(settings), 0x9100, "{name}");
    }
}

#[test]
fn refused_with_917e_for_fields_missing_or_left_over() {
    let settings = plain();
    for length in 0..settings.len() {
        assert_eq!(change(&settings[..length]), 0x917E, "{length} bytes");
    }
    assert_eq!(change(&[settings.as_slice(), &[0]].concat()), 0x917E);
    assert_eq!(change(&[0x00, 0xE0, 0xEE, 0x00]), 0x917E);
}

#[test]
fn refused_with_919d_for_sdm_on_another_file() {
    for file in [1, 3] {
        assert_eq!(Rig::new().change_settings(file, &plain()), 0x919D, "file {file}");
        assert_eq!(Rig::new().change_settings(file, &[0x00, 0xE0, 0xEE]), 0x9100, "file {file}");
    }
}

#[test]
fn refused_with_919d_once_nobody_may_change() {
    let mut rig = Rig::new();
    assert_eq!(rig.change_settings(2, &[0x00, 0xEF, 0xEE]), 0x9100);
    assert_eq!(rig.change_settings(2, &[0x00, 0xE0, 0xEE]), 0x919D);
}

#[test]
fn refused_with_91f0_for_another_file() {
    for file in [0, 4, 0x1F, 0xFF] {
        assert_eq!(Rig::new().change_settings(file, &[0x00, 0xE0, 0xEE]), 0x91F0, "file {file}");
    }
}

/// Free to change: in plain, in a session or out of it.
#[test]
fn changed_by_anybody_in_plain_if_free() {
    let mut rig = Rig::new();
    assert_eq!(rig.change_settings(2, &[0x00, 0xEE, 0xEE]), 0x9100);
    assert_eq!(rig.wrapped(0x5F, &[2, 0x01, 0xEE, 0xEE]).1, 0x9100);
    let mut open = rig.authenticate(0);
    let command = crate::rig::Raw::<0x5F, 1> {
        mode: tapsmith_core::access::CommMode::Plain,
        payload: vec![2, 0x00, 0xE0, 0xEE],
    };
    assert_eq!(rig.secure(&mut open, &command).1, 0x9100);
    assert!(rig.alive(&mut open), "and it counted");
}

/// Switched off, SDM is forgotten; the other settings stand.
#[test]
fn sdm_off_keeps_no_block() {
    let mut rig = Rig::new();
    assert_eq!(rig.change_settings(2, &plain()), 0x9100);
    assert_eq!(rig.change_settings(2, &[0x00, 0xE0, 0xEE]), 0x9100);
    rig.select();
    assert_eq!(rig.wrapped(0xF5, &[2]), (vec![0, 0x00, 0xE0, 0xEE, 0, 1, 0], 0x9100));
}

/// What `GetFileSettings` says of a factory card, byte for byte as silicon was seen to.
#[test]
fn get_file_settings_of_a_factory_card() {
    let mut rig = Rig::new();
    assert_eq!(rig.wrapped(0xF5, &[1]), (vec![0, 0x00, 0x00, 0xE0, 32, 0, 0], 0x9100));
    assert_eq!(rig.wrapped(0xF5, &[2]), (vec![0, 0x00, 0xE0, 0xEE, 0, 1, 0], 0x9100));
    assert_eq!(rig.wrapped(0xF5, &[3]), (vec![0, 0x03, 0x30, 0x23, 128, 0, 0], 0x9100));
}
