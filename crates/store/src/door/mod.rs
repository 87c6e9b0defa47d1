//! The door: how a recipient's secret opens the data key.
//!
//! The data key is random and never changes; for each recipient the vault holds a copy wrapped
//! for that recipient alone.

mod age;
mod cost;
mod key_store;
mod passphrase;
mod recipient;
mod rekey;

use secrecy::{ExposeSecret as _, SecretString};
use tapsmith_core::random::Random;

pub use age::{AgeIdentity, BadIdentity};
pub use cost::KdfCost;
pub use recipient::{AgeRecipient, BadRecipient};

use crate::error::{Damage, Error};
use crate::guard::{Change, Reader};
use crate::rows::{Column as _, RECIPIENTS, Row, Wanted};
use crate::seal::{SealingKey, VaultId};
use crate::vault::Vault;

/// Whoever shall be able to open a vault.
#[derive(Debug, Clone)]
pub enum NewRecipient {
    /// Whoever knows the passphrase.
    Passphrase(SecretString, KdfCost),
    /// Whoever has the identity of this age recipient.
    Age(AgeRecipient),
    /// This user of this machine: a key in the operating system's key store.
    KeyStore,
}

/// What opens a vault.
#[derive(Debug)]
pub enum Credential {
    /// A passphrase.
    Passphrase(SecretString),
    /// age identities: any one of them will do.
    Identities(Vec<AgeIdentity>),
    /// The operating system's key store.
    KeyStore,
}

/// What kinds of recipients a vault has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds {
    /// A passphrase.
    pub passphrase: bool,
    /// age recipients.
    pub age: bool,
    /// A key in the operating system's key store.
    pub key_store: bool,
}

/// One row of the table `recipients`.
#[derive(Debug, Clone)]
pub(crate) struct Recipient {
    pub(crate) kind: String,
    /// Its parameters, JSON of its kind.
    pub(crate) params: String,
    /// The data key for this recipient alone.
    pub(crate) wrapped: Vec<u8>,
}

impl Vault {
    /// What kinds of recipients can open it.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn kinds(&self) -> Result<Kinds, Error> {
        Ok(kinds(&recipients(&self.reader())?))
    }

    /// Who can open it: `passphrase`, `key-store`, or an age recipient.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn recipients(&self) -> Result<Vec<String>, Error> {
        recipients(&self.reader())?.iter().map(name).collect()
    }
}

/// The kinds among `recipients`.
pub(crate) fn kinds(recipients: &[Recipient]) -> Kinds {
    let any = |kind| recipients.iter().any(|recipient| recipient.kind == kind);
    Kinds {
        passphrase: any(passphrase::KIND),
        age: any(age::KIND),
        key_store: any(key_store::KIND),
    }
}

fn name(recipient: &Recipient) -> Result<String, Error> {
    if recipient.kind == age::KIND {
        return Ok(age::name(recipient)?);
    }
    Ok(recipient.kind.clone())
}

/// Lets each of `new` open `data_key`; tells their names.
pub(crate) fn admit<R: Random>(
    change: &mut Change<'_>,
    data_key: &SealingKey,
    new: &[NewRecipient],
    random: &mut R,
) -> Result<Vec<String>, Error> {
    if new.is_empty() {
        return Err(Error::NoRecipient);
    }
    let mut names = Vec::new();
    for recipient in new {
        let (kind, Wrapped { params, wrapped }) = wrap(data_key, recipient, random)?;
        let number = change.next_number(&RECIPIENTS)?;
        let kind_text = kind.to_owned().to_value();
        let row = vec![number.to_value(), kind_text, params.to_value(), wrapped.to_value()];
        change.insert(&RECIPIENTS, row)?;
        names.push(match recipient {
            NewRecipient::Age(recipient) => recipient.to_string(),
            NewRecipient::Passphrase(..) | NewRecipient::KeyStore => kind.to_owned(),
        });
    }
    Ok(names)
}

/// A data key wrapped, and how.
struct Wrapped {
    params: String,
    wrapped: Vec<u8>,
}

fn wrap<R: Random>(
    data_key: &SealingKey,
    new: &NewRecipient,
    random: &mut R,
) -> Result<(&'static str, Wrapped), Error> {
    Ok(match new {
        NewRecipient::Passphrase(passphrase, _) if passphrase.expose_secret().is_empty() => {
            return Err(Error::EmptyPassphrase);
        }
        NewRecipient::Passphrase(passphrase, cost) => {
            (passphrase::KIND, passphrase::wrap(data_key, passphrase, *cost, random)?)
        }
        NewRecipient::Age(recipient) => (age::KIND, age::wrap(data_key, recipient)?),
        NewRecipient::KeyStore => (key_store::KIND, key_store::wrap(data_key, random)?),
    })
}

/// The data key of `vault`.
pub(crate) fn enter(vault: &Vault, credential: &Credential) -> Result<SealingKey, Error> {
    unwrap(&recipients(&vault.reader())?, vault.id, credential)
}

/// The data key, by the first of `recipients` that `credential` opens.
pub(crate) fn unwrap(
    recipients: &[Recipient],
    vault: VaultId,
    credential: &Credential,
) -> Result<SealingKey, Error> {
    if recipients.is_empty() {
        return Err(Damage::Recipient.into());
    }
    let (kind, wrong) = match credential {
        Credential::Passphrase(_) => (passphrase::KIND, Error::WrongPassphrase),
        Credential::Identities(_) => (age::KIND, Error::WrongIdentity),
        Credential::KeyStore => (key_store::KIND, Error::NotInKeyStore),
    };
    for recipient in recipients.iter().filter(|recipient| recipient.kind == kind) {
        let opened = match credential {
            Credential::Passphrase(text) => passphrase::unwrap(recipient, vault, text)?,
            Credential::Identities(identities) => age::unwrap(recipient, vault, identities)?,
            Credential::KeyStore => key_store::unwrap(recipient, vault)?,
        };
        if let Some(data_key) = opened {
            return Ok(data_key);
        }
    }
    Err(wrong)
}

/// All recipients, in order.
pub(crate) fn recipients(reader: &Reader<'_>) -> Result<Vec<Recipient>, Error> {
    reader.all(&RECIPIENTS, &Wanted::all(), of_row)
}

fn of_row(row: &Row<'_>) -> Result<Recipient, Error> {
    Ok(Recipient {
        kind: row.get("kind")?,
        params: row.get("params")?,
        wrapped: row.get("wrapped")?,
    })
}

/// A core dump would hold the data key. Where the system will not be told, it was not dumping either.
pub fn forbid_core_dumps() {
    #[cfg(target_os = "linux")]
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    use rustix::process::{Resource, Rlimit, setrlimit};
    let _unset = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    // The limit does not hold for a dump that goes to a program.
    #[cfg(target_os = "linux")]
    let _dumpable = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}
