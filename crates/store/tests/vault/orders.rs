//! Orders built: what is kept of them, and their files' way back.

use rusqlite::types::Value;
use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_store::{BuiltOrder, Damage, Error, LineRun, NotedOrder, OpenVault, Rotation, Vault};

use crate::common::{Dice, Fixture, batch, create, generation, later, now, record};
use crate::forge::{put, remac, rows, table};
use crate::world::{TEMPLATE, derived, import, imported, order, random, records};

/// The whole batch as one order, with the keys that its records have now.
fn whole(vault: &Vault, batch: &Batch, reference: &str) -> BuiltOrder {
    let runs = LineRun::of(vault.generations(batch).unwrap().map(Result::unwrap));
    BuiltOrder { reference: reference.to_owned(), runs, reprint_of: None }
}

fn rotate(vault: &mut OpenVault, batch: &Batch, first: u64, count: u64) {
    let rotation = Rotation { records: records(first, count), carried: true };
    vault.rotate(batch, rotation, now(), &mut Dice(5), &mut |_| true).unwrap();
}

fn numbers(order: &BuiltOrder) -> Vec<(u64, u8)> {
    order.records().map(|(record, generation)| (record.as_u64(), generation.as_u8())).collect()
}

#[test]
fn generations_are_those_of_all_records_there_are() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    for batch in [derived(), random()] {
        create(&mut vault, &batch);
        rotate(&mut vault, &batch, 2, 1);
        rotate(&mut vault, &batch, 2, 1);
    }
    import(&mut vault);
    for (batch, expected) in [
        (derived(), &[(1, 0), (2, 2), (3, 0)][..]),
        (random(), &[(1, 0), (2, 2)]),
        (imported(), &[(6, 0)]),
    ] {
        let order = whole(&vault, &batch, "O-1");
        assert_eq!(numbers(&order), expected, "{}", batch.name);
        let records = vault.records(&batch).unwrap().map(|record| record.unwrap().as_u64());
        assert!(records.eq(expected.iter().map(|(record, _)| *record)));
        assert_eq!(usize::try_from(order.count()).unwrap(), expected.len());
    }
    let other = batch("other", KeyScheme::Derived, 1, 1);
    assert!(matches!(vault.generations(&other).map(drop), Err(Error::NoBatch { .. })));
}

/// What went into the file: the records, the keys' generations, the template to the byte. Keys made
/// anew since change nothing of it.
#[test]
fn an_order_can_be_built_again_as_it_was() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let big = batch("big", KeyScheme::Random, 1, 9);
    create(&mut vault, &big);
    rotate(&mut vault, &big, 3, 2);
    let order = whole(&vault, &big, "O-1");
    let template = format!("{TEMPLATE}\n  täp \u{1F4B3}\r\n");
    vault.note_orders(&big, std::slice::from_ref(&order), &template, now(), &mut Dice(8)).unwrap();
    rotate(&mut vault, &big, 1, 9);
    drop(vault);
    let vault = fixture.unlock();
    let noted = vault.built_order("O-1").unwrap();
    let [NotedOrder { batch, order: found, template: kept, at }] = &noted[..] else { panic!() };
    assert_eq!((batch, found, *at), (&big.name, &order, now()));
    assert_eq!(kept.as_ref().unwrap().as_str(), template);
    let keys = vault.keys(&big).unwrap();
    for (record, generation) in found.records() {
        keys.record(record, generation).unwrap();
    }
    let span = |column| match &rows(&fixture.sql(), table("orders"))[0][column] {
        Value::Integer(number) => *number,
        other => panic!("{other:?}"),
    };
    assert_eq!((span(2), span(3)), (1, 9));
    let printed = format!("{noted:?}");
    assert!(printed.contains("[redacted]") && !printed.contains("products"), "{printed}");
    assert_eq!(vault.built_order("O-2").unwrap(), []);
}

#[test]
fn batches_may_use_the_same_reference() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    for (batch, text) in [(derived(), "one"), (random(), "two")] {
        create(&mut vault, &batch);
        vault.note_orders(&batch, &[order("O-1", 1, 2)], text, later(), &mut Dice(9)).unwrap();
    }
    let found = vault.built_order("O-1").unwrap();
    let told = found
        .iter()
        .map(|noted| (noted.batch.as_str(), noted.template.as_ref().map(|text| text.to_string())));
    let expected = [("d", Some("one".to_owned())), ("r", Some("two".to_owned()))];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    // Sealed for its own row: with all MACs as they should be, it opens in no other.
    let mut rows = rows(&fixture.sql(), table("orders"));
    let sealed = [rows[0][6].clone(), rows[1][6].clone()];
    [rows[1][6], rows[0][6]] = sealed;
    put(&fixture.sql(), table("orders"), &rows);
    remac(&fixture.sql(), "orders");
    let outcome = vault.built_order("O-1");
    assert!(
        matches!(&outcome, Err(Error::Damaged(Damage::Template { reference })) if reference == "O-1"),
        "{outcome:?}"
    );
}

#[test]
fn a_record_in_two_orders_counts_once() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let big = batch("big", KeyScheme::Derived, 1, 20);
    create(&mut vault, &big);
    assert_eq!(vault.count_ordered(&big).unwrap(), 0);
    let mut gaps = order("O-1", 1, 3);
    gaps.runs.push(LineRun { records: records(9, 2), generation: generation(1) });
    let orders = [gaps, order("O-2", 2, 4), order("O-3", 15, 1)];
    vault.note_orders(&big, &orders, "{}", now(), &mut Dice(9)).unwrap();
    assert_eq!(vault.count_ordered(&big).unwrap(), 5 + 2 + 1);
    assert_eq!(vault.orders_of(&big).unwrap(), orders);
}

#[test]
fn an_order_of_nothing_is_refused_with_those_beside_it() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &derived());
    let empty = BuiltOrder { reference: "O-2".to_owned(), runs: Vec::new(), reprint_of: None };
    let orders = [order("O-1", 1, 2), empty];
    let outcome = vault.note_orders(&derived(), &orders, "{}", now(), &mut Dice(9));
    assert!(matches!(outcome, Err(Error::EmptyOrder { reference }) if reference == "O-2"));
    assert_eq!(vault.orders_of(&derived()).unwrap(), []);
    assert_eq!(vault.generation(&derived(), record(1)).unwrap(), generation(0));
}
