//! How long to wait, and what ends a wait early.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

/// The longest sleep between two looks at the flag: short enough to feel prompt after Ctrl-C.
const SLICE: Duration = Duration::from_millis(250);

/// How long to wait, and what ends the wait early.
#[derive(Clone, Copy, Debug)]
pub struct Patience<'a> {
    /// The longest wait; `None` waits until `stop`. Zero looks once.
    pub timeout: Option<Duration>,
    /// Set from elsewhere (Ctrl-C) to end the wait within about a quarter of a second.
    pub stop: &'a AtomicBool,
}

impl<'a> Patience<'a> {
    /// Starts the clock.
    pub(crate) fn start(self) -> Clock<'a> {
        // A timeout beyond what the clock can hold is no timeout.
        let deadline = self.timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        Clock { deadline, stop: self.stop }
    }
}

/// A wait under way.
#[derive(Debug)]
pub(crate) struct Clock<'a> {
    deadline: Option<Instant>,
    stop: &'a AtomicBool,
}

impl Clock<'_> {
    /// How long to sleep before looking again; zero when the time is up.
    pub(crate) fn slice(&self) -> Duration {
        let left = self.deadline.map(|at| at.saturating_duration_since(Instant::now()));
        left.map_or(SLICE, |left| left.min(SLICE))
    }

    /// Whether the time is up.
    pub(crate) fn is_over(&self) -> bool {
        self.deadline.is_some_and(|at| at <= Instant::now())
    }

    /// Whether somebody asked to stop.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_timeout_never_ends() {
        let stop = AtomicBool::new(false);
        let clock = Patience { timeout: None, stop: &stop }.start();
        assert!(!clock.is_over());
        assert_eq!(clock.slice(), SLICE);
    }

    #[test]
    fn zero_is_over_at_once() {
        let stop = AtomicBool::new(true);
        let clock = Patience { timeout: Some(Duration::ZERO), stop: &stop }.start();
        assert!(clock.is_over());
        assert!(clock.is_stopped());
        assert_eq!(clock.slice(), Duration::ZERO);
    }

    #[test]
    fn a_timeout_beyond_the_clock_is_none() {
        let stop = AtomicBool::new(false);
        assert!(!Patience { timeout: Some(Duration::MAX), stop: &stop }.start().is_over());
    }
}
