//! Orders sent: every step from every state.

use tapsmith_store::SubmissionState::{
    self, Committed, Committing, Draft, Ended, Refused, Sending,
};
use tapsmith_store::{Error, NewSubmission, OpenVault, Submission, SubmissionKey};

use crate::common::{Fixture, create, later, now};
use crate::world::{derived, key_at, sent};

pub(crate) fn key() -> SubmissionKey {
    key_at("api.printags.com", "O-1")
}

/// Where a test begins: a state, and whether the total is known.
pub(crate) type From = (Option<SubmissionState>, bool);

const FROM: [From; 8] = [
    (None, false),
    (Some(Sending), false),
    (Some(Draft), false),
    (Some(Committing), false),
    (Some(Committed), false),
    (Some(Committed), true),
    (Some(Refused), false),
    (Some(Ended), true),
];

/// Brings the order to a state, the short way.
pub(crate) fn bring(vault: &mut OpenVault, (state, total): From) {
    let (key, batch, total) = (key(), derived(), total.then_some("12.34"));
    let Some(state) = state else { return };
    vault.begin_submission(&sent(&key, &batch), now()).unwrap();
    match state {
        Sending => return,
        Refused => return drop(vault.submission_refused(&key, now()).unwrap()),
        Draft | Committing | Committed | Ended => {}
    }
    vault.submission_drafted(&key, "4711", Some("draft"), now()).unwrap();
    match state {
        Committing => drop(vault.begin_commit(&key, Some("12.30"), now()).unwrap()),
        Committed | Ended => drop(vault.submission_committed(&key, None, total, now()).unwrap()),
        _ => {}
    }
    if state == Ended {
        vault.submission_ended(&key, "cancelled", now()).unwrap();
    }
}

pub(crate) type Step = fn(&mut OpenVault, &SubmissionKey) -> Result<Submission, Error>;

/// The next state, with `+` where a row and an event were written and `=` where nothing was; or the
/// error. One for each of [`FROM`].
const STEPS: [(&str, Step, [&str; 8]); 14] = [
    (
        "begin",
        |vault, key| vault.begin_submission(&sent(key, &derived()), later()),
        [
            "sending +",
            "sending +",
            "already",
            "already",
            "already",
            "already",
            "sending +",
            "already",
        ],
    ),
    (
        "begin with other content",
        |vault, key| {
            let batch = derived();
            let new = NewSubmission { content: [9; 32], ..sent(key, &batch) };
            vault.begin_submission(&new, later())
        },
        [
            "sending +",
            "content",
            "already",
            "already",
            "already",
            "already",
            "sending +",
            "already",
        ],
    ),
    (
        "drafted",
        |vault, key| vault.submission_drafted(key, "4711", Some("draft"), later()),
        ["unknown", "draft +", "draft =", "no", "no", "no", "no", "no"],
    ),
    (
        "drafted under another id",
        |vault, key| vault.submission_drafted(key, "4712", Some("draft"), later()),
        ["unknown", "draft +", "other", "no", "no", "no", "no", "no"],
    ),
    (
        "refused",
        |vault, key| vault.submission_refused(key, later()),
        ["unknown", "refused +", "no", "no", "no", "no", "no", "no"],
    ),
    (
        "begin to commit",
        |vault, key| vault.begin_commit(key, Some("12.30"), later()),
        ["unknown", "no", "committing +", "committing +", "no", "no", "no", "no"],
    ),
    (
        "begin to commit without an estimate",
        |vault, key| vault.begin_commit(key, None, later()),
        ["unknown", "no", "committing +", "committing +", "no", "no", "no", "no"],
    ),
    (
        "commit failed",
        |vault, key| vault.commit_failed(key, later()),
        ["unknown", "no", "no", "draft +", "no", "no", "no", "no"],
    ),
    (
        "committed",
        |vault, key| vault.submission_committed(key, None, None, later()),
        ["unknown", "no", "committed +", "committed +", "committed =", "committed =", "no", "no"],
    ),
    (
        "committed for a total",
        |vault, key| vault.submission_committed(key, Some("paid"), Some("99.00"), later()),
        ["unknown", "no", "committed +", "committed +", "committed +", "committed =", "no", "no"],
    ),
    (
        "the status it has",
        |vault, key| {
            let status = vault.submission(key)?.and_then(|found| found.status);
            vault.submission_status(key, status.as_deref().unwrap_or("draft"), later())
        },
        [
            "unknown",
            "no",
            "draft =",
            "committing =",
            // Of a commit that brought no word none is known: the draft's is gone.
            "committed +",
            "committed +",
            "refused +",
            "ended =",
        ],
    ),
    (
        "another status",
        |vault, key| vault.submission_status(key, "shipped", later()),
        [
            "unknown",
            "no",
            "draft +",
            "committing +",
            "committed +",
            "committed +",
            "refused +",
            "ended +",
        ],
    ),
    (
        "ended",
        |vault, key| vault.submission_ended(key, "cancelled", later()),
        ["unknown", "no", "ended +", "ended +", "ended +", "ended +", "ended +", "ended ="],
    ),
    (
        "ended in other words",
        |vault, key| vault.submission_ended(key, "refunded", later()),
        ["unknown", "no", "ended +", "ended +", "ended +", "ended +", "ended +", "ended +"],
    ),
];

/// What came of a step, in the words above.
fn told(
    before: Option<&Submission>,
    vault: &OpenVault,
    outcome: Result<Submission, Error>,
    events: i64,
) -> String {
    let after = vault.submission(&key()).unwrap();
    match outcome {
        Ok(told) => {
            assert_eq!(Some(&told), after.as_ref(), "what is told is what stands there");
            assert_eq!(Some(&told) == before, events == 0);
            assert_eq!(told.updated_at == later(), events == 1);
            format!("{} {}", told.state, ["=", "+"][usize::try_from(events).unwrap()])
        }
        Err(error) => {
            assert_eq!((after.as_ref(), events), (before, 0), "{error}");
            let state = before.map(|before| before.state);
            match error {
                Error::NotSubmitted { .. } => "unknown",
                Error::NotInState { state: named, .. } if Some(named) == state => "no",
                Error::SubmittedAlready { state: named, .. } if Some(named) == state => "already",
                Error::OtherContent { .. } => "content",
                Error::OtherOrder { known, found, .. }
                    if (&*known, &*found) == ("4711", "4712") =>
                {
                    "other"
                }
                error => panic!("{error:?}"),
            }
            .to_owned()
        }
    }
}

/// What the provider said once is not lost by any step but a new beginning.
fn assert_kept(before: &Submission, after: &Submission, what: &str) {
    for (before, after) in [(&before.remote_id, &after.remote_id), (&before.total, &after.total)] {
        assert!(before.is_none() || before == after, "{what}");
    }
    let tried = before.attempted_at != after.attempted_at;
    assert_eq!(tried, what.starts_with("begin") && before != after, "{what}");
    let sent = |of: &Submission| (of.key.clone(), of.account.clone(), of.batch.clone(), of.cards);
    assert_eq!(sent(before), sent(after), "{what}");
}

#[test]
fn every_step_from_every_state() {
    for (column, from) in FROM.into_iter().enumerate() {
        for (what, step, expected) in STEPS {
            let fixture = Fixture::new();
            let mut vault = fixture.unlock();
            create(&mut vault, &derived());
            bring(&mut vault, from);
            let before = vault.submission(&key()).unwrap();
            assert_eq!(before.as_ref().map(|before| before.state), from.0);
            let head = vault.head().unwrap().length;
            let outcome = step(&mut vault, &key());
            let events = vault.head().unwrap().length - head;
            let told = told(before.as_ref(), &vault, outcome, events);
            assert_eq!(told, expected[column], "{what}, from {from:?}");
            if let Some(before) = before {
                assert_kept(&before, &vault.submission(&key()).unwrap().unwrap(), what);
            }
            assert!(vault.check(None, &mut |_| true).unwrap().is_good());
        }
    }
}
