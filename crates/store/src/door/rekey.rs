//! Other recipients for the same data key: no batch is touched.

use jiff::Timestamp;
use tapsmith_core::random::Random;

use super::{NewRecipient, admit};
use crate::error::Error;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{Column as _, RECIPIENTS, Wanted};

impl OpenVault {
    /// From now on `recipients` can open the vault, and nobody else; with `keep`, those who could too.
    /// Whoever could open it and kept a copy has the data key, which stays the same. What the key store
    /// holds stays there, for the copies that need it.
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
        let old: Vec<i64> =
            change.reader().all(&RECIPIENTS, &Wanted::all(), |row| row.get("number"))?;
        let names = admit(&mut change, data_key, recipients, random)?;
        for number in old.iter().filter(|_| !keep) {
            change.remove(&RECIPIENTS, &[number.to_value()])?;
        }
        change.note(&Event::VaultRekeyed { recipients: names, kept: keep }, now)?;
        change.commit()?;
        // It has happened. Where somebody still reads, the log is folded when the last one closes.
        let _folded_later = self.vault.database.forget();
        Ok(())
    }
}
