//! Records ordered once more.

use tapsmith_core::batch::{Batch, KeyScheme, RecordRange};
use tapsmith_store::{BatchState, BuiltOrder, Error, LineRun, OpenVault, Reprint};

use crate::common::{Dice, FailsAfter, Fixture, batch, create, generation, now, record, uid};
use crate::world::{claim, derived, import, imported, order, random, records};

fn cards() -> Batch {
    batch("cards", KeyScheme::Random, 1, 9)
}

/// A batch with an order, and cards with its records 2 and 3.
fn ordered() -> (Fixture, OpenVault) {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &cards());
    vault.note_orders(&cards(), &[order("O-1", 1, 9)], "{}", now(), &mut Dice(1)).unwrap();
    for id in [2, 3] {
        vault.claim(&cards(), claim(id, u8::try_from(id).unwrap()), now()).unwrap();
        vault.mark_encoded(&cards(), record(id), uid(u8::try_from(id).unwrap()), now()).unwrap();
    }
    (fixture, vault)
}

fn reprint(records: &[RecordRange], fresh: bool, carried: bool) -> Reprint<'_> {
    let (reference, reprint_of, template) = ("O-2", Some("O-1"), "the template");
    Reprint { reference, reprint_of, template, records, fresh, carried }
}

fn note(vault: &mut OpenVault, reprint: &Reprint<'_>) -> Result<(BuiltOrder, u64), Error> {
    vault.note_reprint(&cards(), reprint, now(), &mut Dice(2))
}

fn run(first: u64, count: u64, n: u8) -> LineRun {
    LineRun { records: records(first, count), generation: generation(n) }
}

fn generations(vault: &OpenVault) -> Vec<u8> {
    vault.generations(&cards()).unwrap().map(|found| found.unwrap().1.as_u8()).collect()
}

#[test]
fn with_the_same_keys_no_card_is_touched() {
    let (_fixture, mut vault) = ordered();
    let before = vault.head().unwrap().length;
    let wanted = [records(7, 1), records(1, 2), records(2, 2)];
    let (order, cards) = note(&mut vault, &reprint(&wanted, false, false)).unwrap();
    assert_eq!((cards, &order.runs), (0, &vec![run(1, 3, 0), run(7, 1, 0)]));
    assert_eq!(order.reprint_of.as_deref(), Some("O-1"));
    assert_eq!(generations(&vault), [0; 9]);
    assert_eq!(vault.head().unwrap().length, before + 1);
    let [noted] = &vault.built_order("O-2").unwrap()[..] else { panic!() };
    assert_eq!((&noted.order, noted.template.as_ref().unwrap().as_str()), (&order, "the template"));
}

/// Each record once, whatever the ranges have in common: a second rise would leave the first line's
/// card without good keys.
#[test]
fn with_fresh_keys_each_record_rises_once() {
    let (_fixture, mut vault) = ordered();
    let before = vault.head().unwrap().length;
    let wanted = [records(4, 3), records(6, 2), records(5, 1), records(9, 1)];
    let (order, cards) = note(&mut vault, &reprint(&wanted, true, false)).unwrap();
    assert_eq!((cards, &order.runs), (0, &vec![run(4, 4, 1), run(9, 1, 1)]));
    assert_eq!(generations(&vault), [0, 0, 0, 1, 1, 1, 1, 0, 1]);
    // Two ranges with fresh keys, and the order.
    assert_eq!(vault.head().unwrap().length, before + 3);
    let keys = vault.keys(&cards_of(&vault)).unwrap();
    for (record, generation) in order.records() {
        assert_ne!(
            keys.record(record, generation).unwrap(),
            keys.record(record, crate::common::generation(0)).unwrap()
        );
    }
    assert!(vault.check(None, &mut |_| true).unwrap().is_good());
}

fn cards_of(vault: &OpenVault) -> Batch {
    vault.batch(&cards().name).unwrap()
}

#[test]
fn runs_end_where_generations_differ() {
    let (_fixture, mut vault) = ordered();
    note(&mut vault, &reprint(&[records(5, 2)], true, false)).unwrap();
    let (order, _) = note(&mut vault, &reprint(&[records(4, 4)], true, false)).unwrap();
    assert_eq!(order.runs, [run(4, 1, 1), run(5, 2, 2), run(7, 1, 1)]);
}

#[test]
fn records_on_cards_rise_only_if_that_is_said() {
    let (_fixture, mut vault) = ordered();
    let head = vault.head().unwrap();
    let wanted = [records(1, 2), records(3, 2)];
    let outcome = note(&mut vault, &reprint(&wanted, true, false));
    assert!(matches!(outcome, Err(Error::OnCards { cards: 2 })), "{outcome:?}");
    assert_eq!((vault.head().unwrap(), generations(&vault)), (head, vec![0; 9]));
    let (order, cards) = note(&mut vault, &reprint(&wanted, true, true)).unwrap();
    assert_eq!((cards, order.runs), (2, vec![run(1, 4, 1)]));
}

/// Fresh keys without their order, or an order without its keys, there never is.
#[test]
fn all_of_it_or_nothing() {
    let (_fixture, mut vault) = ordered();
    let head = vault.head().unwrap();
    let wanted = [records(4, 3)];
    // Three times keys and their nonce, then the template's nonce.
    for asked in 0..7 {
        let random = &mut FailsAfter(asked);
        let outcome = vault.note_reprint(&cards(), &reprint(&wanted, true, false), now(), random);
        assert!(matches!(outcome, Err(Error::Random)), "{asked}: {outcome:?}");
        assert_eq!((vault.head().unwrap(), generations(&vault)), (head.clone(), vec![0; 9]));
    }
    vault
        .note_reprint(&cards(), &reprint(&wanted, true, false), now(), &mut FailsAfter(7))
        .unwrap();
    assert!(vault.check(None, &mut |_| true).unwrap().is_good());
}

#[test]
fn what_cannot_be_ordered_is_refused() {
    let (_fixture, mut vault) = ordered();
    let head = vault.head().unwrap();
    for fresh in [false, true] {
        let outcome = note(&mut vault, &reprint(&[], fresh, true));
        assert!(matches!(outcome, Err(Error::EmptyOrder { .. })), "{outcome:?}");
        for wanted in [records(9, 2), records(10, 1), records(1, 1 << 50)] {
            let outcome = note(&mut vault, &reprint(&[records(1, 1), wanted], fresh, true));
            assert!(matches!(outcome, Err(Error::NotInBatch { .. })), "{outcome:?}");
        }
        let outcome = vault.note_reprint(
            &derived(),
            &reprint(&[records(1, 1)], fresh, true),
            now(),
            &mut Dice(2),
        );
        assert!(matches!(outcome, Err(Error::NoBatch { .. })), "{outcome:?}");
    }
    assert_eq!(vault.head().unwrap(), head);
    vault.set_state(&cards(), BatchState::Retired, now()).unwrap();
    for fresh in [false, true] {
        let outcome = note(&mut vault, &reprint(&[records(1, 1)], fresh, true));
        assert!(matches!(outcome, Err(Error::Retired { .. })), "{outcome:?}");
    }
}

/// Of two records one has keys, and their next generation is not ours to make.
#[test]
fn keys_of_others_are_ordered_as_they_are() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &random());
    import(&mut vault);
    let mut note = |wanted, fresh| {
        let wanted = [wanted];
        let reprint = reprint(&wanted, fresh, false);
        vault.note_reprint(&imported(), &reprint, now(), &mut Dice(2))
    };
    assert_eq!(note(records(6, 1), false).unwrap().0.runs, [run(6, 1, 0)]);
    let outcome = note(records(5, 2), false);
    assert!(matches!(outcome, Err(Error::NoKeys { record: r, .. }) if r == record(5)));
    let outcome = note(records(6, 1), true);
    assert!(matches!(outcome, Err(Error::KeysOfOthers { .. })), "{outcome:?}");
}
