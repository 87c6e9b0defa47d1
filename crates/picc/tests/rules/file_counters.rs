//! `GetFileCounters`: who may ask, and what the answer is. Files without SDM are in `status`.

use crate::rig::{Raw, Rig};
use crate::settings::sdm;
use tapsmith_card::command::FileNumber;
use tapsmith_core::access::CommMode::{self, Full, Mac, Plain};

/// Tapped three times, with `SDMCtrRet` at `right`.
fn tapped(right: u8) -> Rig {
    let mut rig = Rig::new();
    assert_eq!(rig.change_settings(2, &sdm(0xC1, right, 0xE, 0xF, &[0, 20])), 0x9100);
    for _ in 0..3 {
        rig.select_file(FileNumber::Ndef);
        assert_eq!(rig.read_binary(0, 4).1, 0x9000);
    }
    rig
}

fn get(mode: CommMode) -> Raw<0xF6, 1> {
    Raw { mode, payload: vec![2] }
}

const THREE: [u8; 5] = [3, 0, 0, 0, 0];

#[test]
fn by_its_key_in_full() {
    for key in 0..=4 {
        let mut rig = tapped(3);
        let mut open = rig.authenticate(key);
        let answer = rig.secure(&mut open, &get(Full));
        if key == 3 {
            assert_eq!(answer, (THREE.to_vec(), 0x9100));
            assert!(rig.alive(&mut open));
        } else {
            assert_eq!(answer, (Vec::new(), 0x91AE), "key {key}");
        }
    }
    assert_eq!(tapped(3).wrapped(0xF6, &[2]).1, 0x91AE, "without a session");
}

#[test]
fn by_anybody_in_plain() {
    let mut rig = tapped(0xE);
    assert_eq!(rig.wrapped(0xF6, &[2]), (THREE.to_vec(), 0x9100));
    let mut open = rig.authenticate(4);
    assert_eq!(rig.secure(&mut open, &get(Plain)), (THREE.to_vec(), 0x9100));
    assert_eq!(rig.secure(&mut open, &get(Mac)).1, 0x917E);
}

#[test]
fn by_nobody() {
    let mut rig = tapped(0xF);
    assert_eq!(rig.wrapped(0xF6, &[2]).1, 0x919D);
    let mut open = rig.authenticate(0);
    assert_eq!(rig.secure(&mut open, &get(Full)).1, 0x919D);
}

#[test]
fn a_wrong_mac() {
    let mut rig = tapped(1);
    rig.authenticate(1);
    assert_eq!(rig.wrapped(0xF6, &[2, 0, 0, 0, 0, 0, 0, 0, 0]).1, 0x911E);
}

/// Asking is no tap.
#[test]
fn does_not_count() {
    let mut rig = tapped(0xE);
    rig.wrapped(0xF6, &[2]);
    assert_eq!(rig.counter(), 3);
}
