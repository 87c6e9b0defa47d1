//! Submitting, with every fault of every call and a death at every call: one order, ever.

use tapsmith_desk::order::OrderError;
use tapsmith_desk::order::commit::Look;
use tapsmith_desk::order::submit::{How, Submitted};
use tapsmith_orders::Name;
use tapsmith_sandbox::{CallName, Fault, Planned, StoredOrder};
use tapsmith_store::SubmissionState;

use crate::matrix::{Cell, Counts, cells, later, play};
use crate::stage::{LATE, REFERENCE, SETTLE, Stage};
use crate::watched::Crash;

/// Runs that a user has patience for.
const RUNS: usize = 4;

/// What leaves a create in doubt: done and not, answered and not.
const DOUBTS: [Fault; 4] =
    [Fault::Late(LATE), Fault::FailedAfter, Fault::TimeoutAfter, Fault::FailedBefore];

/// The provider's calls are: find, create; and find, as often as it takes.
fn enumerate(name: Name) -> Vec<Cell> {
    let mut all = cells(&[], (1, CallName::Find), &Crash::around(1, 2));
    all.extend(cells(&[], (2, CallName::Create), &Crash::around(1, 3)));
    // Both printers have the same way through the desk: the one that takes a reference twice has more.
    let doubts = if name == Name::Printags { DOUBTS.as_slice() } else { &DOUBTS[..2] };
    let doubt = |fault: &Fault| (2, Planned::once(*fault, CallName::Create));
    let doubts: Vec<_> = doubts.iter().map(doubt).collect();
    all.extend(cells(&doubts, (3, CallName::Find), &[Crash::Never, Crash::After(3)]));
    all.extend(later(cells(&doubts, (3, CallName::Find), &[Crash::After(2)])));
    if name == Name::Printags {
        all.extend(cells(&[], (1, CallName::Account), &Crash::around(1, 1)));
    }
    all
}

fn matrix(name: Name, cells: usize) {
    let all = enumerate(name);
    assert_eq!(all.len(), cells);
    let sum = play(&format!("submit, {name}"), &all, |cell| one(name, cell));
    // The fault that makes two orders is planned in one cell for each death.
    let doubled = Crash::around(1, 3).len();
    assert_eq!(sum.orders, cells + doubled);
    assert_eq!(sum.commits, 0);
    assert!(sum.crashes > cells / 3, "{sum}");
}

#[test]
fn printags_gets_one_order() {
    matrix(Name::Printags, 24 * 5 + 24 * 7 + 4 * (24 * 2 + 23) + 24 * 3);
}

#[test]
fn merchrocket_gets_one_order() {
    matrix(Name::Merchrocket, 24 * 5 + 24 * 7 + 2 * (24 * 2 + 23));
}

/// Runs the same command until it says that the order is there.
fn one(name: Name, cell: &Cell) -> Counts {
    let mut stage = Stage::new(name);
    stage.play(cell);
    let mut counts = Counts { cells: 1, ..Counts::default() };
    let mut ended = false;
    while !ended && counts.runs < RUNS {
        counts.runs += 1;
        match stage.submit(REFERENCE) {
            None => counts.crashes += 1,
            Some(done) => {
                stage.check_secrets(&done);
                check_outcome(&stage, cell, &done);
                ended = matches!(done, Ok(_) | Err(OrderError::Doubled { .. }));
            }
        }
        if cell.later && cell.is_late() {
            std::thread::sleep(SETTLE);
        }
        check_state(&stage, cell);
    }
    assert!(ended, "no end: {:?}", stage.known(REFERENCE));
    if cell.is_late() {
        std::thread::sleep(SETTLE);
    }
    check_end(&mut stage, cell);
    let orders = stage.state().orders;
    counts.orders = orders.len();
    counts.commits = orders.iter().filter(|order| order.is_committed).count();
    counts
}

/// What is said is so.
fn check_outcome(stage: &Stage, cell: &Cell, done: &Result<Submitted, OrderError>) {
    if done.is_err() && cell.is_late() {
        std::thread::sleep(SETTLE);
    }
    let orders = orders(stage);
    match done {
        Ok(Submitted { submission, .. }) => {
            assert_eq!(submission.state, SubmissionState::Draft);
            let first = orders.first().map(|order| order.id.as_str());
            assert_eq!(submission.remote_id.as_deref(), first);
        }
        Err(OrderError::Unsure { .. }) => {}
        Err(OrderError::Doubled { .. }) => assert!(cell.has(Fault::Duplicate)),
        Err(error @ OrderError::Call(_)) => {
            assert!(!error.is_unknown());
            assert!(orders.is_empty(), "it is there, and this is said: {error:?}");
        }
        Err(error) => panic!("{error:?}"),
    }
}

fn orders(stage: &Stage) -> Vec<StoredOrder> {
    stage.state().orders_called(REFERENCE).into_iter().cloned().collect()
}

/// What holds at any time.
fn check_state(stage: &Stage, cell: &Cell) {
    let orders = orders(stage);
    let most = if cell.has(Fault::Duplicate) { 2 } else { 1 };
    assert!(orders.len() <= most, "{} orders", orders.len());
    assert!(orders.iter().all(|order| !order.is_committed && order.commits == 0));
    assert_eq!(stage.asked(CallName::Commit), 0);
    let Some(known) = stage.known(REFERENCE) else {
        assert!(orders.is_empty(), "it is there, and was never written down");
        return;
    };
    match known.state {
        SubmissionState::Sending => assert_eq!(known.remote_id, None),
        SubmissionState::Draft => {
            assert!(orders.iter().any(|order| Some(&order.id) == known.remote_id.as_ref()));
        }
        SubmissionState::Refused => assert!(orders.is_empty(), "refused, and there"),
        state => panic!("{state}"),
    }
}

/// The order is there once, the vault knows it, and asks nobody any more.
fn check_end(stage: &mut Stage, cell: &Cell) {
    check_state(stage, cell);
    stage.end();
    if cell.has(Fault::Duplicate) {
        return check_doubled(stage, cell);
    }
    assert_eq!(orders(stage).len(), 1);
    assert_eq!(stage.known_state(), Some(SubmissionState::Draft));
    let asked = stage.state().requests.len();
    let again = stage.submit(REFERENCE).unwrap().unwrap();
    assert_eq!(again.how, How::Already);
    assert_eq!(stage.state().requests.len(), asked);
    if !cell.has(Fault::NotFound) && !cell.has(Fault::Stale) {
        // Merchrocket refuses a second order itself: that one was tried would not show.
        let second = |status| [Some(409), Some(422)].contains(&status);
        let requests = stage.state().requests;
        assert!(
            requests.iter().all(|request| request.fault.is_some() || !second(request.status()))
        );
    }
}

/// Two orders are there, and none is ever committed.
fn check_doubled(stage: &Stage, cell: &Cell) {
    assert_eq!(orders(stage).len(), 2);
    // Merchrocket shows one of two orders with the same name, whichever it is: nobody can know.
    if stage.name == Name::Printags {
        let look = stage.run(|desk| desk.look_to_commit(REFERENCE)).unwrap();
        let is_state =
            matches!(&look, Err(OrderError::State { state: SubmissionState::Sending, .. }));
        let is_told = matches!(&look, Err(OrderError::Doubled { ids, .. }) if ids.len() == 2);
        assert!(is_told || is_state, "{look:?}");
        assert!(!matches!(look, Ok(Look::Ready(_))));
    }
    check_state(stage, cell);
}
