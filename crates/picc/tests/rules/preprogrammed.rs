//! A chip that somebody programmed before it was sold.

use crate::rig::{Rig, UID, key, memory};
use tapsmith_card::command::FileNumber;
use tapsmith_card::settings::FileSettings;
use tapsmith_core::key::{AesKey, KeyVersion, SlotKey};
use tapsmith_picc::Unknowns;

#[test]
fn holds_what_its_seller_wrote() {
    let theirs = AesKey::init_with(|key| *key = [0x77; 16]);
    let slot = SlotKey { key: theirs.clone(), version: KeyVersion(9) };
    let settings = FileSettings::decode(&[0x00, 0x00, 0xE0]).unwrap();
    let memory = memory()
        .with_key(key(0), slot)
        .with_data(FileNumber::Ndef, b"theirs")
        .with_settings(FileNumber::Ndef, settings);
    let mut rig = Rig::of(memory, Unknowns::default());
    assert_eq!(rig.wrapped(0x64, &[0]), (vec![9], 0x9100));
    assert_eq!(rig.read_data(2, 0, 6).0, b"theirs");
    assert_eq!(rig.wrapped(0x8D, &[2, 0, 0, 0, 1, 0, 0, 1]).1, 0x91AE);
    assert_eq!(rig.authenticate_with(0, &AesKey::factory()).err(), Some(0x91AE));
    assert!(rig.authenticate_with(0, &theirs).is_ok());
    assert!(rig.authenticate_with(1, &AesKey::factory()).is_ok(), "the others are the factory's");
}

/// What does not fit a file is left out.
#[test]
fn too_much_for_a_file() {
    let memory = memory().with_data(FileNumber::CapabilityContainer, &[0xAB; 300]);
    assert_eq!(memory.data(FileNumber::CapabilityContainer), [0xAB; 32]);
    assert_eq!((memory.data(FileNumber::Ndef), memory.uid()), (&[0; 256][..], UID));
}
