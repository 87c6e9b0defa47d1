//! New settings for a file, each with the verdict that the data sheet has for them.

use proptest::prelude::*;
use proptest::sample::select;
use tapsmith_card::settings::{
    CounterMirror, EncryptedData, FileRead, FileSettings, Offset, PiccMirror, Sdm,
};
use tapsmith_core::access::{Access, AccessRights, CommMode};
use tapsmith_core::key::KeyNumber;

/// Settings, and whether the chip takes them for the NDEF file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Proposal {
    pub(crate) settings: FileSettings,
    pub(crate) valid: bool,
}

/// All mirrors stand here or behind.
pub(crate) const FIRST_MIRROR: usize = 64;

pub(crate) fn proposal() -> impl Strategy<Value = Proposal> {
    let mode = select(vec![CommMode::Plain, CommMode::Mac, CommMode::Full]);
    let sdm = prop_oneof![
        3 => Just((None, true)),
        3 => valid().prop_map(|sdm| (Some(sdm), true)),
        1 => broken().prop_map(|sdm| (Some(sdm), false)),
    ];
    (mode, rights(), sdm).prop_map(|(mode, rights, (sdm, valid))| {
        let settings = FileSettings { mode, rights, sdm };
        Proposal { settings, valid }
    })
}

fn key() -> impl Strategy<Value = KeyNumber> {
    select(KeyNumber::ALL.to_vec())
}

fn access() -> impl Strategy<Value = Access> {
    prop_oneof![
        3 => Just(Access::Key(KeyNumber::MASTER)),
        2 => key().prop_map(Access::Key),
        3 => Just(Access::Free),
        1 => Just(Access::Never),
    ]
}

/// Mostly, key 0 may change the settings again.
fn rights() -> impl Strategy<Value = AccessRights> {
    let change = prop_oneof![8 => Just(Access::Key(KeyNumber::MASTER)), 2 => access()];
    (access(), access(), access(), change).prop_map(|(read, write, read_write, change)| {
        AccessRights { read, write, read_write, change }
    })
}

fn offset(value: usize) -> Offset {
    Offset::new(value).unwrap()
}

/// UID and counter between 64 and 122, encrypted data from 126, the MAC from 158 on.
fn valid() -> impl Strategy<Value = Sdm> {
    (picc(), file_read(), access()).prop_map(|(picc, file_read, counter_read)| {
        let both = picc.has_uid() && picc.has_counter();
        let encrypted = |data: &mut FileRead| data.encrypted = data.encrypted.filter(|_| both);
        let counter_read = if picc.has_counter() { counter_read } else { Access::Never };
        let mut sdm = Sdm { picc, file_read, counter_read, counter_limit: None, tag_tamper: None };
        sdm.file_read.as_mut().map(encrypted);
        sdm
    })
}

fn picc() -> impl Strategy<Value = PiccMirror> {
    let encrypted =
        (key(), FIRST_MIRROR..=74, select(vec![(true, true), (true, false), (false, true)]))
            .prop_map(|(key, at, (uid, counter))| PiccMirror::Encrypted {
                key,
                at: offset(at),
                uid,
                counter,
            });
    let counter = prop_oneof![
        Just(CounterMirror::Off),
        Just(CounterMirror::Hidden),
        (90..=100_usize).prop_map(|at| CounterMirror::At(offset(at))),
    ];
    let plain = (FIRST_MIRROR..=76, counter)
        .prop_map(|(uid, counter)| PiccMirror::Plain { uid: Some(offset(uid)), counter });
    let off = Just(PiccMirror::Off { counter: false, uid: false });
    prop_oneof![3 => encrypted, 3 => plain, 1 => off]
}

fn file_read() -> impl Strategy<Value = Option<FileRead>> {
    let encrypted = prop::option::of(Just(EncryptedData { at: offset(126), length: offset(32) }));
    let some = (key(), 0..=126_usize, 158..=240_usize, encrypted);
    prop::option::of(some.prop_map(|(key, mac_input, mac, encrypted)| FileRead {
        key,
        mac_input: offset(mac_input),
        mac: offset(mac),
        encrypted,
    }))
}

/// Breaks one rule.
fn broken() -> impl Strategy<Value = Sdm> {
    (valid(), key(), 0..7_usize).prop_map(|(mut sdm, key, rule)| {
        let mac = |input, at| {
            let (mac_input, mac) = (offset(input), offset(at));
            Some(FileRead { key, mac_input, mac, encrypted: None })
        };
        let (uid, counter) = (Some(offset(FIRST_MIRROR)), CounterMirror::Off);
        match rule {
            0 => sdm.file_read = mac(0, 241),
            1 => sdm.file_read = mac(201, 200),
            2 => sdm.picc = PiccMirror::Off { counter: false, uid: true },
            3 => {
                let at = offset(225);
                sdm.picc = PiccMirror::Encrypted { key, at, uid: true, counter: true };
            }
            4 => {
                let counter = CounterMirror::At(offset(FIRST_MIRROR + 13));
                sdm.picc = PiccMirror::Plain { uid, counter };
            }
            5 => {
                sdm.picc = PiccMirror::Plain { uid, counter };
                sdm.counter_read = Access::Key(key);
            }
            _ => {
                let mut file_read = mac(100, 200);
                let encrypted = EncryptedData { at: offset(110), length: offset(48) };
                file_read.as_mut().unwrap().encrypted = Some(encrypted);
                sdm.file_read = file_read;
            }
        }
        sdm
    })
}
