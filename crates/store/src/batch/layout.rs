//! How a batch's cards were found to be laid out.

use jiff::Timestamp;
use tapsmith_core::batch::Batch;
use tapsmith_core::layout::Layout;

use super::number;
use crate::error::Error;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{Column as _, LAYOUTS, Wanted, json};
use crate::vault::Vault;

impl Vault {
    /// The layout learnt from a returned card, if one was.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn learnt_layout(&self, batch: &Batch) -> Result<Option<Layout>, Error> {
        let reader = self.reader();
        let number = number(&reader, batch)?;
        let learnt = reader.first(&LAYOUTS, &Wanted::with("batch", &number))?;
        learnt.map(|row| row.get("layout")).transpose()
    }
}

impl OpenVault {
    /// Keeps `layout` as what every card of `batch` is judged by from now on.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Busy`], [`Error::Full`].
    pub fn learn(&mut self, batch: &Batch, layout: &Layout, now: Timestamp) -> Result<(), Error> {
        let (mut change, _) = self.change()?;
        let number = number(&change.reader(), batch)?;
        change.put(&LAYOUTS, vec![number.to_value(), json(layout)?, now.to_value()])?;
        change.note(&Event::LayoutLearnt { batch: &batch.name }, now)?;
        change.commit()
    }
}
