//! Followed, changed, cancelled and paid back, with every fault and a death at every call.

use serde_json::json;
use tapsmith_desk::order::OrderError;
use tapsmith_desk::order::follow::{Back, Followed};
use tapsmith_orders::Name;
use tapsmith_sandbox::{CallName, Fault, Planned};
use tapsmith_store::SubmissionState;

use crate::commit::commit;
use crate::matrix::{Cell, Counts, cells, play};
use crate::stage::{LATE, REFERENCE, SETTLE, Stage};
use crate::watched::Crash;

const RUNS: usize = 4;

/// What a printer does meanwhile: a step before each run.
const LIFE: [&str; 4] = ["pending", "inprocess", "partial", "fulfilled"];

fn stage(cell: &Cell, is_committed: bool) -> Stage {
    let mut stage = Stage::new(Name::Merchrocket);
    stage.submit(REFERENCE).unwrap().unwrap();
    if is_committed {
        stage.run(commit).unwrap().unwrap();
    }
    stage.play(cell);
    stage
}

/// Runs `job` until it is done. `refused` says whether a run may say that it is done already.
fn until_done(
    stage: &Stage,
    cell: &Cell,
    mut job: impl FnMut(&Stage) -> Option<Result<Followed, OrderError>>,
) -> Counts {
    let mut counts = Counts { cells: 1, ..Counts::default() };
    let mut ended = false;
    while !ended && counts.runs < RUNS {
        counts.runs += 1;
        match job(stage) {
            None => counts.crashes += 1,
            Some(done) => {
                stage.check_secrets(&done);
                match &done {
                    Ok(_) => ended = true,
                    Err(OrderError::Call(_)) => {}
                    Err(error) => panic!("{error:?}"),
                }
            }
        }
        if cell.is_late() {
            std::thread::sleep(SETTLE);
        }
    }
    assert!(ended, "no end: {:?}", stage.known(REFERENCE));
    counts
}

/// The place of the order's status in its life, as the vault knows it.
fn place(stage: &Stage) -> Option<usize> {
    let status = stage.known(REFERENCE)?.status?;
    LIFE.iter().position(|word| *word == status)
}

#[test]
fn an_order_that_is_followed_moves_forward() {
    let all = cells(&[], (1, CallName::Get), &Crash::around(1, 1));
    assert_eq!(all.len(), 24 * 3);
    let sum = play("follow", &all, |cell| {
        let stage = stage(cell, true);
        let (mut known, mut run) = (place(&stage), 0);
        let counts = until_done(&stage, cell, |stage| {
            stage.sandbox.advance(REFERENCE, LIFE.get(run).copied().unwrap()).unwrap();
            run += 1;
            let done = stage.run(|desk| desk.follow(REFERENCE));
            assert_eq!(stage.known_state(), Some(SubmissionState::Committed));
            assert!(cell.has(Fault::UnknownStatus) || place(stage) >= known, "it went back");
            known = place(stage);
            done
        });
        let followed = stage.run(|desk| desk.follow(REFERENCE)).unwrap().unwrap();
        assert_eq!(followed.submission.status, Some(stage.state().orders.pop().unwrap().status));
        counts
    });
    assert_eq!(sum.crashes, 24 * 2);
}

#[test]
fn an_order_that_is_cancelled_has_ended() {
    let mut all = cells(&[], (1, CallName::Cancel), &Crash::around(1, 2));
    let doubts = [Fault::Late(LATE), Fault::FailedAfter];
    let doubts = doubts.map(|fault| (1, Planned::once(fault, CallName::Cancel)));
    all.extend(cells(&doubts, (2, CallName::Get), &Crash::around(2, 2)));
    assert_eq!(all.len(), 23 * 5 + 2 * 24 * 3);
    let sum = play("cancel", &all, |cell| {
        let mut stage = stage(cell, false);
        let counts = until_done(&stage, cell, |stage| {
            let done = stage.run(|desk| desk.take_back(REFERENCE, Back::Cancel));
            let is_there = stage.state().orders.iter().all(|order| order.status != "canceled");
            match &done {
                Some(Ok(_)) => assert!(!is_there, "it is not cancelled, and said to be"),
                Some(Err(error)) => {
                    // A second one is refused, and says so if nobody can look.
                    let is_second = stage.asked(CallName::Cancel) > 1;
                    assert!(error.is_unknown() || is_there || is_second, "{error:?}");
                }
                None => {}
            }
            done
        });
        stage.end();
        let told = |_: &usize| stage.run(|desk| desk.follow(REFERENCE)).unwrap().is_ok();
        assert!((0..RUNS).find(told).is_some());
        assert_eq!(stage.known_state(), Some(SubmissionState::Ended));
        // An answer as it was before does not bring it back.
        stage.sandbox.plan(Planned::once(Fault::Stale, CallName::Get));
        let late = stage.run(|desk| desk.follow(REFERENCE)).unwrap().unwrap();
        assert!(late.is_behind);
        assert_eq!(late.submission.status.as_deref(), Some("canceled"));
        assert_eq!(stage.known_state(), Some(SubmissionState::Ended));
        assert!(stage.run(commit).unwrap().is_err());
        assert_eq!(stage.asked(CallName::Commit), 0);
        counts
    });
    assert!(sum.crashes > 100, "{sum}");
}

#[test]
fn what_is_asked_back_or_changed_is_not_made_up() {
    for (title, call) in [("refund", CallName::Refund), ("amend", CallName::Amend)] {
        let all = cells(&[], (1, call), &Crash::around(1, 1));
        assert_eq!(all.len(), 23 * 3);
        let sum = play(title, &all, |cell| {
            let stage = stage(cell, true);
            let patch = json!({ "metadata": { "note": "to the left" } });
            until_done(&stage, cell, |stage| {
                let before = notes(stage);
                let done = stage.run(|desk| match call {
                    CallName::Refund => desk.take_back(REFERENCE, Back::Refund),
                    _ => desk.amend(REFERENCE, &patch),
                });
                if cell.is_late() {
                    std::thread::sleep(SETTLE);
                }
                let is_done = notes(stage) > before;
                match &done {
                    Some(Ok(_)) => assert!(is_done, "it is not done, and said to be"),
                    Some(Err(error)) => assert!(error.is_unknown() || !is_done, "{error:?}"),
                    None => {}
                }
                assert_eq!(stage.known_state(), Some(SubmissionState::Committed));
                done
            })
        });
        assert_eq!(sum.crashes, 23 * 2);
    }
}

/// How often something was paid back or changed, as the stand-in notes it.
fn notes(stage: &Stage) -> usize {
    let is_note = |note: &str| note.starts_with("refunded") || note.starts_with("changed");
    let requests = stage.state().requests;
    requests.iter().filter(|request| request.note.as_deref().is_some_and(is_note)).count()
}
