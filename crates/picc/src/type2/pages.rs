//! Memory as pages of four bytes.

use std::fmt;

use tapsmith_card::type2::Page;
use tapsmith_core::secret::REDACTED;
use zeroize::Zeroizing;

/// All pages of a chip, keys and passwords among them. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Pages(Zeroizing<Vec<Page>>);

impl Pages {
    /// So many pages of zeros.
    pub(super) fn zeros(count: usize) -> Self {
        Self(Zeroizing::new(vec![Page::default(); count]))
    }

    pub(super) fn of(pages: Zeroizing<Vec<Page>>) -> Self {
        Self(pages)
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn all(&self) -> &[Page] {
        &self.0
    }

    /// A page; zeros where there is none.
    pub(super) fn page(&self, number: u8) -> Page {
        self.0.get(usize::from(number)).copied().unwrap_or_default()
    }

    /// Puts a page in its place, if there is one.
    pub(super) fn set(&mut self, number: u8, page: Page) {
        if let Some(place) = self.0.get_mut(usize::from(number)) {
            *place = page;
        }
    }

    /// Four pages in a row: a key, as memory holds it.
    pub(super) fn four(&self, first: u8) -> Zeroizing<[u8; 16]> {
        let mut bytes = Zeroizing::new([0; 16]);
        let places = bytes.as_chunks_mut().0.iter_mut();
        for (number, place) in (first..).zip(places) {
            *place = self.page(number);
        }
        bytes
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages({}, {REDACTED})", self.count())
    }
}
