//! What a card had and was to have is found again, whatever happened in between.

use jiff::Timestamp;
use tapsmith_core::batch::KeyScheme;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion, SlotKey};
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;
use tapsmith_store::{CardState, Claim, Damage, Error, FileChange, KeyChange};

use crate::common::{Dice, Fixture, batch};
use crate::forge::redigest;

const UID: Uid = Uid([4, 1, 2, 3, 4, 5, 6]);

fn held(byte: u8, version: u8) -> SlotKey {
    SlotKey { key: AesKey::init_with(|key| key.fill(byte)), version: KeyVersion(version) }
}

fn change(slot: usize, old: SlotKey, new: SlotKey) -> KeyChange {
    KeyChange { slot: KeyNumber::ALL[slot], old, new }
}

#[test]
fn every_key_a_slot_may_hold_is_found_the_newest_first() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let now = Timestamp::UNIX_EPOCH;
    assert!(!vault.has_journal(UID).unwrap());
    let first = [
        change(1, SlotKey::factory(), held(0xA1, 1)),
        change(0, SlotKey::factory(), held(0xA0, 1)),
    ];
    let file = FileChange { file: 2, old: vec![0], new: vec![1, 2] };
    vault.journal(UID, &first, &[file], now, &mut Dice(1)).unwrap();
    vault.journal(UID, &[change(1, held(0xA1, 1), held(0xB1, 2))], &[], now, &mut Dice(2)).unwrap();
    vault.journal(Uid([9; 7]), &first, &[], now, &mut Dice(3)).unwrap();
    drop(vault);
    let vault = fixture.unlock();
    assert!(vault.has_journal(UID).unwrap());
    let of_slot_1: Vec<_> = vault
        .known_keys(UID)
        .unwrap()
        .into_iter()
        .filter(|known| known.slot == KeyNumber::ALL[1])
        .map(|known| known.held)
        .collect();
    let wanted = [held(0xB1, 2), held(0xA1, 1), held(0xA1, 1), SlotKey::factory()];
    assert_eq!(of_slot_1, wanted);
}

#[test]
fn a_change_moved_to_another_card_or_slot_does_not_open() {
    for swap in ["uid = zeroblob(7)", "slot = 2", "new_version = 9", "sealed = zeroblob(73)"] {
        let fixture = Fixture::new();
        let mut vault = fixture.unlock();
        let changes = [change(1, SlotKey::factory(), held(0xA1, 1))];
        vault.journal(UID, &changes, &[], Timestamp::UNIX_EPOCH, &mut Dice(1)).unwrap();
        fixture.sql().execute(&format!("UPDATE key_changes SET {swap}"), ()).unwrap();
        redigest(&fixture.sql(), "key_changes");
        let uid = if swap.starts_with("uid") { Uid([0; 7]) } else { UID };
        let outcome = vault.known_keys(uid);
        assert!(matches!(outcome, Err(Error::Damaged(Damage::Row { .. }))), "{swap}: {outcome:?}");
    }
}

#[test]
fn a_reset_raises_the_generation_once_and_before_it_is_finished() {
    for scheme in [KeyScheme::Derived, KeyScheme::Random] {
        let fixture = Fixture::new();
        let mut vault = fixture.unlock();
        let batch = batch("b", scheme, 1, 2);
        let now = Timestamp::UNIX_EPOCH;
        vault.create_batch(&batch, None, now, &mut Dice(1), &mut |_| true).unwrap();
        let (record, first) = (RecordId::MIN, Generation::default());
        let (uid, is_virtual, replaces) = (UID, true, None);
        let claim = Claim { record, uid, generation: first, is_virtual, replaces };
        vault.claim(&batch, claim, now).unwrap();
        let old = vault.keys(&batch).unwrap().record(record, first).unwrap();
        for _ in ["begun", "torn, and begun again"] {
            vault.begin_reset(&batch, record, UID, now, &mut Dice(2)).unwrap();
            assert_eq!(vault.generation(&batch, record).unwrap().as_u8(), 1);
            let card = vault.card_by_uid(UID).unwrap().unwrap();
            assert_eq!(card.state, CardState::Resetting);
        }
        let stranger = vault.begin_reset(&batch, record, Uid([9; 7]), now, &mut Dice(2));
        assert!(matches!(stranger, Err(Error::NotClaimed { .. })), "{stranger:?}");
        vault.end_reset(&batch, record, Uid([9; 7]), now).unwrap();
        assert!(vault.card_by_uid(UID).unwrap().is_some(), "of another card");
        vault.end_reset(&batch, record, UID, now).unwrap();
        assert_eq!(vault.card_by_uid(UID).unwrap(), None);
        assert_eq!(vault.next_free_record(&batch).unwrap(), Some(record));
        let next = vault.generation(&batch, record).unwrap();
        let keys = vault.keys(&batch).unwrap();
        let new = keys.record(record, next).unwrap();
        assert!(old.iter().zip(new.iter()).all(|(old, new)| old.1 != new.1), "{scheme:?}");
        let again = keys.key(record, Role::FileRead, first).unwrap();
        assert_eq!(Some(&again), old.get(Role::FileRead));
    }
}
