//! A provider that counts its calls, that dies before or after one of them, and that lets a fault
//! happen at one of them.

use std::cell::{Cell, RefCell};
use std::panic::resume_unwind;

use bytes::Bytes;
use serde_json::Value;
use tapsmith_orders::price::Estimate;
use tapsmith_orders::provider::{Account, Committed, Model, Rate, RemoteOrder, Status, Visual};
use tapsmith_orders::{CallError, Http, Name, Payload, Provider, Wants};
use tapsmith_sandbox::{Planned, Sandbox};

/// Where a program dies: at a call of its provider, counted from 1 over all runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Crash {
    Never,
    Before(u32),
    After(u32),
}

impl Crash {
    /// Never, and before and after each of the calls from `first` to `last`.
    pub(crate) fn around(first: u32, last: u32) -> Vec<Self> {
        let at = (first..=last).flat_map(|call| [Self::Before(call), Self::After(call)]);
        std::iter::once(Self::Never).chain(at).collect()
    }
}

/// The death of a program.
pub(crate) struct Died;

/// What happens at which call.
#[derive(Debug)]
pub(crate) struct Script {
    crash: Crash,
    faults: RefCell<Vec<(u32, Planned)>>,
    calls: Cell<u32>,
}

impl Script {
    /// A death, and faults that wait for a call from that one on.
    pub(crate) fn new(crash: Crash, faults: &[(u32, Planned)]) -> Self {
        Self { crash, faults: RefCell::new(faults.to_vec()), calls: Cell::new(0) }
    }
}

/// A provider, and what happens to it.
pub(crate) struct Watched<'w> {
    pub(crate) inner: Box<dyn Provider>,
    pub(crate) script: &'w Script,
    pub(crate) sandbox: &'w Sandbox,
}

impl Watched<'_> {
    fn step<T>(&self, call: impl FnOnce(&dyn Provider) -> T) -> T {
        let number = self.script.calls.get() + 1;
        self.script.calls.set(number);
        self.die(Crash::Before(number));
        self.plan(number);
        let done = call(&*self.inner);
        self.die(Crash::After(number));
        done
    }

    /// Plans what waits for the call `number`.
    fn plan(&self, number: u32) {
        self.script.faults.borrow_mut().retain(|(at, planned)| {
            if *at <= number {
                self.sandbox.plan(*planned);
            }
            *at > number
        });
    }

    /// Without the words that a panic prints.
    fn die(&self, here: Crash) {
        if self.script.crash == here {
            resume_unwind(Box::new(Died));
        }
    }
}

impl Provider for Watched<'_> {
    fn name(&self) -> Name {
        self.inner.name()
    }

    fn http(&self) -> &Http {
        self.inner.http()
    }

    fn account(&self, id: Option<&str>) -> Result<Account, CallError> {
        self.step(|provider| provider.account(id))
    }

    fn account_id(&self) -> Result<Option<String>, CallError> {
        // Asked for once, before or within the next call: it is no call of its own.
        self.plan(self.script.calls.get() + 1);
        self.inner.account_id()
    }

    fn models(&self) -> Result<Vec<Model>, CallError> {
        self.step(|provider| provider.models())
    }

    fn statuses(&self) -> Result<Vec<Status>, CallError> {
        self.step(|provider| provider.statuses())
    }

    fn upload(&self, visual: &Visual) -> Result<String, CallError> {
        self.step(|provider| provider.upload(visual))
    }

    fn file(&self, id: &str) -> Result<Bytes, CallError> {
        self.step(|provider| provider.file(id))
    }

    fn rates(&self, wants: &Wants) -> Result<Vec<Rate>, CallError> {
        self.step(|provider| provider.rates(wants))
    }

    fn estimate(&self, wants: &Wants) -> Result<Estimate, CallError> {
        self.step(|provider| provider.estimate(wants))
    }

    fn create(&self, order: &dyn Payload) -> Result<String, CallError> {
        self.step(|provider| provider.create(order))
    }

    fn find(&self, reference: &str) -> Result<Vec<RemoteOrder>, CallError> {
        self.step(|provider| provider.find(reference))
    }

    fn order(&self, id: &str) -> Result<RemoteOrder, CallError> {
        self.step(|provider| provider.order(id))
    }

    fn orders(&self, each: &mut dyn FnMut(RemoteOrder) -> bool) -> Result<(), CallError> {
        self.step(|provider| provider.orders(each))
    }

    fn commit(&self, id: &str) -> Result<Committed, CallError> {
        self.step(|provider| provider.commit(id))
    }

    fn cancel(&self, id: &str) -> Result<RemoteOrder, CallError> {
        self.step(|provider| provider.cancel(id))
    }

    fn refund(&self, id: &str) -> Result<RemoteOrder, CallError> {
        self.step(|provider| provider.refund(id))
    }

    fn amend(&self, id: &str, patch: &Value) -> Result<RemoteOrder, CallError> {
        self.step(|provider| provider.amend(id, patch))
    }
}
