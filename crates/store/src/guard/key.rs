//! The keys of the guard, each made of the vault's data key.
//!
//! `key = HMAC-SHA-256(data key, label ‖ vault id)`, the label `tapsmith rows` for the MAC of a row
//! and `tapsmith history` for a link of the history.

use std::fmt;

use hmac::digest::Key;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use tapsmith_core::secret::{REDACTED, Reveal as _};
use zeroize::Zeroizing;

use super::Mac;
use crate::seal::SealingKey;

/// Keys whose schedule is ready.
pub(crate) struct GuardKeys {
    rows: Hmac<Sha256>,
    history: Hmac<Sha256>,
}

impl GuardKeys {
    /// Those of the vault whose data key this is.
    pub(crate) fn of(data_key: &SealingKey) -> Self {
        let key = |label| {
            let made = Zeroizing::new(hmac(data_key.reveal(), &[label, &data_key.vault().0]));
            prepared(made.as_slice())
        };
        Self { rows: key(b"tapsmith rows"), history: key(b"tapsmith history") }
    }

    /// The MAC of a row in its canonical form.
    pub(super) fn row(&self, canonical: &[u8]) -> Mac {
        finish(self.rows.clone(), &[canonical])
    }

    /// Whether `mac` is the MAC of a row, in constant time.
    pub(super) fn holds(&self, canonical: &[u8], mac: &[u8]) -> bool {
        self.row(canonical).ct_eq(mac).into()
    }

    /// The link of the history that follows `before`.
    pub(crate) fn link(&self, before: &Mac, canonical: &[u8]) -> Mac {
        finish(self.history.clone(), &[before, canonical])
    }
}

pub(super) fn hmac(key: &[u8], parts: &[&[u8]]) -> Mac {
    finish(prepared(key), parts)
}

fn prepared(key: &[u8]) -> Hmac<Sha256> {
    // HMAC takes a key of any length.
    Hmac::new_from_slice(key).unwrap_or_else(|_| Hmac::new(&Key::<Hmac<Sha256>>::default()))
}

fn finish(mut hmac: Hmac<Sha256>, parts: &[&[u8]]) -> Mac {
    for part in parts {
        hmac.update(part);
    }
    hmac.finalize().into_bytes().into()
}

impl fmt::Debug for GuardKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GuardKeys({REDACTED})")
    }
}
