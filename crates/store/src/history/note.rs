//! An event that changes nothing else.

use jiff::Timestamp;

use super::Event;
use crate::error::Error;
use crate::open::OpenVault;

impl OpenVault {
    /// Writes down that something happens, on disk before it returns: before keys leave the vault.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Full`], [`Error::ReadOnly`].
    pub fn note(&mut self, event: &Event<'_>, now: Timestamp) -> Result<(), Error> {
        let (mut change, _) = self.change()?;
        change.note(event, now)?;
        change.commit()
    }
}
