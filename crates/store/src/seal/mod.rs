//! Sealing: a secret becomes bytes that only its key opens, and only in the place it was made for.
//!
//! A sealed secret is
//!
//! | bytes | |
//! |---|---|
//! | 1 | [`ALGORITHM`] |
//! | 24 | nonce, random |
//! | as many as the secret | `XChaCha20` |
//! | 16 | `Poly1305` tag, over the associated data of [`Place`] too |
//!
//! Source: draft-irtf-cfrg-xchacha-03, `AEAD_XChaCha20_Poly1305`.

mod place;

use std::fmt;

use chacha20poly1305::{AeadInOut as _, KeyInit as _, XChaCha20Poly1305};
use secrecy::{ExposeSecret as _, SecretBox};
use tapsmith_core::random::Random;
use tapsmith_core::secret::{REDACTED, Reveal};

use crate::error::Error;
pub(crate) use place::{Place, VaultId};

/// XChaCha20-Poly1305 over the associated data of version 1.
const ALGORITHM: u8 = 1;
const NONCE: usize = 24;
const TAG: usize = 16;

/// How many bytes a sealed secret has more than the secret.
pub(crate) const OVERHEAD: usize = 1 + NONCE + TAG;

/// A key that seals: the vault's data key, or the key that a passphrase gives.
pub(crate) struct SealingKey {
    vault: VaultId,
    key: SecretBox<[u8; 32]>,
}

/// Not sealed by this key for this place, or changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotOpened;

impl SealingKey {
    /// A key born in its own box: `fill` writes it where it will live.
    pub(crate) fn init_with<E>(
        vault: VaultId,
        fill: impl FnOnce(&mut [u8; 32]) -> Result<(), E>,
    ) -> Result<Self, E> {
        let mut outcome = Ok(());
        let key = SecretBox::init_with_mut(|bytes| outcome = fill(bytes));
        outcome.map(|()| Self { vault, key })
    }

    /// The vault whose secrets it seals.
    pub(crate) fn vault(&self) -> VaultId {
        self.vault
    }

    /// `secret`, sealed for `place` under a fresh nonce.
    pub(crate) fn seal<R: Random>(
        &self,
        place: &Place<'_>,
        secret: &[u8],
        random: &mut R,
    ) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; NONCE];
        random.fill(&mut nonce).map_err(|_| Error::Random)?;
        self.seal_with(place, secret, nonce)
    }

    /// The same under a nonce that no other secret of this key has.
    pub(crate) fn seal_with(
        &self,
        place: &Place<'_>,
        secret: &[u8],
        nonce: [u8; NONCE],
    ) -> Result<Vec<u8>, Error> {
        // With its capacity reserved it never moves, so no copy of the secret stays behind.
        let mut sealed = Vec::with_capacity(secret.len() + OVERHEAD);
        sealed.push(ALGORITHM);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(secret);
        let (_, body) = sealed.split_at_mut(1 + NONCE);
        let associated = place.associated_data(ALGORITHM, self.vault);
        let tag = self
            .cipher()
            .encrypt_inout_detached(&nonce.into(), &associated, body.into())
            .map_err(|_| Error::Seal)?;
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    /// Writes the secret that was sealed for `place` to `out`, which has its length.
    pub(crate) fn open(
        &self,
        place: &Place<'_>,
        sealed: &[u8],
        out: &mut [u8],
    ) -> Result<(), NotOpened> {
        let (&algorithm, rest) = sealed.split_first().ok_or(NotOpened)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(NotOpened)?;
        let (body, tag) = rest.split_last_chunk::<TAG>().ok_or(NotOpened)?;
        if algorithm != ALGORITHM || body.len() != out.len() {
            return Err(NotOpened);
        }
        out.copy_from_slice(body);
        let associated = place.associated_data(algorithm, self.vault);
        self.cipher()
            .decrypt_inout_detached(nonce.into(), &associated, out.into(), tag.into())
            .map_err(|_| NotOpened)
    }

    /// Wiped on drop: made for each use, so that the key rests in its box alone.
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.key.expose_secret().into())
    }
}

impl Reveal for SealingKey {
    type Secret = [u8; 32];

    fn reveal(&self) -> &[u8; 32] {
        self.key.expose_secret()
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({REDACTED})")
    }
}

#[cfg(test)]
mod tests;
