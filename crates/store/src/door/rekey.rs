//! Other recipients for the same data key: no batch is touched.

use jiff::Timestamp;
use tapsmith_core::random::Random;

use super::{NewRecipient, Recipient, admit, key_store, of_row};
use crate::error::Error;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{Column as _, RECIPIENTS, Wanted};

impl OpenVault {
    /// From now on `recipients` can open the vault, and nobody else; with `keep`, those who could too.
    /// Whoever has an older copy of the file can open that copy as before.
    ///
    /// # Errors
    /// [`Error::NoRecipient`], [`Error::EmptyPassphrase`], [`Error::KeyStore`]; [`Error::Busy`],
    /// [`Error::Full`]. All is then as it was.
    pub fn rekey<R: Random>(
        &mut self,
        recipients: &[NewRecipient],
        keep: bool,
        now: Timestamp,
        random: &mut R,
    ) -> Result<(), Error> {
        let (mut change, data_key) = self.change()?;
        let old: Vec<(i64, Recipient)> =
            change
                .reader()
                .all(&RECIPIENTS, &Wanted::all(), |row| Ok((row.get("number")?, of_row(row)?)))?;
        let kinds = admit(&mut change, data_key, recipients, random)?;
        let gone: Vec<_> = old.into_iter().filter(|_| !keep).collect();
        for (number, _) in &gone {
            change.remove(&RECIPIENTS, &[number.to_value()])?;
        }
        change.note(&Event::VaultRekeyed { recipients: kinds }, now)?;
        change.commit()?;
        self.vault.database.forget()?;
        let in_key_store = gone.iter().filter(|(_, gone)| gone.kind == key_store::KIND);
        in_key_store.for_each(|(_, gone)| key_store::forget(gone));
        Ok(())
    }
}
