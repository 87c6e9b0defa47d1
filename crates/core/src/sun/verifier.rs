//! Keys made ready, for more taps than one.

use std::fmt;
use std::sync::Arc;

use tapsmith_wide::Narrow;

use super::session::Signing;
use super::{Mirror, PiccData, PiccEncData, Reading, Rejection, Tap, TapKeys};
use crate::aes::{Block, CmacKey};
use crate::derive::RecordKeys;
use crate::derive::ts1::Role;
use crate::key::AesKey;
use crate::record::RecordId;
use crate::secret::{REDACTED, Reveal as _};

/// The two keys of every tap, with all that follows from them alone: for a log of taps, or a flood of forged ones. It
/// says of each what [`Tap::verify`] says.
pub struct Verifier {
    pub(super) meta_read: Slot<Narrow>,
    pub(super) file_read: Slot<CmacKey>,
}

/// Whose key it is.
#[derive(Debug, Clone)]
pub enum KeyOf {
    /// The same on every card.
    All(AesKey),
    /// Each record's own, for this role.
    Record(Arc<RecordKeys>, Role),
}

impl KeyOf {
    /// The key of one record's card.
    pub fn of(&self, record: RecordId) -> AesKey {
        match self {
            Self::All(key) => key.clone(),
            Self::Record(keys, role) => keys.key(*role, record),
        }
    }
}

/// The same, with what can be made ready before a tap is seen.
pub(super) enum Slot<R> {
    All(AesKey, R),
    Record(Arc<RecordKeys>, Role),
}

impl Verifier {
    /// For one card, or for cards that share both keys.
    pub fn new(TapKeys { meta_read, file_read }: TapKeys) -> Self {
        Self::of_cards(KeyOf::All(meta_read), KeyOf::All(file_read))
    }

    /// For cards with keys of their own. A tap then has to say its record.
    pub fn of_cards(meta_read: KeyOf, file_read: KeyOf) -> Self {
        Self {
            meta_read: Slot::of(meta_read, |key| Narrow::new(key.reveal())),
            file_read: Slot::of(file_read, CmacKey::new),
        }
    }

    /// [`Tap::verify`] with the keys of the tap's card.
    ///
    /// # Errors
    /// As [`Tap::verify`]; [`Rejection::NoRecord`] if the tap says no record, and its card has a key of its own.
    pub fn verify(&self, tap: &Tap<'_>) -> Result<Reading, Rejection> {
        let mirrored = self.open(tap)?;
        match &self.file_read {
            Slot::All(key, cmac) => {
                tap.verify_signed(mirrored, Signing { key: key.reveal(), cmac })
            }
            Slot::Record(keys, role) => {
                let key = keys.block(*role, record(tap)?);
                let cmac = CmacKey::of_bytes(&key);
                tap.verify_signed(mirrored, Signing { key: &key, cmac: &cmac })
            }
        }
    }

    fn open(&self, tap: &Tap<'_>) -> Result<PiccData, Rejection> {
        let opened = match (tap.mirror(), &self.meta_read) {
            (Mirror::Plain { uid, counter }, _) => Some(PiccData { uid: Some(uid), counter }),
            // One block, and an IV of zeros.
            (Mirror::Encrypted(PiccEncData::Aes(block)), Slot::All(_, cipher)) => {
                decode(cipher, block)
            }
            (Mirror::Encrypted(PiccEncData::Aes(block)), Slot::Record(keys, role)) => {
                decode(&Narrow::new(&keys.block(*role, record(tap)?)), block)
            }
            (Mirror::Encrypted(data), Slot::All(key, _)) => data.open(key),
            (Mirror::Encrypted(data), Slot::Record(keys, role)) => {
                data.open(&keys.key(*role, record(tap)?))
            }
        };
        opened.ok_or(Rejection::WrongPiccData)
    }
}

fn decode(cipher: &Narrow, mut block: Block) -> Option<PiccData> {
    cipher.decrypt(&mut block);
    PiccData::decode(&block)
}

fn record(tap: &Tap<'_>) -> Result<RecordId, Rejection> {
    tap.record.ok_or(Rejection::NoRecord)
}

impl<R> Slot<R> {
    fn of(key: KeyOf, ready: impl FnOnce(&AesKey) -> R) -> Self {
        match key {
            KeyOf::All(key) => {
                let ready = ready(&key);
                Self::All(key, ready)
            }
            KeyOf::Record(keys, role) => Self::Record(keys, role),
        }
    }

    pub(super) const fn is_of_record(&self) -> bool {
        matches!(self, Self::Record(..))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verifier({REDACTED})")
    }
}
