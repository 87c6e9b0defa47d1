//! Behind the counter: what is asked is done here, or goes wrong.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tapsmith_orders::Name;

use crate::call::CallName;
use crate::config::Config;
use crate::distort::{distorted, instead};
use crate::exchange::{Exchange, Outcome};
use crate::fault::{Doing, Fault, Planned, Sending};
use crate::front::Asked;
use crate::reply::Reply;
use crate::snapshot::Snapshot;
use crate::world::World;
use crate::{merchrocket, printags};

/// Whoever is shown each request.
pub(crate) type Watch = Arc<dyn Fn(&Exchange) + Send + Sync>;

/// A server's state.
pub(crate) struct Shop {
    config: Config,
    now: World,
    /// As it was before the last change.
    before: World,
    faults: Vec<Planned>,
    log: Vec<Exchange>,
    pub(crate) watch: Option<Watch>,
}

/// What a request comes to.
pub(crate) struct Visit {
    /// The answer, and how it is sent.
    pub(crate) reply: Reply,
    pub(crate) sending: Sending,
    /// A call that is done after so long.
    pub(crate) later: Option<(Duration, CallName)>,
    /// The line of the log.
    pub(crate) exchange: Exchange,
}

/// A shop that several threads go to. One that died in it has left it whole: nothing here panics
/// half-way through a change.
pub(crate) fn enter(shop: &Mutex<Shop>) -> MutexGuard<'_, Shop> {
    shop.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shop {
    pub(crate) fn new(mut config: Config) -> Self {
        let faults = std::mem::take(&mut config.faults);
        let (now, before) = (World::default(), World::default());
        Self { config, now, before, faults, log: Vec::new(), watch: None }
    }

    pub(crate) fn plan(&mut self, planned: Planned) {
        self.faults.push(planned);
    }

    /// Serves a request.
    pub(crate) fn visit(&mut self, asked: &Asked) -> Visit {
        let call = self.call_of(asked);
        let (fault, reply) = match call {
            _ if asked.token.as_deref() != Some(self.config.token()) => {
                (None, self.refuse(401, "Invalid token"))
            }
            None => (None, self.refuse(404, "Not found")),
            Some(call) => {
                let fault = self.faults.iter_mut().find_map(|planned| planned.strike(call));
                (fault, self.answer(call, asked, fault))
            }
        };
        self.log(asked, call, fault, reply)
    }

    fn answer(&mut self, call: CallName, asked: &Asked, fault: Option<Fault>) -> Reply {
        let Some(fault) = fault else { return self.perform(call, asked) };
        let provider = self.config.provider;
        let no = |status, message: &str| refuse(provider, status, message);
        if let Some(reply) = instead(&fault, &asked.path, no) {
            return reply;
        }
        let reply = match fault.doing() {
            Doing::Never | Doing::Later(_) => Reply::empty(200),
            Doing::Now => self.perform(call, asked),
            Doing::Twice => self.perform_twice(call, asked),
            Doing::Before => answer(&self.config, &mut self.before.clone(), call, asked),
        };
        distorted(&fault, reply, no)
    }

    /// Does what is asked.
    pub(crate) fn perform(&mut self, call: CallName, asked: &Asked) -> Reply {
        let before = self.now.clone();
        let reply = answer(&self.config, &mut self.now, call, asked);
        if call.changes() && reply.is_good() {
            self.before = before;
        }
        reply
    }

    fn perform_twice(&mut self, call: CallName, asked: &Asked) -> Reply {
        let reply = self.perform(call, asked);
        if reply.is_good() {
            self.now.repeat_last();
        }
        reply
    }

    fn log(
        &mut self,
        asked: &Asked,
        call: Option<CallName>,
        fault: Option<Fault>,
        reply: Reply,
    ) -> Visit {
        let sending = fault.map_or(Sending::Whole, |fault| fault.sending());
        let outcome = match sending {
            Sending::Silence | Sending::Closed => Outcome::Nothing,
            _ => Outcome::Answered(reply.status),
        };
        let (method, path, note) =
            (asked.method.to_string(), asked.path.clone(), reply.note.clone());
        let exchange = Exchange { method, path, call, outcome, fault, note };
        self.log.push(exchange.clone());
        let later = match fault.map(|fault| fault.doing()) {
            Some(Doing::Later(wait)) => call.map(|call| (wait, call)),
            _ => None,
        };
        Visit { reply, sending, later, exchange }
    }

    fn refuse(&self, status: u16, message: &str) -> Reply {
        refuse(self.config.provider, status, message)
    }

    fn call_of(&self, asked: &Asked) -> Option<CallName> {
        match self.config.provider {
            Name::Printags => printags::call_of(asked),
            Name::Merchrocket => merchrocket::call_of(asked),
        }
    }

    /// Moves an order on, as the printer does; false if there is none with this reference.
    pub(crate) fn advance(&mut self, reference: &str, status: &str) -> bool {
        let before = self.now.clone();
        let id = self.now.called(reference).map(|order| order.id());
        let Some(order) = id.and_then(|id| self.now.order_mut(&id)) else { return false };
        order.moved(status, self.config.provider);
        self.before = before;
        true
    }

    /// Puts an order there that was made and delivered long ago; its id.
    pub(crate) fn seed(&mut self, reference: &str) -> String {
        match self.config.provider {
            Name::Printags => printags::seed(&mut self.now, reference),
            Name::Merchrocket => merchrocket::seed(&mut self.now, reference),
        }
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot {
            orders: self.now.orders.iter().map(|order| order.as_ref().into()).collect(),
            files: self.now.files.iter().map(|file| file.as_ref().into()).collect(),
            requests: self.log.clone(),
        }
    }
}

fn answer(config: &Config, world: &mut World, call: CallName, asked: &Asked) -> Reply {
    match config.provider {
        Name::Printags => printags::answer(config, world, call, asked),
        Name::Merchrocket => merchrocket::answer(config, world, call, asked),
    }
}

fn refuse(provider: Name, status: u16, message: &str) -> Reply {
    match provider {
        Name::Printags => printags::refuse(status, message),
        Name::Merchrocket => merchrocket::refuse(status, message),
    }
}
