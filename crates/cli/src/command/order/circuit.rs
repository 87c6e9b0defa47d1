//! A batch of orders stops after repeated failures: what is out of order would fail the others too.

use std::path::{Path, PathBuf};

use crate::exit::Exit;
use crate::failure::Failure;

/// So many failures in a row end it.
const LIMIT: u32 = 3;

/// How it went so far.
#[derive(Debug, Default)]
pub(super) struct Circuit {
    in_a_row: u32,
    is_open: bool,
    failed: u64,
    worst: Option<Failure>,
    stopped_at: Option<PathBuf>,
}

impl Circuit {
    /// Whether nothing more is to be tried.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    pub(super) fn succeeded(&mut self) {
        self.in_a_row = 0;
    }

    pub(super) fn failed(&mut self, path: &Path, failure: Failure) {
        self.in_a_row += 1;
        self.failed += 1;
        let of_everything = failure.is_of_everything();
        self.is_open = of_everything || self.in_a_row >= LIMIT;
        if self.is_open {
            self.stopped_at = Some(path.to_owned());
        }
        // An unknown outcome is worse than a known one, and the first is as good as any.
        let is_worse = self
            .worst
            .as_ref()
            .is_none_or(|worst| failure.exit() == Exit::Unknown && worst.exit() != Exit::Unknown);
        if is_worse {
            self.worst = Some(failure);
        }
    }

    /// Nothing more is to be tried, from `path` on.
    pub(super) fn stop(&mut self, path: &Path, failure: Failure) {
        self.is_open = true;
        self.stopped_at = Some(path.to_owned());
        self.worst.get_or_insert(failure);
    }

    /// A file that was left for later.
    pub(super) fn not_tried(&mut self, path: &Path) {
        if self.stopped_at.is_none() {
            self.stopped_at = Some(path.to_owned());
        }
        if self.worst.is_none() {
            self.worst = Some(Failure::interrupted().hint("run the same command again"));
        }
    }

    /// Why not everything is there; none if it is.
    pub(super) fn into_failure(self) -> Option<Failure> {
        let failure = self.worst?;
        Some(match (self.stopped_at, self.failed) {
            (Some(path), _) => failure.at(format_args!("stopped at {}", path.display())),
            (None, 1) => failure,
            (None, failed) => failure.at(format_args!("{failed} orders failed, one of them")),
        })
    }
}
