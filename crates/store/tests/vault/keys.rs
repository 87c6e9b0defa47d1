//! A batch's keys, of both schemes.

use std::collections::HashSet;

use tapsmith_core::batch::{BatchId, KeyScheme, RecordRange};
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::random::Random;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::secret::Reveal as _;
use tapsmith_store::{Error, OpenVault, Rotation};
use tapsmith_testkit::vectors::{self, Case};
use uuid::Uuid;

use crate::common::{Dice, Fixture, batch, create, derived, generation, now, random, record};

/// Gives the master key of the vectors when first asked, then dice.
struct Master(Option<[u8; 16]>, Dice);

impl Random for Master {
    type Error = <Dice as Random>::Error;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        match self.0.take() {
            Some(master) => out.copy_from_slice(&master),
            None => self.1.fill(out)?,
        }
        Ok(())
    }
}

#[test]
fn derived_keys_are_those_of_the_published_vectors() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let mut seen = 0;
    for case in vectors::cases("ts1_key_derivation") {
        let master = case.array("master_key");
        let id = BatchId(Uuid::from_bytes(case.array("batch_id")));
        let name = format!("{}-{}", hex::encode(master), id.0.simple());
        let name = name[..64].parse().unwrap();
        let records = RecordRange::new(RecordId::MIN, RecordId::MAX.as_u64()).unwrap();
        let one = tapsmith_core::batch::Batch { id, name, records, ..derived("any") };
        if vault.batch(&one.name).is_err() {
            let random = &mut Master(Some(master), Dice(3));
            vault.create_batch(&one, None, now(), random, &mut |_| true).unwrap();
        }
        // Record 0 stands for keys that the whole batch shares: see below.
        let Ok(id) = RecordId::try_from(case.number("record_id")) else { continue };
        let (generation, role) = of_case(&case);
        let keys = vault.keys(&one).unwrap();
        let key = keys.key(id, role, generation).unwrap();
        assert_eq!(key.reveal(), &case.array("key"), "{case:?}");
        let five = keys.record(id, generation).unwrap();
        assert_eq!(five.get(role), Some(&key));
        seen += 1;
    }
    assert!(seen >= 80, "only {seen} cases");
}

fn of_case(case: &Case) -> (Generation, Role) {
    let role = Role::ALL.into_iter().find(|role| role.name() == case.text("role")).unwrap();
    (generation(u8::try_from(case.number("generation")).unwrap()), role)
}

/// The vectors of record 0, out of a vault: whichever record and generation is asked for.
#[test]
fn shared_keys_are_those_of_the_published_vectors() {
    let mut seen = 0;
    for case in vectors::cases("ts1_key_derivation") {
        let (of_vector, role) = of_case(&case);
        if case.number("record_id") != 0 || of_vector != generation(0) {
            continue;
        }
        let fixture = Fixture::new();
        let mut vault = fixture.unlock();
        let mut one = derived("shared");
        one.id = BatchId(Uuid::from_bytes(case.array("batch_id")));
        one.profile.shared = vec![role];
        let random = &mut Master(Some(case.array("master_key")), Dice(3));
        vault.create_batch(&one, None, now(), random, &mut |_| true).unwrap();
        let keys = vault.keys(&one).unwrap();
        for (id, later) in [(1, 0), (2, 0), (3, 1), (1, 254)] {
            let key = keys.key(record(id), role, generation(later)).unwrap();
            assert_eq!(key.reveal(), &case.array("key"), "{case:?}");
            assert_eq!(keys.record(record(id), generation(later)).unwrap().get(role), Some(&key));
        }
        seen += 1;
    }
    assert!(seen >= 2, "only {seen} cases");
}

/// In both schemes: one key for all records, which a rotation does not touch; the others are each record's own.
#[test]
fn shared_keys_are_one_and_stay() {
    for mut batch in [derived("derived"), random("random")] {
        batch.profile.shared = vec![Role::MetaRead, Role::Spare4];
        let fixture = Fixture::new();
        let mut vault = fixture.unlock();
        create(&mut vault, &batch);
        let each = |vault: &OpenVault, role| -> Vec<_> {
            let all = vault.keys(&batch).unwrap().all([role]).unwrap();
            all.map(|keyed| *keyed.unwrap().keys[0].as_ref().unwrap().reveal()).collect()
        };
        let before = Role::ALL.map(|role| each(&vault, role));
        let rotation = Rotation { records: batch.records, carried: false };
        vault.rotate(&batch, rotation, now(), &mut Dice(9), &mut |_| true).unwrap();
        drop(vault);
        let vault = fixture.unlock();
        for (role, before) in Role::ALL.into_iter().zip(before) {
            let distinct: HashSet<_> = before.iter().chain(&each(&vault, role)).copied().collect();
            let shared = batch.profile.shared.contains(&role);
            assert_eq!(distinct.len(), if shared { 1 } else { 6 }, "{role} of {}", batch.name);
            let one = vault.keys(&batch).unwrap().key(record(2), role, generation(1)).unwrap();
            assert!(distinct.contains(one.reveal()));
        }
        assert!(vault.check(None, &mut |_| true).unwrap().is_good());
    }
}

/// Random keys, and what they share, are each batch's own: another master key, another key.
#[test]
fn two_batches_share_nothing() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let mut seen = HashSet::new();
    for name in ["one", "two"] {
        let mut batch = random(name);
        batch.profile.shared = vec![Role::MetaRead];
        create(&mut vault, &batch);
        let keys = vault.keys(&batch).unwrap();
        let key = keys.key(record(1), Role::MetaRead, generation(0)).unwrap();
        assert!(seen.insert(*key.reveal()));
    }
}

#[test]
fn random_keys_come_back_as_they_were_made() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let batch = batch("cards", KeyScheme::Random, 40, 200);
    create(&mut vault, &batch);
    let first = vault.keys(&batch).unwrap();
    let again = fixture.unlock();
    let again = again.keys(&batch).unwrap();
    let mut all = HashSet::new();
    for id in batch.records.iter() {
        let five = first.record(id, generation(0)).unwrap();
        assert_eq!(five, again.record(id, generation(0)).unwrap());
        for (role, key) in five.iter() {
            assert_eq!(&first.key(id, role, generation(0)).unwrap(), key);
            assert!(all.insert(*key.reveal()), "a key twice");
        }
    }
    assert_eq!(all.len(), 5 * 200);
}

/// 80 bytes as they came from the generator: the key of role byte n is the n-th sixteen.
#[test]
fn random_keys_are_the_generators() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let batch = random("cards");
    vault.create_batch(&batch, None, now(), &mut Dice(5), &mut |_| true).unwrap();
    let mut made = [0; 80];
    Dice(5).fill(&mut made).unwrap();
    let keys = vault.keys(&batch).unwrap().record(record(1), generation(0)).unwrap();
    for ((_, key), made) in keys.iter().zip(made.chunks(16)) {
        assert_eq!(key.reveal(), made);
    }
}

#[test]
fn a_record_of_another_batch_has_no_key() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    for batch in [derived("derived"), random("random")] {
        create(&mut vault, &batch);
        let keys = vault.keys(&batch).unwrap();
        for outcome in [
            keys.key(record(4), Role::MetaRead, generation(0)).map(drop),
            keys.record(record(4), generation(0)).map(drop),
            vault.generation(&batch, record(4)).map(drop),
        ] {
            assert!(
                matches!(&outcome, Err(Error::NotInBatch { record: r, .. }) if *r == record(4)),
                "{outcome:?}"
            );
        }
    }
}

#[test]
fn a_generation_that_was_never_made_has_no_random_key() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let batch = random("cards");
    create(&mut vault, &batch);
    let outcome = vault.keys(&batch).unwrap().key(record(2), Role::FileRead, generation(1));
    assert!(matches!(outcome, Err(Error::NoKeys { .. })), "{outcome:?}");
}

#[test]
fn a_batch_of_another_vault_has_no_keys() {
    let vault = Fixture::new().unlock();
    assert!(matches!(vault.keys(&derived("other")), Err(Error::NoBatch { .. })));
}

#[test]
fn generations_are_0_unless_raised() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let batch = derived("cards");
    create(&mut vault, &batch);
    let two = RecordRange::new(record(2), 1).unwrap();
    for raised in 1..=254 {
        vault
            .rotate(
                &batch,
                tapsmith_store::Rotation { records: two, carried: true },
                now(),
                &mut Dice(1),
                &mut |_| true,
            )
            .unwrap();
        assert_eq!(vault.generation(&batch, record(1)).unwrap(), generation(0));
        assert_eq!(vault.generation(&batch, record(2)).unwrap(), generation(raised));
    }
    let outcome = vault.rotate(
        &batch,
        tapsmith_store::Rotation { records: two, carried: true },
        now(),
        &mut Dice(1),
        &mut |_| true,
    );
    assert!(matches!(outcome, Err(Error::LastGeneration { .. })), "{outcome:?}");
}

#[test]
fn debug_shows_the_batch_alone() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let batch = derived("cards");
    create(&mut vault, &batch);
    let printed = format!("{:?}", vault.keys(&batch).unwrap());
    assert_eq!(printed, "BatchKeys { batch: BatchName(\"cards\"), .. }");
}
