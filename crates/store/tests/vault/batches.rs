//! Batches made and listed.

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_store::{BatchState, Error, Stored};

use crate::common::{
    Dice, FailsAfter, Fixture, batch, create, derived, generation, later, now, random, record,
};

fn stored(batch: Batch, created_at: Timestamp) -> Stored {
    let record_count = batch.records.count();
    Stored { batch, record_count, created_at, state: BatchState::Active, hsm: None }
}

#[test]
fn come_back_as_they_were_made_oldest_first() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let far = batch("a", KeyScheme::Derived, (1 << 53) - 1, 1);
    let batches = [derived("z"), random("m"), far];
    for batch in &batches {
        vault.create_batch(batch, None, later(), &mut Dice(9), &mut |_| true).unwrap();
    }
    drop(vault);
    let vault = fixture.open();
    let stored = batches.clone().map(|batch| stored(batch, later()));
    assert_eq!(vault.batches().unwrap(), stored);
    for one in stored {
        assert_eq!(vault.batch(&one.batch.name).unwrap(), one.batch);
        assert_eq!(vault.stored(&one.batch.name).unwrap(), one);
    }
}

#[test]
fn a_name_that_is_taken_leaves_the_first_untouched() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let first = derived("cards");
    create(&mut vault, &first);
    let before = vault.keys(&first).unwrap().record(record(1), generation(0)).unwrap();
    for second in [batch("cards", KeyScheme::Derived, 1, 9), random("cards")] {
        let outcome = vault.create_batch(&second, None, later(), &mut Dice(8), &mut |_| true);
        assert!(
            matches!(&outcome, Err(Error::BatchExists { name }) if *name == first.name),
            "{outcome:?}"
        );
        assert_eq!(vault.batches().unwrap(), [stored(first.clone(), now())]);
        let after = vault.keys(&first).unwrap().record(record(1), generation(0)).unwrap();
        assert_eq!(after, before);
    }
}

#[test]
fn an_unknown_name_is_told_those_there_are() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &derived("first"));
    let outcome = vault.batch(&"frist".parse().unwrap());
    let Err(error @ Error::NoBatch { .. }) = outcome else { panic!("{outcome:?}") };
    assert_eq!(error.to_string(), "no batch called frist: there are first");
}

/// Wherever the generator fails: in the master key, in a nonce, in the keys of some record.
#[test]
fn all_or_nothing() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    for (batch, fills) in [(derived("derived"), 2), (random("random"), 6)] {
        for asked in 0..fills {
            let outcome =
                vault.create_batch(&batch, None, now(), &mut FailsAfter(asked), &mut |_| true);
            assert!(matches!(outcome, Err(Error::Random)), "{asked}: {outcome:?}");
            assert_eq!(vault.batches().unwrap(), []);
            let keys = "SELECT count(*) FROM record_keys";
            let left: i64 = fixture.sql().query_row(keys, (), |row| row.get(0)).unwrap();
            assert_eq!(left, 0);
        }
    }
    create(&mut vault, &random("random"));
}

#[test]
fn progress_rises_to_the_count() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    for (keys, reports) in [(KeyScheme::Derived, 1), (KeyScheme::Random, 3)] {
        let batch = batch(&keys.to_string(), keys, 1, 2500);
        let mut done = Vec::new();
        vault
            .create_batch(&batch, None, now(), &mut Dice(2), &mut |n| {
                done.push(n);
                true
            })
            .unwrap();
        assert!(done.is_sorted());
        assert_eq!((done.last(), done.len()), (Some(&2500), reports));
    }
}

/// Whoever watches a batch being made may stop it: nothing of it stays.
#[test]
fn interrupted_nothing_was_made() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let batch = batch("cards", KeyScheme::Random, 1, 2500);
    let head = vault.head().unwrap();
    let outcome = vault.create_batch(&batch, None, now(), &mut Dice(2), &mut |done| done < 2000);
    assert!(matches!(outcome, Err(Error::Interrupted)), "{outcome:?}");
    assert_eq!(vault.batches().unwrap(), []);
    assert_eq!(vault.head().unwrap(), head);
    assert!(vault.check(None, &mut |_| true).unwrap().is_good());
}
