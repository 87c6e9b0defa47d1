//! What happens to one order, in one way.

use tapsmith_desk::order::commit::Look;
use tapsmith_desk::order::follow::Back;
use tapsmith_desk::order::submit::{How, Outgoing};
use tapsmith_desk::order::{Desk, News, OrderError};
use tapsmith_orders::{CallError, Name};
use tapsmith_sandbox::{CallName, Fault, Planned};
use tapsmith_store::SubmissionState;

use crate::commit::commit;
use crate::stage::{REFERENCE, Stage, outgoing, payload};

fn fault(stage: &Stage, fault: Fault, call: CallName) {
    stage.sandbox.plan(Planned::once(fault, call));
}

/// The same desk, that tells somebody else.
fn telling<'t>(desk: &'t mut Desk<'_>, tell: &'t mut dyn FnMut(News<'_>)) -> Desk<'t> {
    Desk { vault: desk.vault, provider: desk.provider, clock: desk.clock, tell }
}

#[test]
fn an_order_of_somebody_else_is_taken_over_only_on_demand() {
    for name in Name::ALL {
        let stage = Stage::new(name);
        let id = stage.sandbox.seed_order(REFERENCE);
        let error = stage.submit(REFERENCE).unwrap().unwrap_err();
        assert!(
            matches!(&error, OrderError::Stranger { ids, .. } if *ids == [id.clone()]),
            "{error:?}"
        );
        assert_eq!((stage.known(REFERENCE), stage.asked(CallName::Create)), (None, 0));
        let payload = payload(name, REFERENCE, 1);
        let order = Outgoing { adopt: true, ..outgoing(&*payload) };
        let taken = stage.run(|desk| desk.submit(&order)).unwrap().unwrap();
        assert_eq!((taken.how, taken.submission.remote_id), (How::Found, Some(id)));
        // It was delivered long ago.
        assert_eq!(taken.submission.state, SubmissionState::Committed);
        assert_eq!(stage.asked(CallName::Create), 0);
    }
}

#[test]
fn a_vault_that_is_put_back_sends_nothing() {
    for name in Name::ALL {
        let stage = Stage::new(name);
        let before = stage.folder.copy();
        stage.submit(REFERENCE).unwrap().unwrap();
        stage.folder.restore(&before);
        assert_eq!(stage.known(REFERENCE), None);
        let error = stage.submit(REFERENCE).unwrap().unwrap_err();
        assert!(matches!(error, OrderError::Stranger { .. }), "{error:?}");
        assert_eq!((stage.state().orders.len(), stage.asked(CallName::Create)), (1, 1));
    }
}

#[test]
fn another_content_is_never_sent_under_a_reference_that_is_taken() {
    let other = |stage: &Stage, name| {
        let payload = payload(name, REFERENCE, 2);
        stage.run(|desk| desk.submit(&outgoing(&*payload))).unwrap()
    };
    for name in Name::ALL {
        for first in [None, Some(Fault::FailedAfter), Some(Fault::ResetBefore)] {
            let stage = Stage::new(name);
            if let Some(first) = first {
                fault(&stage, first, CallName::Create);
            }
            let sent = stage.submit(REFERENCE).unwrap();
            assert_eq!(sent.is_ok(), first != Some(Fault::ResetBefore));
            let error = other(&stage, name).unwrap_err();
            let is_told = match error {
                OrderError::Store(tapsmith_store::Error::OtherContent { .. }) => sent.is_err(),
                OrderError::Store(tapsmith_store::Error::SubmittedAlready { .. }) => sent.is_ok(),
                _ => false,
            };
            assert!(is_told, "{sent:?}");
            assert_eq!(stage.asked(CallName::Create), 1);
        }
        // What was refused can be mended.
        let stage = Stage::new(name);
        fault(&stage, Fault::BadRequest, CallName::Create);
        assert!(stage.submit(REFERENCE).unwrap().is_err());
        assert_eq!(stage.known_state(), Some(SubmissionState::Refused));
        assert_eq!(other(&stage, name).unwrap().how, How::Sent);
        assert_eq!(stage.state().orders.iter().map(|order| order.cards).collect::<Vec<_>>(), [2]);
    }
}

#[test]
fn two_orders_of_one_name_are_told_and_never_committed() {
    let stage = Stage::new(Name::Printags);
    fault(&stage, Fault::Duplicate, CallName::Create);
    stage.submit(REFERENCE).unwrap().unwrap();
    let error = stage.run(commit).unwrap().unwrap_err();
    assert!(matches!(&error, OrderError::Doubled { ids, .. } if ids.len() == 2), "{error:?}");
    assert_eq!(stage.asked(CallName::Commit), 0);
}

#[test]
fn an_order_that_is_gone_is_gone_only_if_nobody_finds_it() {
    let stage = Stage::new(Name::Printags);
    stage.submit(REFERENCE).unwrap().unwrap();
    fault(&stage, Fault::NotFound, CallName::Get);
    stage.run(|desk| desk.follow(REFERENCE)).unwrap().unwrap();
    fault(&stage, Fault::NotFound, CallName::Account);
    let error = stage.run(|desk| desk.follow(REFERENCE)).unwrap();
    assert!(!matches!(error, Err(OrderError::Gone { .. })), "{error:?}");
    // The only change is taken back by a stale answer: it was never there.
    fault(&stage, Fault::Stale, CallName::Get);
    fault(&stage, Fault::Stale, CallName::Find);
    let error = stage.run(|desk| desk.follow(REFERENCE)).unwrap().unwrap_err();
    assert!(matches!(error, OrderError::Gone { .. }), "{error:?}");
}

#[test]
fn an_order_found_cancelled_is_no_draft() {
    let stage = Stage::new(Name::Merchrocket);
    stage.sandbox.plan(Planned::once(Fault::ResetAfter, CallName::Create));
    let sandbox = &stage.sandbox;
    let payload = payload(stage.name, REFERENCE, 1);
    let found = stage.run(|desk| {
        // The printer takes it back before anybody has looked.
        let mut tell = |_: News<'_>| sandbox.advance(REFERENCE, "canceled").unwrap();
        telling(desk, &mut tell).submit(&outgoing(&*payload))
    });
    let found = found.unwrap().unwrap();
    assert_eq!((found.how, found.submission.state), (How::Found, SubmissionState::Ended));
}

#[test]
fn merchrocket_has_an_order_that_a_look_overlooked() {
    let stage = Stage::new(Name::Merchrocket);
    fault(&stage, Fault::FailedAfter, CallName::Create);
    // Nothing is there before; behind the create it is overlooked until the server is settled.
    let first = stage.sandbox.state().requests.len();
    assert_eq!(first, 0);
    let payload = payload(stage.name, REFERENCE, 1);
    let sandbox = &stage.sandbox;
    let mut stale = 0;
    let found = stage.run(|desk| {
        let mut tell = |news: News<'_>| {
            if matches!(news, News::Looking { .. }) && stale == 0 {
                stale += 1;
                sandbox.plan(Planned::once(Fault::Stale, CallName::Find).times(2));
            }
        };
        telling(desk, &mut tell).submit(&outgoing(&*payload))
    });
    assert_eq!(found.unwrap().unwrap().how, How::Found);
    assert_eq!(stage.state().orders.len(), 1);
    assert_eq!(stage.known_state(), Some(SubmissionState::Draft));
}

#[test]
fn a_commit_that_is_refused_to_a_committed_order_is_in_doubt_until_it_is_seen() {
    for name in Name::ALL {
        let stage = Stage::new(name);
        stage.submit(REFERENCE).unwrap().unwrap();
        let done = stage.run(|desk| {
            let Look::Ready(ready) = desk.look_to_commit(REFERENCE).unwrap() else { panic!() };
            let word = if name == Name::Printags { "validated" } else { "pending" };
            stage.sandbox.advance(REFERENCE, word).unwrap();
            stage.sandbox.plan(Planned::once(Fault::ResetBefore, CallName::Get).times(2));
            desk.commit(ready, None)
        });
        let done = done.unwrap();
        if let Err(error) = &done {
            assert!(matches!(error, OrderError::CommitUnsure { .. }), "{error:?}");
        }
        assert_ne!(stage.known_state(), Some(SubmissionState::Draft));
        assert_eq!(stage.run(commit).unwrap().unwrap().state, SubmissionState::Committed);
    }
}

#[test]
fn a_refund_in_doubt_of_a_cancelled_order_is_not_done() {
    let stage = Stage::new(Name::Merchrocket);
    stage.submit(REFERENCE).unwrap().unwrap();
    stage.run(commit).unwrap().unwrap();
    stage.run(|desk| desk.take_back(REFERENCE, Back::Cancel)).unwrap().unwrap();
    fault(&stage, Fault::ResetBefore, CallName::Refund);
    let error = stage.run(|desk| desk.take_back(REFERENCE, Back::Refund)).unwrap().unwrap_err();
    assert!(matches!(error, OrderError::Call(CallError::Unknown { .. })), "{error:?}");
}
