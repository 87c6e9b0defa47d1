//! A chip that shows a random UID: where it does, and where it does not.

use crate::rig::{Raw, Rig, UID};
use crate::settings::plain;
use tapsmith_card::command::FileNumber;
use tapsmith_core::access::CommMode;

/// A chip so set, and the field gone since.
fn random() -> Rig {
    let mut rig = Rig::new();
    rig.configured(0x00, &[0x02]);
    rig.card.power_off();
    rig.select();
    rig
}

/// The UID as a reader has it.
fn shown(rig: &mut Rig) -> Vec<u8> {
    let (uid, status) = rig.send(&[0xFF, 0xCA, 0, 0, 0]);
    assert_eq!(status, 0x9000);
    uid
}

fn version_uid(rig: &mut Rig) -> Vec<u8> {
    rig.wrapped(0x60, &[]);
    rig.wrapped(0xAF, &[]);
    rig.wrapped(0xAF, &[]).0[..7].to_vec()
}

/// Not before the field has gone.
#[test]
fn from_the_next_activation_on() {
    let mut rig = Rig::new();
    rig.configured(0x00, &[0x02]);
    rig.select();
    assert_eq!(shown(&mut rig), UID.0);
    assert_eq!(version_uid(&mut rig), UID.0);
    assert_eq!(rig.wrapped(0x3C, &[0]).1, 0x9190);
    rig.card.power_off();
    assert_eq!(shown(&mut rig).len(), 4);
}

#[test]
fn four_bytes_once_for_each_activation() {
    let mut rig = random();
    let mut seen = Vec::new();
    for _ in 0..4 {
        let uid = shown(&mut rig);
        assert_eq!((uid.len(), uid[0]), (4, 0x08));
        rig.select();
        assert_eq!(shown(&mut rig), uid);
        assert!(!seen.contains(&uid));
        seen.push(uid);
        rig.card.power_off();
    }
}

#[test]
fn the_version_hides_it_too() {
    assert_eq!(version_uid(&mut random()), [0; 7]);
}

#[test]
fn the_ats_is_the_same() {
    assert_eq!(random().send(&[0xFF, 0xCA, 1, 0, 0]), Rig::new().send(&[0xFF, 0xCA, 1, 0, 0]));
}

/// 910B without a session: the signature would tell the UID.
#[test]
fn read_sig() {
    let mut rig = random();
    assert_eq!(rig.wrapped(0x3C, &[0]).1, 0x910B);
    assert_eq!(rig.wrapped(0x3C, &[1]).1, 0x910C, "the address is looked at first");
    let mut open = rig.authenticate(1);
    let signature = Raw::<0x3C, 1> { mode: CommMode::Full, payload: vec![0] };
    let (data, status) = rig.secure(&mut open, &signature);
    assert_eq!((data.as_slice(), status), (&rig.card.memory().signature().0[..], 0x9190));
}

#[test]
fn get_card_uid_tells_it_to_a_key() {
    let mut rig = random();
    let mut open = rig.authenticate(4);
    let command = Raw::<0x51, 0> { mode: CommMode::Full, payload: Vec::new() };
    assert_eq!(rig.secure(&mut open, &command), (UID.0.to_vec(), 0x9100));
    assert_eq!(rig.wrapped(0x51, &[]).1, 0x917E);
    assert_eq!(rig.wrapped(0x51, &[]).1, 0x91AE);
}

/// A mirror in plain shows the UID itself.
#[test]
fn a_plain_mirror_shows_it() {
    let mut rig = random();
    assert_eq!(rig.change_settings(2, &plain()), 0x9100);
    rig.select_file(FileNumber::Ndef);
    assert_eq!(rig.read_binary(0, 14).0, UID.to_string().into_bytes());
}
