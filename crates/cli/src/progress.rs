//! Progress of long work: on stderr, and only if that is a terminal.

use std::io::{self, IsTerminal as _};
use std::sync::atomic::Ordering;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::context::STOP;

/// A bar that shows itself once the work has taken a moment.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// For `total` things, called `what`.
    pub(crate) fn new(what: &'static str, total: u64) -> Self {
        let bar = ProgressBar::new(total).with_message(what);
        if let Ok(style) =
            ProgressStyle::with_template("{msg} {bar:30} {human_pos}/{human_len} {eta}")
        {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// For nobody knows how many things.
    pub(crate) fn counting(what: &'static str) -> Self {
        let bar = ProgressBar::new_spinner().with_message(what);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} {msg}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// The same, but not beside lines that show how far it is.
    pub(crate) fn unless_shown(self) -> Self {
        if io::stdout().is_terminal() {
            self.0.set_draw_target(ProgressDrawTarget::hidden());
        }
        self
    }

    /// So many are done.
    pub(crate) fn set(&self, done: u64) {
        self.0.set_position(done);
    }

    /// So many are done; whether to go on, or Ctrl-C was pressed.
    pub(crate) fn keep_on(&self, done: u64) -> bool {
        self.set(done);
        !STOP.load(Ordering::Relaxed)
    }

    /// Takes the bar away.
    pub(crate) fn finish(self) {
        self.0.finish_and_clear();
    }
}
