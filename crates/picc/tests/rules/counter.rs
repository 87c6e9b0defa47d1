//! Which reads are taps.

use crate::rig::{Raw, Rig};
use crate::settings::{PICC, plain, sdm};
use tapsmith_card::command::FileNumber;
use tapsmith_core::access::CommMode;
use tapsmith_picc::Unknowns;

/// SDM on, the NDEF file selected, no tap yet.
fn tappable(settings: &[u8]) -> Rig {
    let mut rig = Rig::new();
    assert_eq!(rig.change_settings(2, settings), 0x9100);
    rig.select_file(FileNumber::Ndef);
    assert_eq!(rig.counter(), 0);
    rig
}

#[test]
fn a_run_of_reads_is_one_tap() {
    let mut rig = tappable(&plain());
    for offset in [0, 7, 14, 20, 0, 100] {
        assert_eq!(rig.read_binary(offset, 7).1, 0x9000);
        assert_eq!(rig.counter(), 1);
    }
    let mut rig = tappable(&plain());
    for offset in [0, 7, 14] {
        assert_eq!(rig.read_data(2, offset, 7).1, 0x9100);
        assert_eq!(rig.counter(), 1);
    }
}

/// The random padding belongs to the run, so that chunks fit together.
#[test]
fn the_chunks_of_a_tap_fit_together() {
    let mut rig = tappable(&sdm(0xC1, 0xF, 0x2, 0x2, &[0, PICC, PICC]));
    let end = u8::try_from(PICC + 16).unwrap();
    let whole = rig.read_binary(0, end).0;
    let chunks: Vec<u8> = (0..end).step_by(8).flat_map(|at| rig.read_binary(at, 8).0).collect();
    assert_eq!(chunks, whole);
    rig.select_file(FileNumber::Ndef);
    assert_ne!(rig.read_binary(0, end).0, whole, "and the next tap is another");
}

#[test]
fn any_command_between_makes_the_next_read_a_tap() {
    let between: &[&[u8]] = &[
        &[0x90, 0x64, 0, 0, 1, 0, 0],
        &[0x90, 0xF5, 0, 0, 1, 2, 0],
        &[0x90, 0x3C, 0, 0, 1, 0, 0],
        &[0x90, 0xC1, 0, 0, 0],
        &[0x90, 0xAD, 0, 0, 7, 2, 0, 0, 0, 4, 0, 0, 0],
        &[0x00, 0xA4, 0x00, 0x0C, 0x02, 0xE1, 0x04],
        &[0x00, 0xA4, 0x00, 0x0C, 0x02, 0xE1, 0x99],
        &[0x00, 0xD6, 0x00, 0x40, 0x01, 0x00],
        &[0x00, 0xCA, 0, 0, 0],
        &[0x80, 0x00, 0, 0],
        &[],
    ];
    for command in between {
        let mut rig = tappable(&plain());
        rig.read_binary(0, 4);
        rig.send(command);
        let before = rig.counter();
        assert_eq!(rig.read_binary(0, 4).1, 0x9000, "{command:02X?}");
        assert_eq!(rig.counter(), before + 1, "{command:02X?}");
    }
}

/// The same between two `ReadData`.
#[test]
fn any_command_between_makes_the_next_read_data_a_tap() {
    let between: &[&[u8]] = &[
        &[0x90, 0x64, 0, 0, 1, 0, 0],
        &[0x90, 0x8D, 0, 0, 8, 2, 100, 0, 0, 1, 0, 0, 9, 0],
        &[0x90, 0xC1, 0, 0, 0],
        &[0x90, 0xAF, 0, 0, 0],
        &[0x00, 0xA4, 0x00, 0x0C, 0x02, 0xE1, 0x04],
        &[0x00, 0xCA, 0, 0, 0],
        &[0x80, 0x00, 0, 0],
    ];
    for command in between {
        let mut rig = tappable(&plain());
        rig.read_data(2, 0, 4);
        rig.send(command);
        rig.read_data(2, 0, 4);
        assert_eq!(rig.counter(), 2, "{command:02X?}");
    }
}

#[test]
fn read_data_and_iso_read_binary_are_two_taps() {
    let mut rig = tappable(&plain());
    rig.read_binary(0, 4);
    rig.read_data(2, 0, 4);
    rig.read_binary(0, 4);
    assert_eq!(rig.counter(), 3);
}

#[test]
fn a_read_of_another_file_ends_the_run() {
    let mut rig = tappable(&plain());
    rig.read_data(2, 0, 4);
    assert_eq!(rig.read_data(1, 0, 4).1, 0x9100);
    rig.read_data(2, 0, 4);
    assert_eq!(rig.counter(), 2);
}

#[test]
fn a_readers_pseudo_apdu_ends_no_run() {
    let mut rig = tappable(&plain());
    rig.read_binary(0, 4);
    rig.send(&[0xFF, 0xCA, 0, 0, 0]);
    rig.read_binary(0, 4);
    assert_eq!(rig.counter(), 1);
}

#[test]
fn a_new_field_is_a_new_tap() {
    let mut rig = tappable(&plain());
    for taps in 1..=3 {
        rig.card.power_off();
        rig.select();
        rig.select_file(FileNumber::Ndef);
        rig.read_binary(0, 4);
        assert_eq!(rig.counter(), taps);
    }
}

/// A read that is refused is no tap, and does not begin a run.
#[test]
fn a_refused_read_is_no_tap() {
    let mut rig = tappable(&plain());
    assert_eq!(rig.send(&[0x00, 0xB0, 0x01, 0x00, 0x04]).1, 0x6A86);
    assert_eq!(rig.wrapped(0xAD, &[2, 0, 1, 0, 0, 0, 0]).1, 0x91BE);
    assert_eq!(rig.wrapped(0xAD, &[2, 0, 0]).1, 0x917E);
    assert_eq!(rig.counter(), 0);
}

#[test]
fn reads_in_a_session_never_count_and_show_nothing() {
    let mut rig = tappable(&plain());
    let mut open = rig.authenticate(0);
    let read = Raw::<0xAD, 7> { mode: CommMode::Plain, payload: vec![2, 0, 0, 0, 0, 0, 0] };
    let (data, status) = rig.secure(&mut open, &read);
    assert_eq!((data, status), (vec![0; 256], 0x9100));
    assert_eq!(rig.counter(), 0);
}

/// A limit of L lets L taps pass. In a session the file is still read.
#[test]
fn the_limit() {
    let mut rig = tappable(&sdm(0xE1, 0xF, 0xE, 0xF, &[0, 20, 3]));
    for _ in 0..3 {
        assert_eq!(rig.read_data(2, 0, 4).1, 0x9100);
        rig.select_file(FileNumber::Ndef);
    }
    assert_eq!(rig.read_data(2, 0, 4).1, 0x919D);
    assert_eq!(rig.read_binary(0, 4).1, 0x6982);
    assert_eq!(rig.counter(), 3);
    let mut open = rig.authenticate(0);
    let read = Raw::<0xAD, 7> { mode: CommMode::Plain, payload: vec![2, 0, 0, 0, 4, 0, 0] };
    assert_eq!(rig.secure(&mut open, &read).1, 0x9100);
}

/// The last tap of a run that reached the limit can be read to its end.
#[test]
fn the_limit_does_not_cut_a_tap() {
    let mut rig = tappable(&sdm(0xE1, 0xF, 0xE, 0xF, &[0, 20, 1]));
    assert_eq!(rig.read_binary(0, 14).1, 0x9000);
    assert_eq!(rig.read_binary(14, 14).1, 0x9000);
}

#[test]
fn the_end_of_the_counter() {
    let settings = "\"settings\": \"00E0EE\"";
    let with_sdm = format!("\"settings\": \"{}\"", tapsmith_core::hex::encode(&plain()));
    let mut rig = Rig::edited(
        Unknowns::default(),
        &[(settings, &with_sdm), ("\"read_counter\": 0", "\"read_counter\": 16777214")],
    );
    rig.select_file(FileNumber::Ndef);
    assert_eq!(rig.read_binary(20, 6).0, b"FFFFFF");
    assert_eq!(rig.read_data(2, 0, 4).1, 0x911E);
    assert_eq!(rig.read_binary(0, 4).1, 0x6982);
    assert_eq!(rig.counter(), 0xFF_FFFF);
}

/// Switching on sets to 0; settings written over settings keep the counter, which a new limit must
/// be above.
#[test]
fn new_settings() {
    let mut rig = tappable(&plain());
    for _ in 0..3 {
        rig.read_binary(0, 4);
        rig.select_file(FileNumber::Ndef);
    }
    assert_eq!(rig.change_settings(2, &plain()), 0x9100);
    assert_eq!(rig.counter(), 3);
    for (limit, status) in [(2, 0x919E), (3, 0x919E), (4, 0x9100)] {
        let settings = sdm(0xE1, 0xF, 0xE, 0xF, &[0, 20, limit]);
        assert_eq!(rig.change_settings(2, &settings), status, "limit {limit}");
    }
    assert_eq!(rig.change_settings(2, &[0x00, 0xE0, 0xEE]), 0x9100);
    assert_eq!(rig.change_settings(2, &plain()), 0x9100);
    assert_eq!(rig.counter(), 0);
}

/// Without SDM nothing counts.
#[test]
fn a_plain_file_counts_nothing() {
    let mut rig = Rig::new();
    rig.select_file(FileNumber::Ndef);
    rig.read_binary(0, 4);
    rig.read_data(2, 0, 4);
    assert_eq!(rig.counter(), 0);
}
