//! What goes by on the way to a card, for somebody who listens.

use std::{
    fmt,
    time::{Duration, Instant},
};

use tapsmith_card::transport::Transport;

use crate::family::Family;

/// What went by, as the reader had it: in whatever its family wraps a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed<'a> {
    /// An APDU.
    Exchange {
        /// What was asked. It may hold a key.
        command: &'a [u8],
        /// What was answered; none if nothing was.
        answer: Option<&'a [u8]>,
        /// How long that took.
        took: Duration,
    },
    /// The card lost the field, and has it again.
    Activation {
        /// How long that took.
        took: Duration,
    },
}

/// Somebody who listens.
pub type Watch = Box<dyn FnMut(Passed<'_>)>;

/// How a reader is spoken to.
#[derive(Default)]
pub struct How {
    /// As one of this family; without it, as its name says.
    pub family: Option<Family>,
    /// Who listens.
    pub watch: Option<Watch>,
}

impl From<Option<Family>> for How {
    fn from(family: Option<Family>) -> Self {
        Self { family, watch: None }
    }
}

impl fmt::Debug for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let watched = self.watch.is_some();
        f.debug_struct("How").field("family", &self.family).field("watched", &watched).finish()
    }
}

/// A way to a card that somebody may listen at.
pub(crate) struct Watched<T> {
    pub(crate) inner: T,
    watch: Option<Watch>,
}

impl<T> Watched<T> {
    pub(crate) fn new(inner: T, watch: Option<Watch>) -> Self {
        Self { inner, watch }
    }

    /// Takes the field away and gives it back, by `activate`.
    pub(crate) fn activate<E>(
        &mut self,
        activate: impl FnOnce(&mut T) -> Result<(), E>,
    ) -> Result<(), E> {
        let begun = Instant::now();
        activate(&mut self.inner)?;
        if let Some(watch) = &mut self.watch {
            watch(Passed::Activation { took: begun.elapsed() });
        }
        Ok(())
    }
}

impl<T: Transport> Transport for Watched<T> {
    type Error = T::Error;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, T::Error> {
        let begun = Instant::now();
        let answer = self.inner.transmit(command);
        if let Some(watch) = &mut self.watch {
            let (answer, took) = (answer.as_deref().ok(), begun.elapsed());
            watch(Passed::Exchange { command, answer, took });
        }
        answer
    }
}

impl<T: fmt::Debug> fmt::Debug for Watched<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}
