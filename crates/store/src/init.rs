//! Making a vault: beside its place first, then renamed into it, so that half a vault never is.

use std::path::Path;

use jiff::Timestamp;
use tapsmith_core::random::Random;

use crate::door::{self, NewRecipient};
use crate::error::Error;
use crate::guard::{Change, GuardKeys};
use crate::history::{Event, Operator};
use crate::rows::{Column as _, Database, VAULT};
use crate::seal::{SealingKey, VaultId};
use crate::sqlite::{Made, Sqlite};
use crate::vault::Vault;

impl Vault {
    /// Refuses a folder that holds a vault.
    ///
    /// # Errors
    /// [`Error::Exists`].
    pub fn refuse_existing(dir: &Path) -> Result<(), Error> {
        Made::refuse_existing(dir)
    }

    /// Makes a vault in `dir`, which is made too if it is not there, for its owner alone. Each of
    /// `recipients` can open it.
    ///
    /// # Errors
    /// [`Error::NoRecipient`], [`Error::EmptyPassphrase`], [`Error::KeyStore`]; [`Error::Exists`] if
    /// `dir` holds a vault, which stays as it is. After any error `dir` holds no vault that it did not
    /// hold before.
    pub fn init<R: Random>(
        dir: &Path,
        recipients: &[NewRecipient],
        operator: &Operator,
        now: Timestamp,
        random: &mut R,
    ) -> Result<Self, Error> {
        let made = Made::beside(dir)?;
        let mut database = Sqlite::make(made.file())?;
        fill(&mut database, recipients, operator, now, random)?;
        database.close()?;
        Self::over(Box::new(made.place()?))
    }

    /// Makes a vault of `database`, which keeps no row yet. Each of `recipients` can open it.
    ///
    /// # Errors
    /// [`Error::NoRecipient`], [`Error::EmptyPassphrase`], [`Error::KeyStore`], [`Error::Random`]; the
    /// database's own. It then keeps no row still.
    pub fn init_over<R: Random>(
        mut database: Box<dyn Database>,
        recipients: &[NewRecipient],
        operator: &Operator,
        now: Timestamp,
        random: &mut R,
    ) -> Result<Self, Error> {
        fill(&mut *database, recipients, operator, now, random)?;
        Self::over(database)
    }
}

/// Everything a vault has from the start, in one change of an empty database.
///
/// # Errors
/// As [`Vault::init`].
fn fill<R: Random>(
    database: &mut dyn Database,
    recipients: &[NewRecipient],
    operator: &Operator,
    now: Timestamp,
    random: &mut R,
) -> Result<(), Error> {
    let mut id = [0; 16];
    random.fill(&mut id).map_err(|_| Error::Random)?;
    let data_key = SealingKey::init_with(VaultId(id), |key| random.fill(key));
    let data_key = data_key.map_err(|_| Error::Random)?;
    let keys = GuardKeys::of(&data_key);
    let mut change = Change::first(database.change(operator.as_str())?, &keys, operator);
    change.insert(&VAULT, vec![1_i64.to_value(), id.to_value()])?;
    let recipients = door::admit(&mut change, &data_key, recipients, random)?;
    change.note(&Event::VaultMade { recipients }, now)?;
    change.commit()
}
