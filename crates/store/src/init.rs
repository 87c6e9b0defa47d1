//! Making a vault: beside its place first, then renamed into it, so that half a vault never is.

use std::fs;
use std::io;
use std::path::Path;

use rusqlite::Connection;
use secrecy::{ExposeSecret as _, SecretString};
use tapsmith_core::random::Random;

use crate::door::{self, KdfCost};
use crate::error::Error;
use crate::file::{self, connect, migrate, private};
use crate::seal::{SealingKey, VaultId};
use crate::vault::Vault;

impl Vault {
    /// Makes a vault in `dir`, which is made too if it is not there, for its owner alone.
    ///
    /// # Errors
    /// [`Error::EmptyPassphrase`]; [`Error::Exists`] if `dir` holds a vault, which stays as it is.
    /// After any error `dir` holds no vault that it did not hold before.
    pub fn init<R: Random>(
        dir: &Path,
        passphrase: &SecretString,
        cost: KdfCost,
        random: &mut R,
    ) -> Result<Self, Error> {
        if passphrase.expose_secret().is_empty() {
            return Err(Error::EmptyPassphrase);
        }
        let place = dir.join(file::NAME);
        if fs::symlink_metadata(&place).is_ok() {
            return Err(Error::Exists { dir: dir.to_owned() });
        }
        let folder = private::Folder::prepare(dir)?;
        let made = private::temporary(dir)?;
        fill(&made, passphrase, cost, random)?;
        made.persist_noclobber(&place).map_err(|error| not_placed(dir, error.error))?;
        folder.keep()?;
        Self::open(dir)
    }
}

/// Another process may have made a vault in the meantime: its vault stays.
fn not_placed(dir: &Path, error: io::Error) -> Error {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return Error::Exists { dir: dir.to_owned() };
    }
    private::at(dir)(error)
}

/// Everything a vault has from the start. The journal is turned to WAL last: until then all that
/// was committed stands in the one file that is about to be renamed.
fn fill<R: Random>(
    made: &Path,
    passphrase: &SecretString,
    cost: KdfCost,
    random: &mut R,
) -> Result<(), Error> {
    let mut connection = connect::connect(made)?;
    connection.pragma_update(None, "application_id", connect::APPLICATION_ID)?;
    migrate::migrate(&mut connection)?;
    insert(&mut connection, passphrase, cost, random)?;
    connect::use_wal(&connection)?;
    connection.close().map_err(|(_, error)| error.into())
}

fn insert<R: Random>(
    connection: &mut Connection,
    passphrase: &SecretString,
    cost: KdfCost,
    random: &mut R,
) -> Result<(), Error> {
    let mut id = [0; 16];
    random.fill(&mut id).map_err(|_| Error::Random)?;
    let data_key = SealingKey::init_with(VaultId(id), |key| random.fill(key));
    let data_key = data_key.map_err(|_| Error::Random)?;
    let transaction = connect::write(connection)?;
    transaction.execute("INSERT INTO vault (number, id) VALUES (1, ?1)", [id])?;
    door::admit(&transaction, &data_key, passphrase, cost, random)?;
    Ok(transaction.commit()?)
}
