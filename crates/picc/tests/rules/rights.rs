//! Who may do what, and how the bytes travel then.

use crate::rig::{Raw, Rig};
use tapsmith_core::access::CommMode::{self, Full, Mac, Plain};

fn read(file: u8, mode: CommMode) -> Raw<0xAD, 7> {
    Raw { mode, payload: vec![file, 0, 0, 0, 4, 0, 0] }
}

fn write(file: u8, mode: CommMode) -> Raw<0x8D, 7> {
    Raw { mode, payload: vec![file, 0, 0, 0, 4, 0, 0, 1, 2, 3, 4] }
}

/// Rights as wire bytes, then what a session with `key` gets for a read and for a write.
#[test]
fn by_key() {
    // file option, RW|Change, Read|Write, key, (mode, read), (mode, write)
    let cases = [
        (0x01, 0xF0, 0x12, 1, (Mac, 0x9100), (Mac, 0x91AE)),
        (0x01, 0xF0, 0x12, 2, (Mac, 0x91AE), (Mac, 0x9100)),
        (0x03, 0x30, 0x12, 3, (Full, 0x9100), (Full, 0x9100)),
        (0x03, 0x30, 0xE2, 3, (Full, 0x9100), (Full, 0x9100)),
        (0x03, 0x30, 0xE2, 1, (Plain, 0x9100), (Full, 0x91AE)),
        (0x03, 0xE0, 0xFF, 4, (Plain, 0x9100), (Plain, 0x9100)),
        (0x01, 0xF0, 0xFF, 4, (Mac, 0x919D), (Mac, 0x919D)),
        (0x02, 0x40, 0xFF, 4, (Plain, 0x9100), (Plain, 0x9100)),
        (0x00, 0x40, 0xFF, 1, (Plain, 0x91AE), (Plain, 0x91AE)),
    ];
    for (option, low, high, key, (read_mode, read_status), (write_mode, write_status)) in cases {
        let name = format!("{option:02X} {low:02X} {high:02X}, key {key}");
        let mut rig = Rig::new();
        assert_eq!(rig.change_settings(3, &[option, low, high]), 0x9100, "{name}");
        let mut open = rig.authenticate(key);
        assert_eq!(rig.secure(&mut open, &read(3, read_mode)).1, read_status, "{name}: read");
        let mut open = rig.authenticate(key);
        assert_eq!(rig.secure(&mut open, &write(3, write_mode)).1, write_status, "{name}: write");
    }
}

/// Outside a session.
#[test]
fn by_anybody() {
    let cases = [
        (0xE0, 0xFF, 0x9100, 0x9100),
        (0xF0, 0xEF, 0x9100, 0x919D),
        (0xF0, 0xFE, 0x919D, 0x9100),
        (0xF0, 0x1F, 0x91AE, 0x919D),
        (0x10, 0xFF, 0x91AE, 0x91AE),
    ];
    for (low, high, read_status, write_status) in cases {
        let name = format!("{low:02X} {high:02X}");
        let mut rig = Rig::new();
        assert_eq!(rig.change_settings(3, &[0x03, low, high]), 0x9100, "{name}");
        rig.select();
        assert_eq!(rig.read_data(3, 0, 4).1, read_status, "{name}: read");
        let written = rig.wrapped(0x8D, &write(3, Plain).payload).1;
        assert_eq!(written, write_status, "{name}: write");
    }
}

/// `SDMFileRead` lets everybody read, though `Read` is F; nobody in a session, and nobody writes.
#[test]
fn by_sdm_file_read() {
    let mut rig = Rig::new();
    let settings = [0x40, 0xF0, 0xFF, 0xC1, 0xFF, 0xE2, 0, 0, 0, 20, 0, 0, 40, 0, 0, 40, 0, 0];
    assert_eq!(rig.change_settings(2, &settings), 0x9100);
    rig.select();
    assert_eq!(rig.read_data(2, 0, 4).1, 0x9100);
    assert_eq!(rig.wrapped(0x8D, &write(2, Plain).payload).1, 0x919D);
    rig.select_file(tapsmith_card::command::FileNumber::Ndef);
    assert_eq!(rig.read_binary(0, 4).1, 0x9000);
    let mut open = rig.authenticate(2);
    assert_eq!(rig.secure(&mut open, &read(2, Plain)).1, 0x919D);
}

/// The change right, one of the four, and no other.
#[test]
fn by_the_change_right() {
    for key in 0..=4 {
        let mut rig = Rig::new();
        assert_eq!(rig.change_settings(2, &[0x00, 0xE3, 0xEE]), 0x9100);
        let mut open = rig.authenticate(key);
        let change = Raw::<0x5F, 1> { mode: Full, payload: vec![2, 0x00, 0xE0, 0xEE] };
        let status = if key == 3 { 0x9100 } else { 0x91AE };
        assert_eq!(rig.secure(&mut open, &change).1, status, "key {key}");
    }
}
