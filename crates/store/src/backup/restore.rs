//! A vault made of a backup: beside its place first, checked there, then renamed into it.

use std::fmt;
use std::io::BufRead;
use std::path::Path;

use jiff::Timestamp;

use super::head::BackupHead;
use super::pieces::PieceReader;
use super::{BadBackup, row, unread};
use crate::door::{self, Credential, Kinds};
use crate::error::Error;
use crate::history::{Event, Operator};
use crate::open::OpenVault;
use crate::rows::Database as _;
use crate::seal::SealingKey;
use crate::sqlite::{Made, Sqlite};
use crate::vault::Vault;

/// A backup whose head was read: it knows who can open it.
pub struct Backup<'f> {
    head: BackupHead,
    hash: [u8; 32],
    from: &'f mut dyn BufRead,
}

impl<'f> Backup<'f> {
    /// Reads the beginning of a file.
    ///
    /// # Errors
    /// [`Error::Backup`] if it is no backup of ours; [`Error::Newer`].
    pub fn read(from: &'f mut dyn BufRead) -> Result<Self, Error> {
        let (head, hash) = BackupHead::read(from)?;
        Ok(Self { head, hash, from })
    }

    /// What it says of itself. Nothing has proved it yet.
    pub fn head(&self) -> &BackupHead {
        &self.head
    }

    /// What kinds of recipients can open it.
    ///
    /// # Errors
    /// [`Error::Backup`].
    pub fn kinds(&self) -> Result<Kinds, Error> {
        Ok(door::kinds(&self.head.recipients()?))
    }

    /// Makes a vault of it in `dir`, which holds none. With `expected`, the link at which its history
    /// ends has to be that one. All of it is checked before the vault is put into its place.
    ///
    /// # Errors
    /// [`Error::Exists`]; [`Error::WrongPassphrase`] and the like; [`Error::Backup`],
    /// [`Error::Damaged`]; [`Error::Full`]. `dir` then holds no vault.
    pub fn restore(
        self,
        dir: &Path,
        credential: &Credential,
        expected: Option<&str>,
        operator: Operator,
        now: Timestamp,
    ) -> Result<Vault, Error> {
        let made = Made::beside(dir)?;
        let data_key = door::unwrap(&self.head.recipients()?, self.head.vault()?, credential)?;
        let head = &self.head.history.head;
        if expected.is_some_and(|link| !head.starts_with(&link.to_ascii_uppercase())) {
            return Err(BadBackup::NotExpected.into());
        }
        let database = copy(self.from, &data_key, self.hash, made.file())?;
        let vault = Vault::over(Box::new(database))?;
        let mut vault = OpenVault::with(vault, data_key, operator)?;
        prove(&vault, &self.head)?;
        let (mut change, _) = vault.change()?;
        change.note(&Event::VaultRestored { backup: &self.head.backup }, now)?;
        change.commit()?;
        drop(vault);
        Vault::over(Box::new(made.place()?))
    }
}

impl fmt::Debug for Backup<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backup").field("head", &self.head).finish_non_exhaustive()
    }
}

/// All rows, in one change of an empty database.
fn copy(
    from: &mut dyn BufRead,
    data_key: &SealingKey,
    hash: [u8; 32],
    file: &Path,
) -> Result<Sqlite, Error> {
    let mut database = Sqlite::make(file)?;
    let mut writing = database.change("restore")?;
    let mut pieces = PieceReader::new(from, data_key, hash);
    while let Some((table, stored)) = row::read(&mut pieces).map_err(|error| unread(&error))? {
        writing.insert(table, &stored)?;
    }
    pieces.finish().map_err(|error| unread(&error))?;
    writing.commit()?;
    Ok(database)
}

/// Everything there, everything as it was written, and the history where the backup says it ends.
fn prove(vault: &OpenVault, head: &BackupHead) -> Result<(), Error> {
    let checked = vault.check(None, &mut |_| true)?;
    if let Some(finding) = checked.findings.into_iter().next() {
        return Err(finding.0.into());
    }
    if checked.head == head.history { Ok(()) } else { Err(BadBackup::Changed.into()) }
}
