//! Behind the counter: what is asked is done here, or goes wrong.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::call::CallName;
use crate::config::Config;
use crate::distort::{distorted, instead};
use crate::exchange::Exchange;
use crate::fault::{Doing, Fault, Planned};
use crate::front::Asked;
use crate::provider;
use crate::reply::Reply;
use crate::snapshot::Snapshot;
use crate::visit::Visit;
use crate::world::World;

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
        let provider = self.config.provider;
        let call = provider::call_of(provider, asked);
        let (fault, reply) = match call {
            _ if asked.token.as_deref() != Some(self.config.token()) => {
                (None, provider::refuse(provider, 401, "Invalid token"))
            }
            None => (None, provider::refuse(provider, 404, "Not found")),
            Some(call) => {
                let fault = self.faults.iter_mut().find_map(|planned| planned.strike(call));
                (fault, self.answer(call, asked, fault))
            }
        };
        let visit = Visit::new(asked, call, fault, reply);
        self.log.push(visit.exchange.clone());
        visit
    }

    fn answer(&mut self, call: CallName, asked: &Asked, fault: Option<Fault>) -> Reply {
        let Some(fault) = fault else { return self.perform(call, asked) };
        let provider = self.config.provider;
        let no = |status, message: &str| provider::refuse(provider, status, message);
        if let Some(reply) = instead(&fault, &asked.path, no) {
            return reply;
        }
        let reply = match fault.doing() {
            Doing::Never | Doing::Later(_) => Reply::empty(200),
            Doing::Now => self.perform(call, asked),
            Doing::Twice => self.perform_twice(call, asked),
            Doing::Before => provider::answer(&self.config, &mut self.before.clone(), call, asked),
        };
        distorted(&fault, reply, no)
    }

    /// Does what is asked.
    pub(crate) fn perform(&mut self, call: CallName, asked: &Asked) -> Reply {
        let before = self.now.clone();
        let reply = provider::answer(&self.config, &mut self.now, call, asked);
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
        let id = provider::seed(self.config.provider, &mut self.now, reference);
        // It was there before whatever was changed last.
        self.before.orders.extend(self.now.orders.last().cloned());
        id
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot {
            orders: self.now.orders.iter().map(|order| order.as_ref().into()).collect(),
            files: self.now.files.iter().map(|file| file.as_ref().into()).collect(),
            requests: self.log.clone(),
        }
    }
}
