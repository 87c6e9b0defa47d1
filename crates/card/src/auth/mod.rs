//! Authentication in AES mode, as a chain in which each step consumes the one before:
//! [`Opening`] -> [`Challenged`] -> [`Channel`].
//!
//! Source: NT4H2421Gx Rev. 3.0, "`AuthenticateEV2First`", "`AuthenticateEV2NonFirst`", "Session key
//! generation"; AN12196, "Authentication".

mod session_keys;

pub use session_keys::SessionKeys;

use std::fmt;

use subtle::ConstantTimeEq;
use tapsmith_core::aes::{Block, Cipher};
use tapsmith_core::bytes::join;
use tapsmith_core::key::{AesKey, KeyNumber};
use thiserror::Error;
use zeroize::Zeroize as _;

use crate::apdu::CommandApdu;
use crate::channel::Channel;

/// The card did not prove that it holds the key, or answered with something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AuthenticationError {
    /// Another length than the protocol has.
    #[error("the card's answer to the authentication has the wrong length")]
    Length,
    /// It did not give our random number back: it does not hold the key.
    #[error("the card does not hold this key")]
    Impostor,
}

/// What the session starts from.
#[derive(Debug)]
enum Start {
    /// `AuthenticateEV2First`.
    First,
    /// `AuthenticateEV2NonFirst`: the transaction goes on under another key.
    NonFirst { ti: [u8; 4], counter: u16 },
}

/// The first command, not yet answered.
#[derive(Debug)]
pub struct Opening {
    number: KeyNumber,
    start: Start,
}

/// The second command, not yet answered.
pub struct Challenged {
    command: CommandApdu,
    cipher: Cipher,
    /// Taken when the channel opens.
    keys: Option<SessionKeys>,
    rnd_a: Block,
    start: Start,
}

impl fmt::Debug for Challenged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Challenged").finish_non_exhaustive()
    }
}

impl Drop for Challenged {
    fn drop(&mut self) {
        self.rnd_a.zeroize();
    }
}

impl Opening {
    /// A new transaction with key `number`.
    pub fn first(number: KeyNumber) -> Self {
        Self { number, start: Start::First }
    }

    /// The transaction of `channel`, gone on with key `number`. The channel is used up.
    pub fn non_first(channel: Channel, number: KeyNumber) -> Self {
        let (ti, counter) = channel.into_transaction();
        Self { number, start: Start::NonFirst { ti, counter } }
    }

    /// The name of the command in the data sheet.
    pub fn name(&self) -> &'static str {
        match self.start {
            Start::First => "AuthenticateEV2First",
            Start::NonFirst { .. } => "AuthenticateEV2NonFirst",
        }
    }

    /// The first command. No capabilities are offered (`LenCap` 0).
    pub fn command(&self) -> CommandApdu {
        let number = self.number.as_u8();
        match self.start {
            Start::First => CommandApdu::wrapped(0x71, vec![number, 0x00]),
            Start::NonFirst { .. } => CommandApdu::wrapped(0x77, vec![number]),
        }
    }

    /// Takes the card's challenge, E(RndB), and makes the second command, E(RndA ‖ RndB').
    ///
    /// # Errors
    /// The challenge is not 16 bytes.
    pub fn challenge(
        self,
        answer: &[u8],
        key: &AesKey,
        rnd_a: Block,
    ) -> Result<Challenged, AuthenticationError> {
        let mut rnd_b: Block = answer.try_into().map_err(|_| AuthenticationError::Length)?;
        let cipher = Cipher::new(key);
        cipher.cbc_decrypt(&[0; 16], std::slice::from_mut(&mut rnd_b));
        let mut blocks = [rnd_a, rotate_left(rnd_b)];
        cipher.cbc_encrypt(&[0; 16], &mut blocks);
        let keys = SessionKeys::derive(key, &rnd_a, &rnd_b);
        rnd_b.zeroize();
        Ok(Challenged {
            command: CommandApdu::additional_frame(blocks.concat()),
            keys: Some(keys),
            cipher,
            rnd_a,
            start: self.start,
        })
    }
}

impl Challenged {
    /// The second command.
    pub fn command(&self) -> &CommandApdu {
        &self.command
    }

    /// Takes the card's proof and opens the channel.
    ///
    /// # Errors
    /// The proof has the wrong length, or does not hold our random number.
    pub fn finish(mut self, answer: &[u8]) -> Result<Channel, AuthenticationError> {
        match self.start {
            Start::First => self.finish_first(answer),
            Start::NonFirst { ti, counter } => {
                let mut proof = answer.try_into().map_err(|_| AuthenticationError::Length)?;
                self.cipher.cbc_decrypt(&[0; 16], std::slice::from_mut(&mut proof));
                self.check(&proof)?;
                self.open(ti, counter)
            }
        }
    }

    /// E(TI ‖ RndA' ‖ PDcap2 ‖ PCDcap2)
    fn finish_first(&mut self, answer: &[u8]) -> Result<Channel, AuthenticationError> {
        let (blocks, []) = answer.as_chunks::<16>() else {
            return Err(AuthenticationError::Length);
        };
        let mut blocks: [Block; 2] = blocks.try_into().map_err(|_| AuthenticationError::Length)?;
        self.cipher.cbc_decrypt(&[0; 16], &mut blocks);
        let plain = blocks.as_flattened();
        let (ti, plain) = plain.split_first_chunk().ok_or(AuthenticationError::Length)?;
        let proof = plain.first_chunk().ok_or(AuthenticationError::Length)?;
        self.check(proof)?;
        self.open(*ti, 0)
    }

    fn open(&mut self, ti: [u8; 4], counter: u16) -> Result<Channel, AuthenticationError> {
        let keys = self.keys.take().ok_or(AuthenticationError::Impostor)?;
        Ok(Channel::new(keys, ti, counter))
    }

    fn check(&self, proof: &Block) -> Result<(), AuthenticationError> {
        let same = rotate_left(self.rnd_a).ct_eq(proof);
        if same.into() { Ok(()) } else { Err(AuthenticationError::Impostor) }
    }
}

fn rotate_left([first, rest @ ..]: Block) -> Block {
    join(&[&rest, &[first]])
}

#[cfg(test)]
mod tests;
