//! Which card carries which record.

use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_store::{Card, CardCounts, CardState, Claim, Error, Inspection, OpenVault};

use crate::common::{
    Dice, Fixture, batch, create, derived, generation, later, now, random, record, uid,
};

fn claim(id: u64, card: u8) -> Claim {
    let (record, uid, generation) = (record(id), uid(card), generation(0));
    Claim { record, uid, generation, is_virtual: false, replaces: None }
}

fn with(batches: &[Batch]) -> (Fixture, OpenVault) {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    for batch in batches {
        create(&mut vault, batch);
    }
    (fixture, vault)
}

#[test]
fn a_card_is_there_once_claimed_and_encoded_once_marked() {
    let one = derived("one");
    let (fixture, mut vault) = with(std::slice::from_ref(&one));
    assert_eq!(vault.card_of_record(&one, record(2)).unwrap(), None);
    assert_eq!(vault.card_by_uid(uid(7)).unwrap(), None);
    vault.claim(&one, claim(2, 7), now()).unwrap();
    let mut card = Card {
        batch: one.name.clone(),
        record: record(2),
        uid: uid(7),
        generation: generation(0),
        state: CardState::Encoding,
        is_virtual: false,
        updated_at: now(),
    };
    // Another process sees it at once.
    let other = fixture.open();
    assert_eq!(other.card_of_record(&one, record(2)).unwrap().as_ref(), Some(&card));
    assert_eq!(other.card_by_uid(uid(7)).unwrap().as_ref(), Some(&card));
    vault.mark_encoded(&one, record(2), uid(7), later()).unwrap();
    (card.state, card.updated_at) = (CardState::Encoded, later());
    assert_eq!(other.cards(&one).unwrap(), [card]);
}

#[test]
fn a_card_seen_changes_nothing_that_is_known() {
    let one = derived("one");
    let (_fixture, mut vault) = with(std::slice::from_ref(&one));
    let seen = |id, card| {
        let (record, uid, generation) = (record(id), uid(card), generation(0));
        Inspection { record, uid, generation, is_virtual: false, good: true }
    };
    vault.claim(&one, claim(1, 7), now()).unwrap();
    let known = vault.cards(&one).unwrap();
    for (id, card) in [(1, 7), (1, 8), (2, 7)] {
        vault.inspected(&one, seen(id, card), later()).unwrap();
        assert_eq!(vault.cards(&one).unwrap(), known, "{id}, {card}");
    }
    vault.inspected(&one, seen(2, 8), later()).unwrap();
    assert_eq!(vault.card_by_uid(uid(8)).unwrap().unwrap().state, CardState::Seen);
    assert_eq!(vault.count_cards(&one).unwrap().seen, 1);
    assert!(matches!(vault.claim(&one, claim(2, 9), later()), Err(Error::RecordTaken { .. })));
    vault.claim(&one, claim(2, 8), later()).unwrap();
    assert_eq!(vault.card_by_uid(uid(8)).unwrap().unwrap().state, CardState::Encoding);
}

#[test]
fn the_same_claim_again_is_good() {
    let one = derived("one");
    let (_fixture, mut vault) = with(std::slice::from_ref(&one));
    vault.claim(&one, claim(1, 7), now()).unwrap();
    vault.claim(&one, claim(1, 7), later()).unwrap();
    vault.mark_encoded(&one, record(1), uid(7), later()).unwrap();
    vault.claim(&one, claim(1, 7), later()).unwrap();
    let [card] = &vault.cards(&one).unwrap()[..] else { panic!("one card") };
    assert_eq!((card.state, card.updated_at), (CardState::Encoding, later()));
}

#[test]
fn a_claim_does_not_forget_that_the_card_was_virtual() {
    let one = derived("one");
    let (_fixture, mut vault) = with(std::slice::from_ref(&one));
    for again in [Claim { is_virtual: true, ..claim(1, 7) }, claim(1, 7)] {
        vault.claim(&one, again, now()).unwrap();
        assert!(vault.card_by_uid(uid(7)).unwrap().unwrap().is_virtual);
    }
}

#[test]
fn a_claim_of_another_generation_is_stale() {
    let one = derived("one");
    let (_fixture, mut vault) = with(std::slice::from_ref(&one));
    for stale in [
        Claim { generation: generation(1), ..claim(1, 7) },
        Claim { replaces: Some(uid(9)), ..claim(1, 7) },
    ] {
        let refused = vault.claim(&one, stale, now());
        assert!(matches!(refused, Err(Error::StaleGeneration { .. })), "{refused:?}");
    }
    assert_eq!(vault.card_by_uid(uid(7)).unwrap(), None);
}

#[test]
fn a_record_is_taken_off_a_card_once_and_with_fresh_keys() {
    for one in [derived("one"), random("one")] {
        let (_fixture, mut vault) = with(std::slice::from_ref(&one));
        vault.claim(&one, claim(1, 7), now()).unwrap();
        assert_eq!(vault.next_generation(&one, record(1), &mut Dice(5)).unwrap(), generation(1));
        assert_eq!(vault.generation(&one, record(1)).unwrap(), generation(0), "not yet");
        let taken = Claim { generation: generation(1), replaces: Some(uid(7)), ..claim(1, 8) };
        vault.claim(&one, taken, now()).unwrap();
        assert_eq!(vault.generation(&one, record(1)).unwrap(), generation(1));
        assert_eq!(vault.card_by_uid(uid(7)).unwrap(), None);
        vault.keys(&one).unwrap().record(record(1), generation(1)).unwrap();
        // Another station that wanted the same is told that the record is on a new card.
        let late = Claim { uid: uid(9), ..taken };
        let refused = vault.claim(&one, late, now());
        assert!(matches!(refused, Err(Error::RecordTaken { .. })), "{refused:?}");
    }
}

#[test]
fn a_card_with_another_record_is_refused_before_a_record_is_taken_off_another() {
    let one = derived("one");
    let (_fixture, mut vault) = with(std::slice::from_ref(&one));
    vault.claim(&one, claim(1, 7), now()).unwrap();
    vault.claim(&one, claim(2, 8), now()).unwrap();
    let taken = Claim { generation: generation(1), replaces: Some(uid(8)), ..claim(2, 7) };
    assert!(matches!(vault.claim(&one, taken, now()), Err(Error::CardTaken { .. })));
    assert_eq!(vault.card_by_uid(uid(8)).unwrap().unwrap().record, record(2));
    assert_eq!(vault.generation(&one, record(2)).unwrap(), generation(0));
}

#[test]
fn a_record_goes_onto_one_card() {
    let one = derived("one");
    let (_fixture, mut vault) = with(std::slice::from_ref(&one));
    vault.claim(&one, claim(1, 7), now()).unwrap();
    let outcome = vault.claim(&one, claim(1, 8), later());
    assert!(
        matches!(outcome, Err(Error::RecordTaken { record: r, uid: u }) if r == record(1) && u == uid(7)),
        "{outcome:?}"
    );
    assert_eq!(vault.card_by_uid(uid(8)).unwrap(), None);
}

/// In this batch or another: a UID is the world's.
#[test]
fn a_card_carries_one_record() {
    let (one, two) = (derived("one"), random("two"));
    let (fixture, mut vault) = with(&[one.clone(), two.clone()]);
    vault.claim(&one, claim(1, 7), now()).unwrap();
    drop(vault);
    let mut vault = fixture.unlock();
    for (batch, id) in [(&one, 2), (&two, 1)] {
        let outcome = vault.claim(batch, claim(id, 7), later());
        let Err(error @ Error::CardTaken { .. }) = outcome else { panic!("{outcome:?}") };
        assert_eq!(
            error.to_string(),
            "the card 04DE5F1EACC007 carries record 1 of batch one already"
        );
    }
    assert_eq!(vault.cards(&two).unwrap(), []);
    vault.claim(&two, claim(1, 8), later()).unwrap();
}

#[test]
fn only_claimed_cards_are_encoded() {
    let one = derived("one");
    let (_fixture, mut vault) = with(std::slice::from_ref(&one));
    vault.claim(&one, claim(1, 7), now()).unwrap();
    for (id, card) in [(1, 8), (2, 7)] {
        let outcome = vault.mark_encoded(&one, record(id), uid(card), later());
        assert!(matches!(outcome, Err(Error::NotClaimed { .. })), "{outcome:?}");
    }
    let counts = CardCounts { encoding: 1, encoded: 0, resetting: 0, seen: 0 };
    assert_eq!(vault.count_cards(&one).unwrap(), counts);
}

#[test]
fn a_record_beyond_the_batch_is_not_claimed() {
    let one = derived("one");
    let (_fixture, mut vault) = with(std::slice::from_ref(&one));
    let outcome = vault.claim(&one, claim(4, 7), now());
    let Err(error @ Error::NotInBatch { .. }) = outcome else { panic!("{outcome:?}") };
    assert_eq!(error.to_string(), "batch one has no record 4: it has the records 1 to 3");
    let unknown = vault.claim(&derived("two"), claim(1, 7), now());
    assert!(matches!(unknown, Err(Error::NoBatch { .. })), "{unknown:?}");
}

#[test]
fn the_next_free_record_is_the_lowest_gap() {
    let [one, two] = ["one", "two"].map(|name| batch(name, KeyScheme::Derived, 10, 5));
    let (_fixture, mut vault) = with(&[one.clone(), two.clone()]);
    for id in [10, 11, 13] {
        vault.claim(&two, claim(id, u8::try_from(id + 100).unwrap()), now()).unwrap();
    }
    assert_eq!(vault.next_free_record(&one).unwrap(), Some(record(10)));
    for (id, next) in [(12, 10), (10, 11), (14, 11), (11, 13)] {
        vault.claim(&one, claim(id, u8::try_from(id).unwrap()), now()).unwrap();
        assert_eq!(vault.next_free_record(&one).unwrap(), Some(record(next)), "after {id}");
    }
    vault.claim(&one, claim(13, 13), now()).unwrap();
    assert_eq!(vault.next_free_record(&one).unwrap(), None);
    let records: Vec<_> = vault.cards(&one).unwrap().iter().map(|c| c.record.as_u64()).collect();
    assert_eq!(records, [10, 11, 12, 13, 14]);
}

#[test]
fn cards_are_counted_by_state() {
    let one = derived("one");
    let (_fixture, mut vault) = with(std::slice::from_ref(&one));
    assert_eq!(vault.count_cards(&one).unwrap(), CardCounts::default());
    for id in 1..=3 {
        vault.claim(&one, claim(id, u8::try_from(id).unwrap()), now()).unwrap();
    }
    vault.mark_encoded(&one, record(2), uid(2), later()).unwrap();
    let counts = CardCounts { encoding: 2, encoded: 1, resetting: 0, seen: 0 };
    assert_eq!(vault.count_cards(&one).unwrap(), counts);
}
