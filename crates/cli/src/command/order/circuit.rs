//! A batch of orders stops after repeated failures: what is out of order would fail the others too.

use std::fmt::Display;

use crate::exit::Exit;
use crate::failure::Failure;

/// So many failures of the server in a row end it.
const LIMIT: u32 = 3;

/// How it went so far.
#[derive(Debug, Default)]
pub(super) struct Circuit {
    in_a_row: u32,
    is_open: bool,
    failed: u64,
    worst: Option<Failure>,
    stopped_at: Option<String>,
}

impl Circuit {
    /// Whether nothing more is to be tried.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    pub(super) fn succeeded(&mut self) {
        self.in_a_row = 0;
    }

    /// `place` failed: a file, or a reference. What is wrong with it alone says nothing of the next.
    pub(super) fn failed(&mut self, place: impl Display, failure: Failure) {
        let of_server = matches!(failure.exit(), Exit::Remote | Exit::Unknown);
        self.in_a_row = if of_server { self.in_a_row + 1 } else { 0 };
        self.is_open = failure.is_of_everything() || self.in_a_row >= LIMIT;
        if self.is_open {
            self.stopped_at = Some(place.to_string());
        }
        self.note(failure);
    }

    /// Something went wrong that stops nothing.
    pub(super) fn note(&mut self, failure: Failure) {
        self.failed += 1;
        // An unknown outcome is worse than a known one, and the first is as good as any.
        let is_worse = self
            .worst
            .as_ref()
            .is_none_or(|worst| failure.exit() == Exit::Unknown && worst.exit() != Exit::Unknown);
        if is_worse {
            self.worst = Some(failure);
        }
    }

    /// Nothing more is to be tried, from `place` on.
    pub(super) fn stop(&mut self, place: impl Display, failure: Failure) {
        self.is_open = true;
        self.stopped_at = Some(place.to_string());
        self.worst.get_or_insert(failure);
    }

    /// Something that was left for later.
    pub(super) fn not_tried(&mut self, place: impl Display) {
        self.stopped_at.get_or_insert_with(|| place.to_string());
        self.worst.get_or_insert_with(|| Failure::interrupted().hint("run the same command again"));
    }

    /// Why not everything is there; none if it is.
    pub(super) fn into_failure(self) -> Option<Failure> {
        let failure = self.worst?;
        Some(match (self.stopped_at, self.failed) {
            (Some(place), _) => failure.at(format_args!("stopped at {place}")),
            (None, 0 | 1) => failure,
            (None, failed) => failure.at(format_args!("{failed} orders failed, one of them")),
        })
    }
}
