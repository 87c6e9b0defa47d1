//! What the user chose once for all commands. Which keys there are, and what they may say, is the
//! caller's to know.

use jiff::Timestamp;

use crate::error::Error;
use crate::guard::Reader;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{Column as _, SETTINGS, Wanted};
use crate::vault::Vault;

impl Vault {
    /// What `key` was set to, if it was.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        setting(&self.reader(), key)
    }

    /// Each key that was set, and its value, by key.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn settings(&self) -> Result<Vec<(String, String)>, Error> {
        self.reader().all(&SETTINGS, &Wanted::all(), |row| Ok((row.get("key")?, row.get("value")?)))
    }
}

impl OpenVault {
    /// Sets `key` to `value`; with none, it is as if it never was set. Said a second time nothing
    /// changes.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Full`].
    pub fn set_setting(
        &mut self,
        key: &str,
        value: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Error> {
        let (mut change, _) = self.change()?;
        if setting(&change.reader(), key)?.as_deref() == value {
            return Ok(());
        }
        let row = key.to_owned().to_value();
        match value {
            Some(value) => change.put(&SETTINGS, vec![row, value.to_owned().to_value()])?,
            None => change.remove(&SETTINGS, &[row])?,
        }
        change.note(&Event::SettingChanged { key, value }, now)?;
        change.commit()
    }
}

fn setting(reader: &Reader<'_>, key: &str) -> Result<Option<String>, Error> {
    let row = reader.first(&SETTINGS, &Wanted::with("key", &key.to_owned()))?;
    row.map(|row| row.get("value")).transpose()
}
