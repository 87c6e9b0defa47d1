use super::*;
use tapsmith_core::key::{AesKey, KeyVersion};

#[test]
fn prints_nothing_of_itself() {
    let key = Key::from_hex("0123456789ab").unwrap();
    let printed = format!("{key:?} {:?}", Opener::b(key.clone()));
    assert_eq!(printed, "[redacted] Opener { kind: B, key: [redacted] }");
    assert!(key == key.clone() && key != Key::factory());
    assert!(Key::from_hex("0123456789a").is_err());
}

#[test]
fn a_records_key_b_is_the_start_of_its_slot_0() {
    let key = AesKey::from_hex("00112233445566778899AABBCCDDEEFF").unwrap();
    let slot = SlotKey { key, version: KeyVersion(1) };
    assert_eq!(Key::of(&slot), Key::from_hex("001122334455").unwrap());
    assert_eq!(Key::of(&SlotKey::factory()), Key::from_hex("FFFFFFFFFFFF").unwrap());
    // Zeros that somebody put there are zeros.
    let zeros = SlotKey { key: AesKey::factory(), version: KeyVersion(1) };
    assert_eq!(Key::of(&zeros), Key::from_hex("000000000000").unwrap());
}
