//! Orders sent: what is known of them, and what is written down.

use tapsmith_core::batch::Batch;
use tapsmith_store::SubmissionState::{self, Committed, Committing, Refused, Sending};
use tapsmith_store::{NewSubmission, OpenVault, Submission, SubmissionKey, Vault};

use crate::backup::{backup, restore};
use crate::common::{Dice, Fixture, create, later, now, room};
use crate::history::left;
use crate::steps::{Step, bring, key};
use crate::world::{derived, key_at, order, random, records, sent};

/// An order that went the whole way.
#[test]
fn what_is_known_of_an_order_is_read_by_anyone() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &derived());
    vault.begin_submission(&sent(&key(), &derived()), now()).unwrap();
    vault.submission_drafted(&key(), "4711", None, now()).unwrap();
    vault.begin_commit(&key(), Some("12.30"), later()).unwrap();
    vault.begin_commit(&key(), None, later()).unwrap();
    vault.submission_committed(&key(), Some("paid"), None, later()).unwrap();
    vault.submission_committed(&key(), Some("other"), Some("12.34"), later()).unwrap();
    vault.submission_committed(&key(), None, Some("99.00"), later()).unwrap();
    let expected = Submission {
        key: key(),
        account: Some("spare".to_owned()),
        batch: Some(derived().name),
        cards: 2,
        rehearsal: false,
        state: Committed,
        content: [0xC7; 32],
        remote_id: Some("4711".to_owned()),
        status: Some("paid".to_owned()),
        estimate: Some("12.30".to_owned()),
        total: Some("12.34".to_owned()),
        attempted_at: later(),
        updated_at: later(),
    };
    assert_eq!(fixture.open().submission(&key()).unwrap(), Some(expected));
}

/// A second try is one more disclosure; nothing else of the first is changed.
#[test]
fn each_try_is_an_event() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &derived());
    for _ in 0..2 {
        let event = left(&mut vault, |vault| {
            vault.begin_submission(&sent(&key(), &derived()), now()).unwrap();
        });
        assert!(
            event.ends_with(
                r#"{"event":"keys_disclosed","batch":"d","reference":"O-1","to":"printags at api.printags.com","records":2}"#
            ),
            "{event}"
        );
    }
    let (key, batch) = (key(), derived());
    let other = NewSubmission { account: None, batch: None, cards: 9, ..sent(&key, &batch) };
    let again = vault.begin_submission(&other, later()).unwrap();
    assert_eq!((again.batch, again.cards), (Some(derived().name), 2), "as it was first sent");
    assert_eq!(again.attempted_at, later());
}

#[test]
fn each_step_is_an_event() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &derived());
    vault.note_orders(&derived(), &[order("O-1", 1, 2)], "{}", now(), &mut Dice(1)).unwrap();
    vault.begin_submission(&sent(&key(), &derived()), now()).unwrap();
    let steps: [(&str, Step); 6] = [
        (r#""order_drafted",KEY,"remote_id":"4711"}"#, |vault, key| {
            vault.submission_drafted(key, "4711", Some("draft"), now())
        }),
        (r#""order_committing",KEY,"remote_id":"4711","estimate":"12.30"}"#, |vault, key| {
            vault.begin_commit(key, Some("12.30"), now())
        }),
        (r#""order_not_committed",KEY,"remote_id":"4711"}"#, |vault, key| {
            vault.commit_failed(key, now())
        }),
        (r#""order_committed",KEY,"remote_id":"4711","total":"12.34"}"#, |vault, key| {
            vault.submission_committed(key, None, Some("12.34"), now())
        }),
        (
            r#""order_status",KEY,"remote_id":"4711","total":"12.34","status":"shipped"}"#,
            |vault, key| vault.submission_status(key, "shipped", now()),
        ),
        (
            r#""order_ended",KEY,"remote_id":"4711","total":"12.34","status":"refunded"}"#,
            |vault, key| vault.submission_ended(key, "refunded", now()),
        ),
    ];
    let names = r#""reference":"O-1","provider":"printags","place":"api.printags.com""#;
    for (event, step) in steps {
        let event = format!(r#"{{"event":{}"#, event.replace("KEY", names));
        let left = left(&mut vault, |vault| drop(step(vault, &key()).unwrap()));
        assert!(left.ends_with(&event), "{left}");
    }
    let rehearsed = key_at("localhost:8080", "O-1");
    let batch = derived();
    let new = NewSubmission { keys: None, batch: None, ..sent(&rehearsed, &batch) };
    let event = left(&mut vault, |vault| drop(vault.begin_submission(&new, now()).unwrap()));
    let sending =
        r#"{"event":"order_sending","reference":"O-1","to":"printags at localhost:8080"}"#;
    assert!(event.ends_with(sending), "{event}");
    let event =
        left(&mut vault, |vault| drop(vault.submission_refused(&rehearsed, now()).unwrap()));
    assert!(event.contains(r#""event":"order_refused","reference":"O-1""#), "{event}");
}

/// The same reference, rehearsed and for real, and at another provider.
#[test]
fn an_order_is_known_by_place() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &derived());
    let mut keys = vec![key(), key_at("localhost:8080", "O-1"), key_at("localhost:8080", "O-2")];
    keys.push(SubmissionKey { provider: "merchrocket".to_owned(), ..key() });
    for key in &keys {
        vault.begin_submission(&sent(key, &derived()), now()).unwrap();
    }
    vault.submission_refused(&keys[1], later()).unwrap();
    let named =
        |found: Vec<Submission>| found.into_iter().map(|found| found.key).collect::<Vec<_>>();
    let all = [3, 0, 1, 2].map(|place| keys[place].clone());
    assert_eq!(named(vault.submissions().unwrap()), all);
    assert_eq!(named(vault.submissions_of("O-1").unwrap()), all[..3]);
    assert_eq!(vault.submissions_of("O-3").unwrap(), []);
    assert_eq!(vault.submission(&keys[0]).unwrap().unwrap().state, Sending);
    assert_eq!(vault.submission(&keys[1]).unwrap().unwrap().state, Refused);
}

fn already(vault: &Vault, batch: &Batch, first: u64, count: u64) -> Option<String> {
    let found = vault.ordered_already(batch, &[records(first, count)]).unwrap();
    found.into_iter().find(|found| !found.rehearsal).map(|found| found.key.reference)
}

#[test]
fn records_that_stand_in_an_order_sent_are_found() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    for batch in [derived(), random()] {
        create(&mut vault, &batch);
    }
    let orders = [order("O-1", 1, 1), order("O-2", 2, 2)];
    vault.note_orders(&derived(), &orders, "{}", now(), &mut Dice(1)).unwrap();
    assert_eq!(already(&vault, &derived(), 1, 3), None, "built, not sent");
    let key = key_at("api.printags.com", "O-2");
    let rehearsed = key_at("localhost:8080", "O-1");
    let batch = derived();
    let new = NewSubmission { rehearsal: true, ..sent(&rehearsed, &batch) };
    vault.begin_submission(&new, now()).unwrap();
    assert_eq!(already(&vault, &derived(), 1, 3), None, "rehearsed");
    let look = |vault: &OpenVault| already(vault, &batch, 3, 1);
    let found = Some("O-2".to_owned());
    vault.begin_submission(&sent(&key, &batch), now()).unwrap();
    assert_eq!(look(&vault), found);
    assert_eq!(already(&vault, &batch, 1, 1), None, "in another order");
    assert_eq!(already(&vault, &random(), 2, 1), None, "in another batch");
    vault.submission_refused(&key, now()).unwrap();
    assert_eq!(look(&vault), None);
    vault.begin_submission(&sent(&key, &batch), now()).unwrap();
    vault.submission_drafted(&key, "4711", None, now()).unwrap();
    assert_eq!(look(&vault), found);
    vault.begin_commit(&key, None, now()).unwrap();
    assert_eq!(look(&vault), found);
    vault.submission_committed(&key, None, None, now()).unwrap();
    assert_eq!(look(&vault), found);
    assert_eq!(already(&vault, &batch, 1, 2), found, "whichever of the records");
    vault.submission_ended(&key, "cancelled", now()).unwrap();
    assert_eq!(look(&vault), None);
    // An order whose file this vault did not build.
    vault.begin_submission(&sent(&key_at("api.printags.com", "O-9"), &batch), now()).unwrap();
    assert_eq!(already(&vault, &batch, 1, 3), None);
}

/// A vault made of a backup knows what was sent, and goes on from there.
#[test]
fn what_was_sent_survives_backup_and_restore() {
    let fixture = Fixture::new();
    let mut vault = fixture.unlock();
    create(&mut vault, &derived());
    bring(&mut vault, (Some(Committing), false));
    vault.begin_submission(&sent(&key_at("localhost:8080", "O-1"), &derived()), now()).unwrap();
    let copy = Fixture { root: room() };
    restore(&backup(&mut vault), &copy.dir()).unwrap();
    let mut copy = copy.unlock();
    assert_eq!(copy.submissions().unwrap(), vault.submissions().unwrap());
    assert_eq!(copy.submission(&key()).unwrap().unwrap().state, Committing);
    copy.submission_committed(&key(), None, Some("12.34"), later()).unwrap();
    assert!(copy.check(None, &mut |_| true).unwrap().is_good());
}

#[test]
fn states_have_their_words() {
    let words = SubmissionState::ALL.map(|state| state.to_string());
    assert_eq!(words, ["sending", "draft", "committing", "committed", "refused", "ended"]);
    assert_eq!(
        SubmissionState::ALL.map(SubmissionState::stands),
        [true, true, true, true, false, false]
    );
}
