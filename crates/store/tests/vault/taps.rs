//! Taps remembered.

use tapsmith_core::counter::ReadCounter;
use tapsmith_core::uid::Uid;
use tapsmith_store::{Error, Fresh, Tap};

use crate::common::{Fixture, create, derived, generation, random, uid};

fn counter(n: u32) -> ReadCounter {
    n.try_into().unwrap()
}

fn tap(uid: Uid, n: u32) -> Tap {
    Tap { uid, generation: generation(0), counter: counter(n) }
}

fn replayed(n: u32) -> Fresh {
    Fresh::Replayed { highest: counter(n) }
}

#[test]
fn a_counter_that_does_not_rise_was_seen_before() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let one = derived("one");
    create(&mut vault, &one);
    let taps = [0, 0, 5, 4, 5, 6, ReadCounter::MAX.into(), 7].map(|n| tap(uid(1), n));
    let max = ReadCounter::MAX.into();
    assert_eq!(
        vault.remember(Some(&one), &taps).unwrap(),
        [
            Fresh::New,
            replayed(0),
            Fresh::New,
            replayed(5),
            replayed(5),
            Fresh::New,
            Fresh::New,
            replayed(max)
        ]
    );
    drop(vault);
    let mut vault = fixture.unlock();
    assert_eq!(vault.remember(Some(&one), &[tap(uid(1), 8)]).unwrap(), [replayed(max)]);
}

/// By card, by batch, by generation; and apart from all batches.
#[test]
fn each_card_counts_for_itself() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let (one, two) = (derived("one"), random("two"));
    create(&mut vault, &one);
    create(&mut vault, &two);
    let raised = Tap { generation: generation(1), ..tap(uid(1), 1) };
    for (batch, first) in [
        (Some(&one), tap(uid(1), 9)),
        (Some(&one), tap(uid(2), 1)),
        (Some(&two), tap(uid(1), 1)),
        (Some(&one), raised),
        (None, tap(uid(1), 1)),
    ] {
        assert_eq!(vault.remember(batch, &[first]).unwrap(), [Fresh::New], "{first:?}");
        let again = vault.remember(batch, &[first]).unwrap();
        assert_eq!(again, [Fresh::Replayed { highest: first.counter }], "{first:?}");
    }
}

#[test]
fn a_replay_writes_nothing() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    vault.remember(None, &[tap(uid(1), 9)]).unwrap();
    vault.remember(None, &[tap(uid(1), 3)]).unwrap();
    let sql = "SELECT count(*), max(highest) FROM taps";
    let kept: (i64, i64) =
        fixture.sql().query_row(sql, (), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(kept, (1, 9));
}

#[test]
fn a_batch_of_another_vault_remembers_nothing() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let outcome = vault.remember(Some(&derived("other")), &[tap(uid(1), 1)]);
    assert!(matches!(outcome, Err(Error::NoBatch { .. })), "{outcome:?}");
}
