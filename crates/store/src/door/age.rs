//! The recipient `age`: the data key in an age file of its own, for one X25519 recipient.
//!
//! The file holds the vault's id, 16 bytes, then the data key, 32 bytes.
//!
//! Source: age-encryption.org/v1, "The X25519 recipient type".

use std::fmt;
use std::io::{Read as _, Write as _};

use age::x25519;
use serde::{Deserialize, Serialize};
use tapsmith_core::secret::{REDACTED, Reveal as _};
use thiserror::Error;
use zeroize::Zeroizing;

use super::{AgeRecipient, Recipient, Wrapped};
use crate::error::{Cause, Damage, Error};
use crate::seal::{SealingKey, VaultId};

/// As in the table `recipients`.
pub(super) const KIND: &str = "age";

/// An age identity: a secret.
pub struct AgeIdentity(x25519::Identity);

/// Not a file of age identities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadIdentity {
    /// A line that is neither comment nor identity.
    #[error("line {0} is no age identity: it starts with AGE-SECRET-KEY-1")]
    Line(usize),
    /// A file without one.
    #[error("there is no age identity in it")]
    None,
    /// A file that a passphrase seals.
    #[error("it is sealed by a passphrase itself: open it with `age --decrypt` first")]
    Sealed,
}

impl AgeIdentity {
    /// The identities in a file as `age-keygen` writes it.
    ///
    /// # Errors
    /// [`BadIdentity`].
    pub fn read_all(text: &str) -> Result<Vec<Self>, BadIdentity> {
        if text.starts_with("-----BEGIN AGE") || text.starts_with("age-encryption.org/") {
            return Err(BadIdentity::Sealed);
        }
        let lines = text.lines().map(str::trim).zip(1..);
        let identities: Vec<_> = lines
            .filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
            .map(|(line, number)| line.parse().map(Self).map_err(|_| BadIdentity::Line(number)))
            .collect::<Result<_, _>>()?;
        if identities.is_empty() { Err(BadIdentity::None) } else { Ok(identities) }
    }
}

impl fmt::Debug for AgeIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AgeIdentity({REDACTED})")
    }
}

/// What the vault keeps beside: for people, who want to see whom a vault is for.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    recipient: String,
}

/// The recipient's public half.
pub(super) fn name(recipient: &Recipient) -> Result<String, Damage> {
    let params: Params = serde_json::from_str(&recipient.params).map_err(|_| Damage::Recipient)?;
    Ok(params.recipient)
}

/// `data_key` for whoever has the identity of `recipient`.
pub(super) fn wrap(data_key: &SealingKey, recipient: &AgeRecipient) -> Result<Wrapped, Error> {
    let params = Params { recipient: recipient.to_string() };
    let params = serde_json::to_string(&params).map_err(Error::Json)?;
    let mut plain = Zeroizing::new(Vec::with_capacity(48));
    plain.extend_from_slice(&data_key.vault().0);
    plain.extend_from_slice(data_key.reveal());
    let wrapped =
        encrypt(recipient.as_age(), &plain).map_err(|cause| Error::Age(Cause::new(cause)))?;
    Ok(Wrapped { params, wrapped })
}

fn encrypt(to: &x25519::Recipient, plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let to: [&dyn age::Recipient; 1] = [to];
    let encryptor =
        age::Encryptor::with_recipients(to.into_iter()).map_err(std::io::Error::other)?;
    let mut sealed = Vec::new();
    let mut writer = encryptor.wrap_output(&mut sealed)?;
    writer.write_all(plain)?;
    writer.finish()?;
    Ok(sealed)
}

/// The data key, or none if no identity is this recipient's.
pub(super) fn unwrap(
    recipient: &Recipient,
    vault: VaultId,
    identities: &[AgeIdentity],
) -> Result<Option<SealingKey>, Error> {
    let decryptor =
        age::Decryptor::new(recipient.wrapped.as_slice()).map_err(|_| Damage::Recipient)?;
    let identities =
        identities.iter().map(|AgeIdentity(identity)| -> &dyn age::Identity { identity });
    let mut reader = match decryptor.decrypt(identities) {
        Ok(reader) => reader,
        Err(age::DecryptError::NoMatchingKeys) => return Ok(None),
        Err(_) => return Err(Damage::Recipient.into()),
    };
    let mut plain = Zeroizing::new([0; 48]);
    reader.read_exact(plain.as_mut_slice()).map_err(|_| Damage::Recipient)?;
    let (id, key) = plain.split_at(16);
    if id != vault.0 {
        return Err(Damage::Recipient.into());
    }
    SealingKey::init_with(vault, |out| {
        out.copy_from_slice(key);
        Ok(())
    })
    .map(Some)
}
