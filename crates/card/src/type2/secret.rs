//! What opens a chip: a password, which is shown, or a key, which both ends prove.

use tapsmith_core::key::SlotKey;
use zeroize::Zeroizing;

use super::command::{
    AuthenticateAes, AuthenticateC, Command as _, Pack, Password, PwdAuth, TripleDesKey, in_memory,
};
use super::{Error, Model, PAGE, Page, Tag};
use crate::field::Field;

/// The reader's random number for an authentication. A password needs none, and triple DES half of it.
pub type RndA = [u8; 16];

/// What opens a chip. Each comes of slot 0's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    /// Four bytes, and two by which the chip answers.
    Password,
    /// A key of two-key triple DES.
    TripleDes,
    /// A key of AES.
    Aes,
}

impl Secret {
    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::TripleDes | Self::Aes => "key",
        }
    }

    /// How many exchanges it takes to prove it.
    pub const fn exchanges(self) -> u32 {
        match self {
            Self::Password => 1,
            Self::TripleDes | Self::Aes => 2,
        }
    }

    /// The pages that hold it, from [`Secret::place`] on.
    pub(super) fn pages(self, key: &SlotKey) -> Zeroizing<Vec<Page>> {
        let bytes = match self {
            Self::Password => {
                let (Password(password), Pack(pack)) = (&Password::of(key), &Pack::of(key));
                Zeroizing::new([&password[..], pack, &[0; 2]].concat())
            }
            Self::TripleDes => {
                let key = TripleDesKey::of(key).in_memory();
                Zeroizing::new(key.to_vec())
            }
            Self::Aes => Zeroizing::new(in_memory(&key.key).to_vec()),
        };
        Zeroizing::new(bytes.as_chunks::<PAGE>().0.to_vec())
    }

    /// The first page that holds it, on a chip of this model.
    ///
    /// Source: NTAG213F/216F Rev. 3.1 and MF0ICU2 Rev. 3.3, "Memory organization"; Ultralight AES
    /// and, taken from it, NTAG 224 DNA as `hardware-notes` has them.
    pub(super) fn place(self, model: Model) -> u8 {
        match self {
            Self::Password => model.memory().configuration.map_or(u8::MAX, |cfg0| cfg0 + 2),
            Self::TripleDes => 0x2C,
            Self::Aes if matches!(model, Model::Ntag224) => 0x40,
            Self::Aes => 0x30,
        }
    }
}

impl<F: Field> Tag<'_, F> {
    /// Proves the secret that comes of `key` to the card, and has the card prove it. The card is open then.
    ///
    /// # Errors
    /// As [`Tag::send`]; and [`Error::Unproved`] of a card that took the proof and does not hold the secret itself.
    pub fn prove(
        &mut self,
        secret: Secret,
        key: &SlotKey,
        rnd_a: &RndA,
    ) -> Result<(), Error<F::Error>> {
        let command = match secret {
            Secret::Password => PwdAuth::NAME,
            Secret::TripleDes => AuthenticateC::NAME,
            Secret::Aes => AuthenticateAes::NAME,
        };
        let is_proved = match secret {
            Secret::Password => {
                let pack = self.send(&PwdAuth { password: Password::of(key) })?;
                pack == Pack::of(key)
            }
            Secret::TripleDes => {
                let challenge = self.send(&AuthenticateC)?;
                self.send(&challenge.answer(&TripleDesKey::of(key), half(rnd_a)))?
            }
            Secret::Aes => {
                let challenge = self.send(&AuthenticateAes::DATA)?;
                self.send(&challenge.answer(&key.key, rnd_a))?
            }
        };
        if is_proved { Ok(()) } else { Err(Error::Unproved { command }) }
    }

    /// Whether card and `key` hold the same secret. A wrong one is counted here, and by chips that count.
    ///
    /// # Errors
    /// As [`Tag::send`], but for refusals.
    pub fn opens(
        &mut self,
        secret: Secret,
        key: &SlotKey,
        rnd_a: &RndA,
    ) -> Result<bool, Error<F::Error>> {
        match self.prove(secret, key, rnd_a) {
            Ok(()) => Ok(true),
            Err(Error::Unproved { .. }) => Ok(false),
            Err(error) if error.is_refusal() => {
                self.count_failure();
                self.reactivate()?;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}

/// As much of it as triple DES works on.
fn half(rnd_a: &RndA) -> [u8; 8] {
    let mut half = [0; 8];
    half.iter_mut().zip(rnd_a).for_each(|(byte, random)| *byte = *random);
    half
}
