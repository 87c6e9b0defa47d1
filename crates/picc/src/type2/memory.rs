//! What outlives the field.

use serde::{Deserialize, Serialize};
use tapsmith_card::type2::Page;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::uid::Uid;

use super::chip::Chip;
use super::pages::Pages;

/// The memory of one virtual chip. It holds keys and passwords: `Debug` does not show them, and
/// [`Memory::to_json`] does, because what it writes plays the silicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    pub(super) chip: Chip,
    pub(super) pages: Pages,
    /// `NTAG21x` has one only, the last.
    pub(super) counters: [Counter; 3],
    /// Wrong passwords, or failed authentications, since the last right one.
    pub(super) failures: u16,
    pub(super) signature: Vec<u8>,
}

/// A counter that only goes up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counter {
    pub(super) value: ReadCounter,
    /// Whether the power went while it was written.
    pub(super) torn: bool,
}

impl Memory {
    /// Which chip's.
    pub fn chip(&self) -> Chip {
        self.chip
    }

    /// The UID, as the first two pages hold it.
    ///
    /// Source: NTAG213F/216F Rev. 3.1, "UID/serial number": the fourth byte is a check byte.
    pub fn uid(&self) -> Uid {
        let [one, two, three, _] = self.pages.page(0);
        let [four, five, six, seven] = self.pages.page(1);
        Uid([one, two, three, four, five, six, seven])
    }

    /// A page as memory holds it, readable or not; zeros beyond the end.
    pub fn page(&self, number: u8) -> Page {
        self.pages.page(number)
    }

    /// All pages.
    pub fn pages(&self) -> &[Page] {
        self.pages.all()
    }

    /// A counter, by its number; the one of an `NTAG21x` is 2.
    pub fn counter(&self, number: u8) -> Option<ReadCounter> {
        self.counters.get(usize::from(number)).map(|counter| counter.value)
    }

    /// Wrong passwords since the last right one, as far as the chip counts them.
    pub fn failures(&self) -> u16 {
        self.failures
    }

    /// The originality signature; empty for a chip without one.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The same chip with other bytes in a page: as it may come from somebody who had it before.
    #[must_use]
    pub fn with_page(mut self, number: u8, page: Page) -> Self {
        if number >= FIRST_OPEN {
            self.pages.set(number, page);
        }
        self
    }

    /// The same chip with a counter somewhere else.
    #[must_use]
    pub fn with_counter(mut self, number: u8, value: ReadCounter) -> Self {
        if let Some(counter) = self.counters.get_mut(usize::from(number)) {
            counter.value = value;
        }
        self
    }
}

/// The first page that is not all the maker's.
pub(super) const FIRST_OPEN: u8 = 2;
