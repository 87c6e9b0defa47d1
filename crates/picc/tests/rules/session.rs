//! Secure messaging, and what ends a session.

use crate::rig::{Open, Raw, Rig, UID, key};
use tapsmith_card::command::{ChangeKey, ChangeMasterKey, FileNumber, NonMasterKey};
use tapsmith_core::access::CommMode::{self, Full, Mac, Plain};
use tapsmith_core::key::{AesKey, KeyVersion};

fn new_key(byte: u8) -> AesKey {
    AesKey::init_with(|key| *key = [byte; 16])
}

fn change_key(number: u8, new: u8) -> ChangeKey {
    ChangeKey {
        key: NonMasterKey::new(key(number)).unwrap(),
        old: AesKey::factory(),
        new: new_key(new),
        version: KeyVersion(new),
    }
}

fn get_version() -> Raw<0x60, 0> {
    Raw { mode: Mac, payload: Vec::new() }
}

fn in_session() -> (Rig, Open) {
    let mut rig = Rig::new();
    let open = rig.authenticate(0);
    (rig, open)
}

/// 911E: a command of the right length with a wrong MAC. The session is over.
#[test]
fn a_wrong_mac() {
    for (instruction, length) in
        [(0x60, 8), (0x64, 9), (0xF5, 9), (0x51, 8), (0xC4, 41), (0x5F, 25), (0x5C, 25)]
    {
        let (mut rig, mut open) = in_session();
        let body: Vec<u8> = (0..length).map(|at| u8::from(at == 0) * 2).collect();
        assert_eq!(rig.wrapped(instruction, &body), (Vec::new(), 0x911E), "{instruction:02X}");
        assert!(!rig.alive(&mut open), "{instruction:02X}");
    }
}

/// 917E: a command that carries no protection at all has the wrong length.
#[test]
fn a_missing_mac() {
    for (instruction, body) in [(0x60, &[][..]), (0x64, &[0]), (0xF5, &[2]), (0x51, &[])] {
        let (mut rig, mut open) = in_session();
        assert_eq!(rig.wrapped(instruction, body).1, 0x917E, "{instruction:02X}");
        assert!(!rig.alive(&mut open), "{instruction:02X}");
    }
}

/// 911E: right MAC, wrong padding. The ciphertext is not ours, so that its padding is noise.
#[test]
fn wrong_padding() {
    let (mut rig, mut open) = in_session();
    let noise = Raw::<0x5F, 1> { mode: Mac, payload: [&[2], [0x77; 16].as_slice()].concat() };
    assert_eq!(rig.secure(&mut open, &noise).1, 0x911E);
}

/// Every error ends the session, also of a command that has nothing to do with it.
#[test]
fn every_error() {
    let errors: &[&[u8]] = &[
        &[0x90, 0xC1, 0, 0, 0],
        &[0x90, 0xAF, 0, 0, 0],
        &[0x90, 0x71, 0, 0, 2, 9, 0, 0],
        &[0x90, 0x77, 0, 0, 1, 9, 0],
        &[0x90, 0xAD, 0, 0, 7, 9, 0, 0, 0, 0, 0, 0, 0],
        &[0x00, 0xA4, 0x04, 0x00, 0x02, 0xAB, 0xCD, 0x00],
        &[0x00, 0xB0, 0, 0, 0],
        &[0x00, 0xD6, 0, 0, 1, 0],
        &[0x00, 0x99, 0, 0],
        &[0x80, 0x60, 0, 0, 0],
        &[0x90, 0x60, 0, 0, 9, 0],
    ];
    for command in errors {
        let (mut rig, mut open) = in_session();
        assert!(rig.alive(&mut open));
        let status = rig.status(command);
        assert!(!matches!(status, 0x9000 | 0x9100 | 0x91AF), "{command:02X?}");
        assert!(!rig.alive(&mut open), "{command:02X?} was answered {status:04X}");
    }
}

/// 6982: reading and writing by ISO command, though the file is free.
#[test]
fn iso_reads_and_writes_are_refused() {
    for command in [&[0x00, 0xB0, 0, 0, 4][..], &[0x00, 0xD6, 0, 0, 1, 0]] {
        let mut rig = Rig::new();
        rig.select_file(FileNumber::Ndef);
        rig.authenticate(0);
        assert_eq!(rig.status(command), 0x6982, "{command:02X?}");
    }
}

#[test]
fn a_select() {
    let (mut rig, mut open) = in_session();
    rig.select_file(FileNumber::Ndef);
    assert!(!rig.alive(&mut open));
}

#[test]
fn the_field() {
    let (mut rig, mut open) = in_session();
    rig.card.power_off();
    rig.select();
    assert!(!rig.alive(&mut open));
}

/// A second authentication goes on in the transaction; a refused one leaves nothing.
#[test]
fn another_authentication() {
    let (mut rig, mut open) = in_session();
    assert!(rig.alive(&mut open));
    let mut open = rig.reauthenticate(open, 3).unwrap();
    assert!(rig.alive(&mut open), "the counter goes on");
    assert_eq!(rig.wrapped(0x77, &[9]).1, 0x9140);
    assert!(!rig.alive(&mut open));
    let (mut rig, open) = in_session();
    assert_eq!(rig.part_one(0).1, 0x91AF, "a new first part ends the session before");
    assert_eq!(rig.wrapped(0xAF, &[0; 32]).1, 0x91AE);
    assert_eq!(rig.reauthenticate(open, 0).err(), Some(0x919D));
}

/// Key 0 changed: no MAC, no session, and only the new key opens.
#[test]
fn change_of_key_0() {
    let (mut rig, mut open) = in_session();
    let command = ChangeMasterKey { new: new_key(9), version: KeyVersion(1) };
    let raw = Raw::<0xC4, 1> {
        mode: Full,
        payload: tapsmith_card::command::Command::payload(&command).to_vec(),
    };
    let sent = Rig::sealed(&mut open, &raw);
    assert_eq!(rig.apdu(&sent), (Vec::new(), 0x9100));
    assert!(!rig.alive(&mut open));
    assert_eq!(rig.authenticate_with(0, &AesKey::factory()).err(), Some(0x91AE));
    assert!(rig.authenticate_with(0, &new_key(9)).is_ok());
    assert_eq!(rig.card.memory().key_version(key(0)), KeyVersion(1));
}

/// The other keys changed: the session lives on, each opens with its own, and the same key again is
/// taken, with its version as sent.
#[test]
fn change_of_other_keys() {
    let (mut rig, mut open) = in_session();
    for number in 1..=4 {
        assert_eq!(rig.secure(&mut open, &change_key(number, number)), (Vec::new(), 0x9100));
    }
    let mut again = change_key(4, 4);
    again.old = new_key(4);
    again.version = KeyVersion(0xFF);
    assert_eq!(rig.secure(&mut open, &again).1, 0x9100);
    for number in 1..=4 {
        assert!(rig.authenticate_with(number, &new_key(number)).is_ok(), "key {number}");
    }
    rig.select();
    assert_eq!(rig.wrapped(0x64, &[4]), (vec![0xFF], 0x9100));
}

/// Plain commands count too: after one, the next MAC is made with the next counter.
#[test]
fn plain_commands_count() {
    let (mut rig, mut open) = in_session();
    let read = Raw::<0xAD, 7> { mode: Plain, payload: vec![2, 0, 0, 0, 4, 0, 0] };
    assert_eq!(rig.secure(&mut open, &read), (vec![0; 4], 0x9100));
    assert!(rig.alive(&mut open));
}

/// Free to everybody means in plain, in a session too: a MAC is then a wrong length.
#[test]
fn a_free_file_takes_no_mac() {
    let (mut rig, mut open) = in_session();
    let read = Raw::<0xAD, 7> { mode: Mac, payload: vec![2, 0, 0, 0, 4, 0, 0] };
    assert_eq!(rig.secure(&mut open, &read).1, 0x917E);
}

/// Three frames, counted once, one MAC over all.
#[test]
fn get_version_in_a_session() {
    let (mut rig, mut open) = in_session();
    let first = Rig::sealed(&mut open, &get_version());
    let (mut whole, status) = rig.apdu(&first);
    assert_eq!((whole.len(), status), (7, 0x91AF));
    let (second, status) = rig.wrapped(0xAF, &[]);
    assert_eq!((second.len(), status), (7, 0x91AF));
    let (third, status) = rig.wrapped(0xAF, &[]);
    assert_eq!((third.len(), status), (14 + 8, 0x9100));
    whole.extend(second.into_iter().chain(third));
    let version = Rig::opened(&mut open, Mac, &whole);
    assert_eq!(version[..7], [0x04, 0x04, 0x02, 0x30, 0x00, 0x11, 0x05]);
    assert_eq!(version[7..14], [0x04, 0x04, 0x02, 0x01, 0x02, 0x11, 0x05]);
    assert_eq!(version[14..21], UID.0);
    assert!(rig.alive(&mut open));
}

/// Encrypted both ways, one after the other, after a first authentication and after a second: what
/// LRP counts goes on in the one and starts again in the other.
#[test]
fn encrypted_commands_in_a_row() {
    let (mut rig, mut open) = in_session();
    let write = |byte| Raw::<0x8D, 7> {
        mode: Full,
        payload: [vec![3, 0, 0, 0, 40, 0, 0], vec![byte; 40]].concat(),
    };
    let read = || Raw::<0xAD, 7> { mode: Full, payload: vec![3, 0, 0, 0, 40, 0, 0] };
    let uid = || Raw::<0x51, 0> { mode: Full, payload: Vec::new() };
    assert_eq!(rig.change_settings(3, &[0x03, 0x00, 0x00]), 0x9100);
    for byte in 1..4 {
        open = if byte == 1 { rig.authenticate(0) } else { rig.reauthenticate(open, 0).unwrap() };
        assert_eq!(rig.secure(&mut open, &write(byte)), (Vec::new(), 0x9100));
        assert_eq!(rig.secure(&mut open, &uid()), (UID.0.to_vec(), 0x9100));
        assert_eq!(rig.secure(&mut open, &read()), (vec![byte; 40], 0x9100));
        assert!(rig.alive(&mut open));
        assert_eq!(rig.secure(&mut open, &read()), (vec![byte; 40], 0x9100));
    }
}

#[test]
fn every_mode_is_asked_for() {
    let modes: [(CommMode, u8); 3] = [(Plain, 0x00), (Mac, 0x01), (Full, 0x03)];
    for (right, option) in modes {
        for (used, _) in modes {
            let mut rig = Rig::new();
            assert_eq!(rig.change_settings(3, &[option, 0x00, 0x00]), 0x9100);
            let mut open = rig.authenticate(0);
            let payload = vec![3, 0, 0, 0, 2, 0, 0, 1, 2];
            let write = Raw::<0x8D, 7> { mode: used, payload };
            let status = if used == right { 0x9100 } else { 0x917E };
            assert_eq!(rig.secure(&mut open, &write).1, status, "{right:?} by {used:?}");
        }
    }
}
