//! Lengths: of commands, of answers, and of what fits a file.

use crate::rig::{Raw, Rig};
use tapsmith_core::access::CommMode::{self, Full, Mac, Plain};

fn read(offset: u16, length: u16, mode: CommMode) -> Raw<0xAD, 7> {
    let ([o1, o2], [l1, l2]) = (offset.to_le_bytes(), length.to_le_bytes());
    Raw { mode, payload: vec![2, o1, o2, 0, l1, l2, 0] }
}

fn write(offset: u16, length: u16, mode: CommMode) -> Raw<0x8D, 7> {
    let ([o1, o2], [l1, l2]) = (offset.to_le_bytes(), length.to_le_bytes());
    let data = vec![0x5A; usize::from(length)];
    Raw { mode, payload: [&[2, o1, o2, 0, l1, l2, 0], data.as_slice()].concat() }
}

/// 917E: every wrapped command, too short and too long.
#[test]
fn every_command_of_a_wrong_length() {
    let cases: &[(u8, &[usize])] = &[
        (0x71, &[0, 1, 3]),
        (0x77, &[0, 2]),
        (0x60, &[1, 8]),
        (0x64, &[0, 2, 9]),
        (0xF5, &[0, 2, 9]),
        (0x51, &[1, 8]),
        (0xF6, &[0, 2, 8]),
        (0x5C, &[0, 1, 2, 24, 26]),
        (0xC4, &[0, 1, 18, 22, 40, 42]),
        (0x5F, &[0, 1, 2, 3]),
        (0xAD, &[0, 6, 8, 15]),
        (0x8D, &[0, 6, 7, 8]),
    ];
    for (instruction, lengths) in cases {
        for length in *lengths {
            let mut rig = Rig::new();
            let body = vec![0; *length];
            // Of these zeros the file number is 00, which a read or write names first if long enough.
            let body =
                body.iter().enumerate().map(|(at, _)| u8::from(at == 0) * 2).collect::<Vec<_>>();
            assert_eq!(rig.wrapped(*instruction, &body).1, 0x917E, "{instruction:02X}, {length}");
        }
    }
}

/// P1, P2 and Le of a wrapped command are 00.
#[test]
fn the_wrapped_header() {
    for command in [
        &[0x90, 0x60, 0x01, 0x00, 0x00][..],
        &[0x90, 0x60, 0x00, 0x01, 0x00],
        &[0x90, 0x60, 0x00, 0x00],
        &[0x90, 0x60, 0x00, 0x00, 0x07],
    ] {
        assert_eq!(Rig::new().status(command), 0x917E, "{command:02X?}");
    }
}

/// The longest answers: 256 bytes in plain, 248 with a MAC, 239 in full; one more is 917E.
#[test]
fn the_longest_reads() {
    let cases = [
        (0x00, Plain, 256, 256, 0x9100),
        (0x00, Plain, 0, 256, 0x9100),
        (0x01, Mac, 248, 248, 0x9100),
        (0x01, Mac, 249, 0, 0x917E),
        (0x01, Mac, 0, 0, 0x917E),
        (0x03, Full, 239, 239, 0x9100),
        (0x03, Full, 240, 0, 0x917E),
        (0x03, Full, 0, 0, 0x917E),
    ];
    for (option, mode, length, answered, status) in cases {
        let mut rig = Rig::new();
        assert_eq!(rig.change_settings(2, &[option, 0x00, 0x00]), 0x9100);
        let mut open = rig.authenticate(0);
        let (data, word) = rig.secure(&mut open, &read(0, length, mode));
        assert_eq!((data.len(), word), (answered, status), "{mode:?}, {length}");
    }
    let mut rig = Rig::new();
    assert_eq!(rig.change_settings(2, &[0x01, 0x00, 0x00]), 0x9100);
    let mut open = rig.authenticate(0);
    assert_eq!(rig.secure(&mut open, &read(8, 0, Mac)).0.len(), 248, "to the end, if it fits");
}

/// The longest commands: 248 bytes in plain, 240 with a MAC, 239 in full. No more fits an APDU.
#[test]
fn the_longest_writes() {
    for (option, mode, length) in [(0x00, Plain, 248), (0x01, Mac, 240), (0x03, Full, 239)] {
        let mut rig = Rig::new();
        assert_eq!(rig.change_settings(2, &[option, 0x00, 0x00]), 0x9100);
        let mut open = rig.authenticate(0);
        assert_eq!(rig.secure(&mut open, &write(0, length, mode)).1, 0x9100, "{mode:?}");
        let (data, _) = rig.secure(&mut open, &read(0, length, mode));
        assert_eq!(data, vec![0x5A; usize::from(length)]);
    }
}

/// 917E for a length that is not that of the data, or is 0.
#[test]
fn a_write_whose_length_is_not_its_datas() {
    let mut rig = Rig::new();
    for (length, data) in [(0, 0), (0, 1), (2, 1), (1, 2)] {
        let body = [&[2, 0, 0, 0, length, 0, 0], vec![1; data].as_slice()].concat();
        assert_eq!(rig.wrapped(0x8D, &body).1, 0x917E, "{length} of {data}");
    }
    let mut open = {
        assert_eq!(rig.change_settings(2, &[0x03, 0x00, 0x00]), 0x9100);
        rig.authenticate(0)
    };
    let lie = Raw::<0x8D, 7> { mode: Full, payload: vec![2, 0, 0, 0, 2, 0, 0, 1] };
    assert_eq!(rig.secure(&mut open, &lie).1, 0x917E, "inside the padding");
}

#[test]
fn the_end_of_the_file() {
    let mut rig = Rig::new();
    assert_eq!(rig.wrapped(0x8D, &write(255, 1, Plain).payload).1, 0x9100);
    assert_eq!(rig.wrapped(0x8D, &write(255, 2, Plain).payload).1, 0x91BE);
    assert_eq!(rig.wrapped(0x8D, &write(256, 1, Plain).payload).1, 0x91BE);
    assert_eq!(rig.wrapped(0xAD, &read(255, 1, Plain).payload), (vec![0x5A], 0x9100));
    assert_eq!(rig.wrapped(0xAD, &read(255, 0, Plain).payload), (vec![0x5A], 0x9100));
    assert_eq!(rig.wrapped(0xAD, &read(255, 2, Plain).payload).1, 0x91BE);
    assert_eq!(rig.wrapped(0xAD, &read(256, 0, Plain).payload).1, 0x91BE);
    assert_eq!(rig.wrapped(0xAD, &[2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]).1, 0x91BE);
}
