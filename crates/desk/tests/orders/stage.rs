//! A stand-in, a vault, and programs that run one after the other.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::json;
use tapsmith_desk::order::submit::{Outgoing, Submitted};
use tapsmith_desk::order::{Desk, OrderError};
use tapsmith_orders::{Http, Name, Payload, Place, Policy, Provider, Token};
use tapsmith_sandbox::{CallName, Config, Fault, Planned, Sandbox, Snapshot};
use tapsmith_store::{Submission, SubmissionState};

use crate::vault::Folder;
use crate::watched::{Crash, Died, Script, Watched};

/// The order that everything is about.
pub(crate) const REFERENCE: &str = "ORDER-0001";

/// An order that stands beside it, and that nobody ever asks anything for.
pub(crate) const OTHER: &str = "ORDER-0002";

/// Keys that nothing else looks like.
pub(crate) const KEYS: [&str; 2] =
    ["C0FFEE00C0FFEE01C0FFEE02C0FFEE03", "DEC0DE10DEC0DE11DEC0DE12DEC0DE13"];

/// How long a client waits where no answer is going to come, and where one is.
const IMPATIENT: Duration = Duration::from_millis(100);
const PATIENT: Duration = Duration::from_secs(10);

/// When what was sent cannot take effect any more.
pub(crate) const SETTLE: Duration = Duration::from_millis(400);

/// When a call that is late takes effect: the client has given up by then, and it is not settled.
pub(crate) const LATE: Duration = Duration::from_millis(150);

pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) folder: Folder,
    pub(crate) name: Name,
    script: Script,
    faults: Vec<Planned>,
    /// How many faults there were before those.
    before: usize,
    clock: Clock,
    /// All that was told.
    pub(crate) told: RefCell<String>,
}

/// A clock that stands between two runs, so that a slow machine is not a late user.
struct Clock {
    base: Timestamp,
    ran: Cell<Duration>,
    running: Cell<Option<Instant>>,
    /// How much later the user comes back.
    pause: Duration,
}

impl Clock {
    fn now(&self) -> Timestamp {
        self.base
            + self.ran.get()
            + self.running.get().map_or(Duration::ZERO, |began| began.elapsed())
    }

    fn stop(&self) {
        let ran = self.running.take().map_or(Duration::ZERO, |began| began.elapsed());
        self.ran.set(self.ran.get() + ran + self.pause);
    }
}

impl Stage {
    pub(crate) fn new(name: Name) -> Self {
        let clock = Clock {
            base: Timestamp::now(),
            ran: Cell::default(),
            running: Cell::default(),
            pause: Duration::ZERO,
        };
        Self {
            sandbox: Sandbox::start(Config::new(name)).unwrap(),
            folder: Folder::new(),
            name,
            script: Script::new(Crash::Never, &[]),
            faults: Vec::new(),
            before: 0,
            clock,
            told: RefCell::default(),
        }
    }

    /// From now on this is what happens: calls are counted from 1.
    pub(crate) fn play(&mut self, cell: &crate::matrix::Cell) {
        self.script = Script::new(cell.crash, &cell.faults);
        self.faults = cell.faults.iter().map(|(_, planned)| *planned).collect();
        self.before = self.struck();
        self.clock.pause = if cell.later { Duration::from_hours(1) } else { Duration::ZERO };
    }

    /// From now on all is well.
    pub(crate) fn end(&mut self) {
        self.play(&crate::matrix::Cell { faults: Vec::new(), crash: Crash::Never, later: false });
    }

    /// A program that starts, does `job`, and ends; none if it died.
    pub(crate) fn run<T>(&self, job: impl FnOnce(&mut Desk<'_>) -> T) -> Option<T> {
        let mut vault = self.folder.open();
        let provider = self.provider();
        let provider = Watched { inner: provider, script: &self.script, sandbox: &self.sandbox };
        let clock = || self.clock.now();
        let mut tell = |news: tapsmith_desk::order::News<'_>| {
            writeln!(self.told.borrow_mut(), "{news:?}").unwrap();
        };
        self.clock.running.set(Some(Instant::now()));
        let done = catch_unwind(AssertUnwindSafe(|| {
            job(&mut Desk {
                vault: &mut vault,
                provider: &provider,
                clock: &clock,
                tell: &mut tell,
            })
        }));
        self.clock.stop();
        match done {
            Ok(done) => Some(done),
            Err(panic) if panic.is::<Died>() => None,
            Err(panic) => resume_unwind(panic),
        }
    }

    /// Sees to it that the order is there; as often as it is run.
    pub(crate) fn submit(&self, reference: &str) -> Option<Result<Submitted, OrderError>> {
        let payload = payload(self.name, reference, 1);
        self.run(|desk| desk.submit(&outgoing(&*payload)))
    }

    pub(crate) fn provider(&self) -> Box<dyn Provider> {
        connect(&self.sandbox, self.name, self.policy())
    }

    /// Patient, unless an answer is still to be missed: a slow machine is no fault.
    fn policy(&self) -> Policy {
        let struck = self.struck() - self.before;
        let awaited = |planned: &&Planned| struck < self.faults.len() && is_mute(&planned.fault);
        let mute = self.faults.iter().any(|planned| awaited(&planned));
        let answer = if mute { IMPATIENT } else { PATIENT };
        // A question is asked once, so that every fault of it is felt; what does something may be sent
        // again where that is safe, and only there.
        let reads = self.faults.iter().any(|p| p.call.is_some_and(|call| !call.changes()));
        let attempts = if reads { 1 } else { 2 };
        // An answer is stale for a while: on a slow machine that while is longer.
        let stale = self.faults.iter().any(|planned| planned.fault == Fault::Stale);
        let settle = if stale { SETTLE * 5 } else { SETTLE };
        Policy { answer, attempts, settle, settle_answered: settle / 2, ..patient() }
    }

    /// How many faults have happened.
    fn struck(&self) -> usize {
        self.state().requests.iter().filter(|request| request.fault.is_some()).count()
    }

    pub(crate) fn state(&self) -> Snapshot {
        self.sandbox.state()
    }

    /// How often `call` was made.
    pub(crate) fn asked(&self, call: CallName) -> usize {
        self.state().requests.iter().filter(|request| request.call == Some(call)).count()
    }

    /// What the vault knows of the order.
    pub(crate) fn known(&self, reference: &str) -> Option<Submission> {
        self.folder.look().submissions_of(reference).unwrap().pop()
    }

    pub(crate) fn known_state(&self) -> Option<SubmissionState> {
        self.known(REFERENCE).map(|known| known.state)
    }

    /// Nobody reads a key anywhere.
    pub(crate) fn check_secrets<T>(&self, done: &Result<T, OrderError>) {
        let mut text = self.told.borrow().clone();
        if let Err(error) = done {
            let mut cause: Option<&dyn std::error::Error> = Some(error);
            while let Some(error) = cause {
                writeln!(text, "{error} {error:?}").unwrap();
                cause = error.source();
            }
        }
        let text = text.to_uppercase();
        assert!(KEYS.iter().all(|key| !text.contains(&key[..12])), "a key is told: {text}");
    }
}

/// For a server with which all is well.
pub(crate) fn patient() -> Policy {
    Policy { attempts: 2, settle: SETTLE, settle_answered: SETTLE / 2, ..Policy::of(PATIENT) }
}

/// The printer that `sandbox` stands in for.
pub(crate) fn connect(sandbox: &Sandbox, name: Name, policy: Policy) -> Box<dyn Provider> {
    let place = Place::new(&sandbox.url(), name.url(), name.staging_url()).unwrap();
    let token = Token::new(sandbox.token()).unwrap();
    name.connect(Http::new(place, token, policy, Box::new(())).unwrap(), None)
}

/// Whether no answer comes, or none in time.
fn is_mute(fault: &Fault) -> bool {
    let mute = [Fault::TimeoutBefore, Fault::TimeoutAfter, Fault::Trickle, Fault::Late(LATE)];
    mute.contains(fault)
}

pub(crate) fn outgoing(payload: &dyn Payload) -> Outgoing<'_> {
    let reference = payload.reference().unwrap();
    Outgoing { reference, payload, batch: None, adopt: false, is_fit: true }
}

/// An order of `count` cards, or other things.
pub(crate) fn payload(name: Name, reference: &str, count: u32) -> Box<dyn Payload> {
    let text = match name {
        Name::Printags => printags(reference, count),
        Name::Merchrocket => json!({
            "externalId": reference,
            "recipient": { "name": "Alex Johnson", "city": "San Francisco" },
            "orderItems": [{ "quantity": count, "variantId": "590f1af7-75f6-46c8-bab3-60b109a66371" }],
        }),
    };
    name.read(&text.to_string()).unwrap()
}

fn printags(reference: &str, count: u32) -> serde_json::Value {
    let [public, private] = KEYS;
    let line = |record: u32| {
        let records = json!({ "recordId": record, "publicKey": public, "privateKey": private });
        json!({
            "quantity": 1,
            "modelId": "ntag424_pvccard_white",
            "nfc": {
                "type": "dynamic",
                "dynamic": { "baseUrl": "https://example.com", "records": records }
            }
        })
    };
    json!({
        "isDraft": true,
        "reference": reference,
        "products": (1..=count).map(line).collect::<Vec<_>>(),
    })
}
