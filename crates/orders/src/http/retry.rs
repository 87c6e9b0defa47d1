//! Whether and when a call is made again.

use std::time::{Duration, Instant};

use super::exchange::Outcome;
use super::policy::{Policy, Watch};
use crate::error::CallError;

/// The first wait; each is twice the one before.
const FIRST: Duration = Duration::from_millis(250);

/// How often somebody who waits looks whether to stop.
const GLANCE: Duration = Duration::from_millis(50);

/// What is left of our patience with one call.
#[derive(Debug)]
pub(super) struct Patience<'p> {
    policy: &'p Policy,
    began: Instant,
    attempts: u32,
}

impl<'p> Patience<'p> {
    pub(super) fn new(policy: &'p Policy) -> Self {
        Self { policy, began: Instant::now(), attempts: 0 }
    }

    /// How long to wait before the next attempt; none if there is none.
    ///
    /// A server that asks for more than we are willing to wait is not asked earlier: that is the end.
    /// So it is when an answer to the next attempt could come after the deadline.
    pub(super) fn next(&mut self, outcome: &Outcome) -> Option<Duration> {
        self.attempts += 1;
        let asked = outcome.wait().unwrap_or_default();
        let own = with_jitter(FIRST.saturating_mul(1 << (self.attempts - 1).min(10)));
        let wait = asked.max(own.min(self.policy.longest_wait));
        let answered = self.began.elapsed().saturating_add(wait).saturating_add(self.policy.answer);
        let in_time = answered <= self.policy.deadline;
        let goes_on = self.attempts < self.policy.attempts && in_time;
        (goes_on && asked <= self.policy.longest_wait).then_some(wait)
    }
}

/// Between half of `wait` and all of it, so that many who were turned away do not come back at once.
fn with_jitter(wait: Duration) -> Duration {
    let random = getrandom::u32().unwrap_or(u32::MAX);
    wait / 2 + (wait / 2).mul_f64(f64::from(random) / f64::from(u32::MAX))
}

/// Waits, unless `watch` says to stop.
pub(super) fn sleep(wait: Duration, watch: &dyn Watch) -> Result<(), CallError> {
    let until = Instant::now() + wait;
    loop {
        if watch.is_stopped() {
            return Err(CallError::Interrupted);
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        std::thread::sleep(left.min(GLANCE));
    }
}
