//! Committing, with every fault of every call and a death at every call: once, and only what
//! somebody asked for.

use tapsmith_desk::order::commit::Look;
use tapsmith_desk::order::{Desk, OrderError};
use tapsmith_orders::Name;
use tapsmith_sandbox::{CallName, Exchange, Fault, Planned, StoredOrder};
use tapsmith_store::{Submission, SubmissionState};

use crate::matrix::{Cell, Counts, cells, later, play};
use crate::stage::{LATE, OTHER, REFERENCE, SETTLE, Stage};
use crate::watched::Crash;

/// Runs that a user has patience for; each of them is a confirmation of its own. On a busy machine a healthy call
/// may take longer than the client waits, too.
const RUNS: usize = 6;

/// What leaves a commit in doubt: done and not, answered and not; and one that is refused.
const DOUBTS: [Fault; 4] =
    [Fault::Late(LATE), Fault::FailedAfter, Fault::FailedBefore, Fault::BadRequest];

/// The provider's calls are: find, get, commit; and get, as often as it takes.
fn enumerate(name: Name) -> Vec<Cell> {
    let mut all = cells(&[], (1, CallName::Find), &Crash::around(1, 1));
    all.extend(cells(&[], (2, CallName::Get), &Crash::around(1, 2)));
    all.extend(cells(&[], (3, CallName::Commit), &Crash::around(2, 4)));
    let doubts = if name == Name::Printags { DOUBTS.as_slice() } else { &DOUBTS[..2] };
    let doubt = |fault: &Fault| (3, Planned::once(*fault, CallName::Commit));
    let doubts: Vec<_> = doubts.iter().map(doubt).collect();
    all.extend(cells(&doubts, (4, CallName::Get), &[Crash::Never]));
    let after = [Crash::After(3)];
    all.extend(later(cells(&doubts, (4, CallName::Get), &after)));
    all.extend(later(cells(&doubts, (4, CallName::Find), &after)));
    if name == Name::Printags {
        all.extend(cells(&[], (1, CallName::Account), &Crash::around(1, 1)));
    }
    all
}

fn matrix(name: Name, cells: usize) {
    let all = enumerate(name);
    assert_eq!(all.len(), cells);
    let sum = play(&format!("commit, {name}"), &all, |cell| one(name, cell));
    assert_eq!((sum.orders, sum.commits), (2 * cells, cells));
    assert!(sum.crashes > cells / 3, "{sum}");
}

#[test]
fn printags_is_told_once() {
    matrix(Name::Printags, 24 * 3 + 24 * 5 + 23 * 7 + 4 * (24 + 23 + 23) + 24 * 3);
}

#[test]
fn merchrocket_is_told_once() {
    matrix(Name::Merchrocket, 24 * 3 + 24 * 5 + 23 * 7 + 2 * (24 + 23 + 23));
}

fn one(name: Name, cell: &Cell) -> Counts {
    let mut stage = Stage::new(name);
    for reference in [REFERENCE, OTHER] {
        stage.submit(reference).unwrap().unwrap();
    }
    stage.play(cell);
    let mut counts = Counts { cells: 1, ..Counts::default() };
    let mut ended = false;
    while !ended && counts.runs < RUNS {
        counts.runs += 1;
        let sent = stage.asked(CallName::Commit);
        match stage.run(commit) {
            None => counts.crashes += 1,
            Some(done) => {
                stage.check_secrets(&done);
                check_outcome(&stage, cell, &done, sent);
                ended = done.is_ok();
            }
        }
        if cell.later && cell.is_late() {
            std::thread::sleep(SETTLE);
        }
        check_state(&stage);
    }
    assert!(ended, "no end: {:?}", stage.known(REFERENCE));
    if cell.is_late() {
        std::thread::sleep(SETTLE);
        // It took effect, so that nobody had a reason to send it again.
        assert_eq!(stage.asked(CallName::Commit), 1);
    }
    check_state(&stage);
    assert_eq!((order(&stage).commits, stage.known_state()), (1, Some(SubmissionState::Committed)));
    stage.end();
    let asked = stage.state().requests.len();
    assert!(stage.run(commit).unwrap().is_ok());
    assert_eq!(stage.state().requests.len(), asked);
    counts.orders = stage.state().orders.len();
    counts.commits = stage.state().orders.iter().filter(|order| order.commits == 1).count();
    counts
}

/// What `tapsmith order commit` does, once it is confirmed.
pub(crate) fn commit(desk: &mut Desk<'_>) -> Result<Submission, OrderError> {
    match desk.look_to_commit(REFERENCE)? {
        Look::Already(submission) => Ok(submission),
        Look::Ready(ready) => Ok(desk.commit(ready, None)?.submission),
    }
}

/// What is said is so. `sent` is how often it was committed before this run.
fn check_outcome(stage: &Stage, cell: &Cell, done: &Result<Submission, OrderError>, sent: usize) {
    if done.is_err() && cell.is_late() {
        std::thread::sleep(SETTLE);
    }
    let is_committed = order(stage).is_committed;
    match done {
        Ok(submission) => {
            assert_eq!(submission.state, SubmissionState::Committed);
            assert!(is_committed, "it is not committed, and said to be");
        }
        Err(OrderError::CommitUnsure { .. }) => {}
        Err(OrderError::Status { .. }) => {
            assert!(cell.has(Fault::UnknownStatus));
            assert_eq!(stage.asked(CallName::Commit), sent, "it may be no draft, and is committed");
        }
        Err(error @ OrderError::Call(_)) => {
            assert!(!error.is_unknown());
            assert!(!is_committed, "it is committed, and this is said: {error:?}");
        }
        Err(error) => panic!("{error:?}"),
    }
}

fn order(stage: &Stage) -> StoredOrder {
    stage.state().orders_called(REFERENCE).first().copied().cloned().unwrap()
}

/// What holds at any time.
fn check_state(stage: &Stage) {
    let state = stage.state();
    assert_eq!(state.orders.len(), 2);
    let other = state.orders_called(OTHER).first().copied().cloned().unwrap();
    assert_eq!((other.status.as_str(), other.commits), ("draft", 0));
    assert_eq!(stage.known(OTHER).map(|known| known.state), Some(SubmissionState::Draft));
    let order = order(stage);
    assert!(order.commits <= 1);
    match stage.known_state() {
        Some(SubmissionState::Committed) => assert!(order.is_committed, "taken for committed"),
        Some(SubmissionState::Draft) => assert!(!order.is_committed, "taken for a draft"),
        Some(SubmissionState::Committing) => {}
        state => panic!("{state:?}"),
    }
    // The stand-in refuses to commit what is no draft. Another server might charge it again.
    let again = |request: &&Exchange| {
        request.call == Some(CallName::Commit)
            && request.fault.is_none()
            && request.status() != Some(200)
    };
    assert_eq!(state.requests.iter().find(again), None, "committed, and committed again");
}
