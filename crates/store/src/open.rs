//! A vault whose secrets can be read and made.

use std::fmt;
use std::ops::Deref;

use secrecy::SecretString;

use crate::door;
use crate::error::Error;
use crate::seal::SealingKey;
use crate::vault::Vault;

/// A vault with its data key at hand. Everything that writes is here; everything that only reads
/// what is public is [`Vault`]'s, which this gives access to.
pub struct OpenVault {
    pub(crate) vault: Vault,
    pub(crate) data_key: SealingKey,
}

impl Vault {
    /// Opens the vault's secrets: the work of [`crate::KdfCost`].
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`], [`Error::Damaged`], [`Error::Busy`].
    pub fn unlock(self, passphrase: &SecretString) -> Result<OpenVault, Error> {
        let data_key = door::enter(&self.connection, self.id, passphrase)?;
        Ok(OpenVault { vault: self, data_key })
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
