//! The history: what each operation leaves in it, and whether its links hold.

use rusqlite::types::Value;
use tapsmith_core::layout::Layout;
use tapsmith_store::{
    BatchState, Damage, Entry, Error, Event, Finding, OpenVault, Operator, Vault,
};

use crate::common::{
    Dice, Fixture, create, credential, later, now, operator, recipient, record, uid,
};
use crate::forge::{put, redigest, remac, rows, table};
use crate::world::{claim, derived, fill, import, inspection, order, random, records};

fn entries(vault: &Vault) -> Vec<Entry> {
    let mut entries = Vec::new();
    vault.history(1, &mut |entry| entries.push(entry)).unwrap();
    entries
}

/// What the operation left, without its link.
pub(crate) fn left(vault: &mut OpenVault, operation: impl FnOnce(&mut OpenVault)) -> String {
    let before = vault.head().unwrap();
    operation(vault);
    let (after, all) = (vault.head().unwrap(), entries(vault));
    assert_eq!(after.length, before.length + 1);
    let last = all.last().unwrap();
    assert_eq!((last.number, &last.link), (after.length, &after.head));
    assert_ne!(after.head, before.head);
    assert_eq!(all[all.len() - 2].link, before.head);
    format!("{} {} {}", last.at, last.operator, last.event)
}

/// Each operation leaves one event, in the order in which they were done.
#[test]
fn each_operation_is_an_event() {
    type Operation = fn(&mut OpenVault);
    let fixture = Fixture::new();
    let anna: Operator = "Anna".parse().unwrap();
    let mut vault = fixture.open().unlock(&credential(), anna).unwrap();
    let operations: [(&str, Operation); 17] = [
        (r#"{"event":"batch_made","batch":"d","keys":"derived","records":3}"#, |vault| {
            create(vault, &derived());
        }),
        (r#"{"event":"batch_made","batch":"r","keys":"random","records":2}"#, |vault| {
            create(vault, &random());
        }),
        (r#"{"event":"batch_imported","batch":"i","records":1}"#, import),
        (r#"{"event":"keys_rotated","batch":"r","first":2,"last":2,"records":1}"#, |vault| {
            vault
                .rotate(
                    &random(),
                    tapsmith_store::Rotation { records: records(2, 1), carried: true },
                    now(),
                    &mut Dice(1),
                    &mut |_| true,
                )
                .unwrap();
        }),
        (r#"{"event":"batch_retired","batch":"r"}"#, |vault| {
            vault.set_state(&random(), BatchState::Retired, now()).unwrap();
        }),
        (r#"{"event":"batch_revived","batch":"r"}"#, |vault| {
            vault.set_state(&random(), BatchState::Active, now()).unwrap();
        }),
        (r#"{"event":"keys_revealed","batch":"r","records":2,"to":"cards.csv"}"#, |vault| {
            let batch = &random().name;
            vault.note(&Event::KeysRevealed { batch, records: 2, to: "cards.csv" }, now()).unwrap();
        }),
        (
            r#"{"event":"order_built","batch":"d","reference":"O-1","first":1,"last":2,"records":2}"#,
            |vault| {
                let orders = [order("O-1", 1, 2)];
                vault.note_orders(&derived(), &orders, "{}", now(), &mut Dice(5)).unwrap();
            },
        ),
        (r#"{"event":"layout_learnt","batch":"d"}"#, |vault| {
            vault.learn(&derived(), &Layout::of(&derived()).unwrap(), now()).unwrap();
        }),
        (
            r#"{"event":"card_claimed","batch":"d","record":1,"uid":"04DE5F1EACC001","generation":0}"#,
            |vault| vault.claim(&derived(), claim(1, 1), now()).unwrap(),
        ),
        (r#"{"event":"card_encoded","batch":"d","record":1,"uid":"04DE5F1EACC001"}"#, |vault| {
            vault.mark_encoded(&derived(), record(1), uid(1), now()).unwrap();
        }),
        (
            r#"{"event":"card_verified","batch":"d","record":1,"uid":"04DE5F1EACC001","verdict":"pass"}"#,
            |vault| vault.inspected(&derived(), inspection(1, 1, true), now()).unwrap(),
        ),
        (
            r#"{"event":"card_verified","batch":"d","record":null,"uid":null,"verdict":"fail"}"#,
            |vault| vault.turned_away(&derived(), None, now()).unwrap(),
        ),
        (r#"{"event":"card_resetting","batch":"d","record":1,"uid":"04DE5F1EACC001"}"#, |vault| {
            vault.begin_reset(&derived(), record(1), uid(1), now(), &mut Dice(2)).unwrap();
        }),
        (r#"{"event":"card_reset","batch":"d","record":1,"uid":"04DE5F1EACC001"}"#, |vault| {
            vault.end_reset(&derived(), record(1), uid(1), now()).unwrap();
        }),
        (r#"{"event":"vault_rekeyed","recipients":["passphrase"],"kept":false}"#, |vault| {
            vault.rekey(&[recipient("new")], false, now(), &mut Dice(3)).unwrap();
        }),
        (r#"{"event":"vault_backed_up","backup":""#, |vault| {
            let head = vault.backup(&mut Vec::new(), now(), &mut Dice(4), &mut |_| true).unwrap();
            vault.backed_up(&head, now()).unwrap();
        }),
    ];
    for (event, operation) in operations {
        let left = left(&mut vault, operation);
        assert!(left.starts_with(&format!("2026-11-21T17:00:00Z Anna {event}")), "{left}");
    }
    let first = &entries(&vault)[0];
    assert_eq!(first.event.to_string(), r#"{"event":"vault_made","recipients":["passphrase"]}"#);
    assert_eq!((&*first.operator, first.number), (operator().as_str(), 1));
    assert_eq!(entries(&vault).len(), 18);
}

#[test]
fn times_are_kept_to_the_millisecond_and_read_from_any_event_on() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    vault.turned_away(&derived(), None, later()).unwrap();
    let mut last = Vec::new();
    vault.history(2, &mut |entry| last.push(entry)).unwrap();
    assert_eq!(last.len(), 1);
    assert_eq!((last[0].number, &*last[0].at), (2, "2026-11-22T09:30:00.25Z"));
}

/// What `check` says of the history that `edit` makes of the one there.
fn after(edit: impl FnOnce(&mut Vec<Vec<Value>>)) -> Vec<String> {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    fill(&mut vault);
    let mut history = rows(&fixture.sql(), table("history"));
    edit(&mut history);
    put(&fixture.sql(), table("history"), &history);
    redigest(&fixture.sql(), "history");
    let checked = vault.check(None, &mut |_| true).unwrap();
    checked.findings.into_iter().map(|Finding(damage)| damage.to_string()).collect()
}

#[test]
fn a_broken_history_is_named() {
    let changed = |row| format!("row {row} of the table history was changed");
    let broken = |number| format!("the history is broken at event {number}");
    let rows = |there| {
        format!("the table history has other rows than were written: {there} there, 23 written")
    };
    let none: [&str; 0] = [];
    assert_eq!(after(|_| ()), none);
    assert_eq!(after(|rows| rows[4][2] = "Eve".to_owned().into()), [changed(5)]);
    assert_eq!(after(|rows| rows[4][0] = 99.into()), [changed(99), broken(5)], "moved");
    let swapped = after(|rows| {
        let (fourth, fifth) = (rows[3][0].clone(), rows[4][0].clone());
        (rows[3][0], rows[4][0]) = (fifth, fourth);
    });
    assert_eq!(swapped, [changed(4), changed(5)]);
    let inserted = after(|rows| {
        let mut copy = rows[2].clone();
        copy[0] = 99.into();
        rows.push(copy);
    });
    assert_eq!(inserted, [changed(99)]);
    assert_eq!(after(|rows| drop(rows.remove(4))), [rows(22), broken(5)], "deleted");
    let end = "the history has 11 events where 23 were written".to_owned();
    assert_eq!(after(|rows| rows.truncate(11)), [rows(11), end]);
}

/// One of its owners, who can give a row its MAC but thought of neither links nor totals.
#[test]
fn an_event_rewritten_with_its_mac_breaks_its_link() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    fill(&mut vault);
    let edit = "UPDATE history SET operator = 'Eve' WHERE number = 5";
    fixture.sql().execute(edit, ()).unwrap();
    remac(&fixture.sql(), "history");
    let found = vault.check(None, &mut |_| true).unwrap().findings;
    let rows = Damage::Rows { table: "history", found: 23, expected: 23 };
    assert_eq!(found, [Finding(rows), Finding(Damage::Link { number: 5 })]);
}

#[test]
fn a_link_noted_elsewhere_is_found_or_missed() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    let old = vault.head().unwrap();
    fill(&mut vault);
    let check = |link: &str| vault.check(Some(link), &mut |_| true).unwrap().findings;
    for link in [&old.head, &old.head.to_lowercase(), &vault.head().unwrap().head] {
        assert_eq!(check(link), []);
    }
    let unknown = "5A".repeat(32);
    assert_eq!(check(&unknown), [Finding(Damage::NotExpected { expected: unknown.clone() })]);
    let error = Error::from(Damage::NotExpected { expected: unknown });
    assert!(error.hint().is_some());
}
