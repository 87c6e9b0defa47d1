//! The door: how a recipient's secret opens the data key.
//!
//! The data key is random and never changes; for each recipient the vault holds a copy wrapped
//! under that recipient's own key. A passphrase is the one kind of recipient there is yet.

mod cost;
mod passphrase;

use rusqlite::Connection;
use secrecy::SecretString;
use tapsmith_core::random::Random;

pub use cost::KdfCost;

use crate::error::{Damage, Error};
use crate::seal::{SealingKey, VaultId};

/// One row of the table `recipients`.
struct Recipient {
    /// Its parameters, JSON of its kind.
    params: String,
    /// The data key under this recipient's own key.
    wrapped: Vec<u8>,
}

/// Lets whoever knows `passphrase` open `data_key`.
pub(crate) fn admit<R: Random>(
    connection: &Connection,
    data_key: &SealingKey,
    passphrase: &SecretString,
    cost: KdfCost,
    random: &mut R,
) -> Result<(), Error> {
    let recipient = passphrase::wrap(data_key, passphrase, cost, random)?;
    connection.execute(
        "INSERT INTO recipients (kind, params, wrapped) VALUES (?1, ?2, ?3)",
        (passphrase::KIND, recipient.params, recipient.wrapped),
    )?;
    Ok(())
}

/// The data key, by the first recipient that `passphrase` opens.
pub(crate) fn enter(
    connection: &Connection,
    vault: VaultId,
    passphrase: &SecretString,
) -> Result<SealingKey, Error> {
    let recipients = recipients(connection, passphrase::KIND)?;
    if recipients.is_empty() {
        return Err(Damage::Recipient.into());
    }
    for recipient in &recipients {
        if let Some(data_key) = passphrase::unwrap(recipient, vault, passphrase)? {
            return Ok(data_key);
        }
    }
    Err(Error::WrongPassphrase)
}

fn recipients(connection: &Connection, kind: &str) -> Result<Vec<Recipient>, Error> {
    let mut statement = connection
        .prepare("SELECT params, wrapped FROM recipients WHERE kind = ?1 ORDER BY number")?;
    let rows = statement
        .query_map([kind], |row| Ok(Recipient { params: row.get(0)?, wrapped: row.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
