//! How a batch's cards were found to be laid out.

use jiff::Timestamp;
use rusqlite::OptionalExtension as _;
use tapsmith_core::batch::Batch;
use tapsmith_core::layout::Layout;

use super::number;
use crate::column::Col;
use crate::error::Error;
use crate::open::OpenVault;
use crate::vault::Vault;

impl Vault {
    /// The layout learnt from a returned card, if one was.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn learnt_layout(&self, batch: &Batch) -> Result<Option<Layout>, Error> {
        let number = number(&self.connection, batch)?;
        let mut learnt =
            self.connection.prepare_cached("SELECT layout FROM layouts WHERE batch = ?1")?;
        let layout = learnt.query_row([number], |row| row.get(0)).optional()?;
        Ok(layout.map(|Col(layout)| layout))
    }
}

impl OpenVault {
    /// Keeps `layout` as what every card of `batch` is judged by from now on.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Busy`], [`Error::Full`].
    pub fn learn(&mut self, batch: &Batch, layout: &Layout, now: Timestamp) -> Result<(), Error> {
        let number = number(&self.connection, batch)?;
        let layout = serde_json::to_string(layout).map_err(Error::Json)?;
        self.vault.connection.execute(
            "INSERT INTO layouts (batch, layout, learnt_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (batch) DO UPDATE SET
                 layout = excluded.layout, learnt_at = excluded.learnt_at",
            (number, layout, Col(now)),
        )?;
        Ok(())
    }
}
