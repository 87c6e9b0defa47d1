//! The keys of the guard, each made of the vault's data key.
//!
//! `key = HMAC-SHA-256(data key, label ‖ vault id)`, the label `tapsmith rows` for the MAC of a row,
//! `tapsmith history` for a link of the history, `tapsmith sums` for a row's share of the totals, and
//! `tapsmith totals` for sealing those.

use std::convert::Infallible;
use std::fmt;

use hmac::digest::Key;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use tapsmith_core::secret::{REDACTED, Reveal as _};
use zeroize::Zeroizing;

use super::Mac;
use crate::error::Error;
use crate::seal::{OVERHEAD, Place, SealingKey};

/// Keys whose schedule is ready.
pub(crate) struct GuardKeys {
    rows: Hmac<Sha256>,
    history: Hmac<Sha256>,
    sums: Hmac<Sha256>,
    totals: SealingKey,
}

impl GuardKeys {
    /// Those of the vault whose data key this is.
    pub(crate) fn of(data_key: &SealingKey) -> Self {
        let vault = data_key.vault();
        let made = |label| Zeroizing::new(hmac(data_key.reveal(), &[label, &vault.0]));
        let key = |label| prepared(made(label).as_slice());
        let totals = SealingKey::init_with(vault, |key| {
            *key = *made(b"tapsmith totals");
            Ok::<_, Infallible>(())
        });
        let Ok(totals) = totals;
        let sums = key(b"tapsmith sums");
        Self { rows: key(b"tapsmith rows"), history: key(b"tapsmith history"), sums, totals }
    }

    /// What a row with this MAC adds to the totals. It is no MAC, and stands nowhere: whoever knew the
    /// shares of many rows could look for old ones that add up to the same.
    pub(super) fn share(&self, mac: &Mac) -> Mac {
        finish(self.sums.clone(), &[mac])
    }

    /// The totals, sealed. The nonce follows from them: no two of them share one.
    pub(super) fn seal_totals(&self, text: &[u8]) -> Result<Vec<u8>, Error> {
        let made = finish(self.sums.clone(), &[b"nonce", text]);
        let nonce = made.first_chunk().copied().unwrap_or_default();
        self.totals.seal_with(&Place::Totals, text, nonce)
    }

    /// The totals, opened.
    pub(super) fn open_totals(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let mut text = vec![0; sealed.len().checked_sub(OVERHEAD)?];
        self.totals.open(&Place::Totals, sealed, &mut text).ok()?;
        Some(text)
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
