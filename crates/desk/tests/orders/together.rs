//! Two programs at one vault.

use std::sync::Barrier;

use tapsmith_desk::order::commit::Look;
use tapsmith_desk::order::submit::{How, Submitted};
use tapsmith_desk::order::{Desk, OrderError};
use tapsmith_orders::Name;
use tapsmith_sandbox::{CallName, Fault, Planned};
use tapsmith_store::{Error, SubmissionState};

use crate::stage::{REFERENCE, Stage, outgoing, payload};

/// A program of its own, at the vault of `stage`.
fn submit(stage: &Seen<'_>, start: &Barrier) -> Result<Submitted, OrderError> {
    let mut vault = stage.folder.open();
    let provider = stage.provider();
    let payload = payload(stage.name, REFERENCE, 1);
    start.wait();
    let desk = &mut Desk {
        vault: &mut vault,
        provider: &*provider,
        clock: &jiff::Timestamp::now,
        tell: &mut |_| {},
    };
    desk.submit(&outgoing(&*payload))
}

/// What of a stage more than one thread may see.
struct Seen<'s> {
    folder: &'s crate::vault::Folder,
    sandbox: &'s tapsmith_sandbox::Sandbox,
    name: Name,
}

impl Seen<'_> {
    fn provider(&self) -> Box<dyn tapsmith_orders::Provider> {
        crate::stage::connect(self.sandbox, self.name, crate::stage::patient())
    }
}

#[test]
fn of_two_that_submit_one_does() {
    let (mut busy, rounds) = (0, 20);
    for round in 0..rounds {
        let name = if round % 2 == 0 { Name::Printags } else { Name::Merchrocket };
        let stage = Stage::new(name);
        let seen = Seen { folder: &stage.folder, sandbox: &stage.sandbox, name };
        let start = Barrier::new(2);
        let (one, other) = std::thread::scope(|scope| {
            let one = scope.spawn(|| submit(&seen, &start));
            let other = scope.spawn(|| submit(&seen, &start));
            (one.join().unwrap(), other.join().unwrap())
        });
        let all = [one, other];
        let sent = |done: &&Result<Submitted, OrderError>| {
            done.as_ref().is_ok_and(|submitted| submitted.how == How::Sent)
        };
        assert_eq!(all.iter().filter(sent).count(), 1, "{all:?}");
        for done in &all {
            match done {
                Ok(submitted) => assert!(submitted.how != How::Found),
                Err(OrderError::Store(Error::OrdersBusy)) => busy += 1,
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!((stage.state().orders.len(), stage.asked(CallName::Create)), (1, 1));
    }
    println!("two at once: {rounds} rounds, {busy} times busy");
}

#[test]
fn a_look_is_good_for_one_commit() {
    for name in Name::ALL {
        let stage = Stage::new(name);
        stage.submit(REFERENCE).unwrap().unwrap();
        let look = || {
            let look = stage.run(|desk| desk.look_to_commit(REFERENCE)).unwrap().unwrap();
            let Look::Ready(ready) = look else { panic!("{look:?}") };
            ready
        };
        let (one, other) = (look(), look());
        // Nobody knows what comes of the first.
        stage.sandbox.plan(Planned::once(Fault::ResetBefore, CallName::Commit));
        let error = stage.run(|desk| desk.commit(one, None)).unwrap().unwrap_err();
        assert!(matches!(error, OrderError::CommitUnsure { .. }), "{error:?}");
        let error = stage.run(|desk| desk.commit(other, None)).unwrap().unwrap_err();
        let state = SubmissionState::Committing;
        assert!(matches!(error, OrderError::State { state: now, .. } if now == state), "{error:?}");
        assert_eq!(stage.asked(CallName::Commit), 1);
    }
}
