//! Two keys made ready, for more taps than one.

use std::fmt;

use super::session::Signing;
use super::{Mirror, PiccData, PiccEncData, Reading, Rejection, Tap, TapKeys};
use crate::aes::{Cipher, CmacKey};
use crate::secret::REDACTED;

/// The two keys of a tap with all that follows from them alone: for a log of taps, or a flood of forged ones. It says of
/// each what [`Tap::verify`] says.
pub struct Verifier {
    keys: TapKeys,
    picc: Cipher,
    signing: CmacKey,
}

impl Verifier {
    /// Expands the keys.
    pub fn new(keys: TapKeys) -> Self {
        let (picc, signing) = (Cipher::new(&keys.meta_read), CmacKey::new(&keys.file_read));
        Self { keys, picc, signing }
    }

    /// [`Tap::verify`] with these keys.
    ///
    /// # Errors
    /// As [`Tap::verify`].
    pub fn verify(&self, tap: &Tap<'_>) -> Result<Reading, Rejection> {
        let signing = Signing { key: &self.keys.file_read, cmac: &self.signing };
        tap.verify_signed(self.open(tap)?, signing)
    }

    fn open(&self, tap: &Tap<'_>) -> Result<PiccData, Rejection> {
        match tap.mirror {
            // One block, and an IV of zeros.
            Mirror::Encrypted(PiccEncData::Aes(block)) => {
                PiccData::decode(&self.picc.decrypt(block)).ok_or(Rejection::WrongPiccData)
            }
            Mirror::Encrypted(PiccEncData::Lrp { .. }) | Mirror::Plain { .. } => {
                tap.open(&self.keys.meta_read)
            }
        }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verifier({REDACTED})")
    }
}
