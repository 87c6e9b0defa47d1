//! A vault whose secrets can be read and made.

use std::cell::RefCell;
use std::fmt;
use std::ops::Deref;

use tapsmith_core::batch::BatchId;

use crate::batch::PinSource;
use crate::door::{self, Credential};
use crate::error::{Damage, Error};
use crate::guard::{Change, GuardKeys, Totals};
use crate::history::Operator;
use crate::hsm::{HsmKey, Tries};
use crate::rows::{VAULT, Wanted};
use crate::seal::{SealingKey, VaultId};
use crate::vault::Vault;

/// A vault with its data key at hand. Everything that writes is here; everything that only reads
/// what is public is [`Vault`]'s, which this gives access to.
pub struct OpenVault {
    pub(crate) vault: Vault,
    pub(crate) data_key: SealingKey,
    pub(crate) pins: Option<(PinSource, Tries)>,
    /// Master keys in tokens, opened in this run.
    pub(crate) masters: RefCell<Vec<(BatchId, HsmKey)>>,
    operator: Operator,
}

impl Vault {
    /// Opens the vault's secrets, for `operator`, whom its history will name. From then on this
    /// process leaves no core dump.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`], [`Error::WrongIdentity`], [`Error::KeyStore`];
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn unlock(self, credential: &Credential, operator: Operator) -> Result<OpenVault, Error> {
        let open = self.unlock_to_check(credential, operator)?;
        {
            // Else what another process writes meanwhile would not fit the totals.
            let _moment = open.database.moment()?;
            Totals::read(&open.reader())?.check_small(&open.reader())?;
        }
        Ok(open)
    }

    /// The same for a vault that may be damaged, to find out where.
    ///
    /// # Errors
    /// As [`Vault::unlock`].
    pub fn unlock_to_check(
        self,
        credential: &Credential,
        operator: Operator,
    ) -> Result<OpenVault, Error> {
        door::forbid_core_dumps();
        let data_key = door::enter(&self, credential)?;
        OpenVault::with(self, data_key, operator)
    }
}

impl OpenVault {
    /// The vault that `data_key` opens. Its own row has to hold.
    pub(crate) fn with(
        mut vault: Vault,
        data_key: SealingKey,
        operator: Operator,
    ) -> Result<Self, Error> {
        vault.guard = Some(GuardKeys::of(&data_key));
        let row = vault.reader().first(&VAULT, &Wanted::all())?;
        let id = row.ok_or(Damage::NotAVault)?.get("id").map(VaultId)?;
        if id != vault.id {
            return Err(Damage::NotAVault.into());
        }
        Ok(Self { vault, data_key, pins: None, masters: RefCell::default(), operator })
    }

    /// Begins a change; beside it the key that seals what it writes.
    pub(crate) fn change(&mut self) -> Result<(Change<'_>, &SealingKey), Error> {
        let Self { vault: Vault { database, guard, .. }, data_key, operator, .. } = self;
        let writing = database.change(operator.as_str())?;
        let keys = guard.as_ref().ok_or(Error::NotOpen)?;
        Ok((Change::begin(writing, keys, operator)?, data_key))
    }
}

impl Deref for OpenVault {
    type Target = Vault;

    fn deref(&self) -> &Vault {
        &self.vault
    }
}

impl fmt::Debug for OpenVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenVault").field("vault", &self.vault).finish_non_exhaustive()
    }
}
