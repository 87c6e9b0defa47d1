//! The second command, and the card's proof.

use std::fmt;

use subtle::ConstantTimeEq;
use tapsmith_core::aes::{Block, Cipher};
use zeroize::Zeroizing;

use super::{AuthenticationError, Start};
use crate::apdu::CommandApdu;
use crate::channel::{Channel, Direction, Moment, SessionSuite};

/// The second command, not yet answered.
pub struct Challenged {
    command: CommandApdu,
    start: Start,
    rnd_a: Zeroizing<Block>,
    expects: Expects,
    session: SessionSuite,
}

/// How the card proves that it holds the key.
pub(super) enum Expects {
    /// By RndA', encrypted.
    Rotated(Box<Cipher>),
    /// By a MAC over RndB, RndA and what it says of itself.
    Mac { rnd_b: Block },
}

impl Challenged {
    /// `response` is what the second command carries.
    pub(super) fn new(
        start: Start,
        response: Vec<u8>,
        rnd_a: Block,
        expects: Expects,
        session: SessionSuite,
    ) -> Self {
        let command = CommandApdu::additional_frame(response);
        Self { command, start, rnd_a: Zeroizing::new(rnd_a), expects, session }
    }

    /// The second command.
    pub fn command(&self) -> &CommandApdu {
        &self.command
    }

    #[cfg(test)]
    pub(super) fn session(&self) -> &SessionSuite {
        &self.session
    }

    /// Takes the card's proof and opens the channel.
    ///
    /// # Errors
    /// The proof has the wrong length, or was not made with the key.
    pub fn finish(mut self, answer: &[u8]) -> Result<Channel, AuthenticationError> {
        let (ti, counter) = match (self.start, answer.as_chunks()) {
            (Start::First, (&[first, second], [])) => (self.prove_first(first, second)?, 0),
            (Start::NonFirst { ti, counter }, (&[proof], [])) => {
                self.prove_non_first(proof)?;
                (ti, counter)
            }
            _ => return Err(AuthenticationError::Length),
        };
        Ok(Channel::new(self.session, ti, counter))
    }

    /// Returns TI.
    fn prove_first(&mut self, first: Block, second: Block) -> Result<[u8; 4], AuthenticationError> {
        let [t0, t1, t2, t3, ..] = match &self.expects {
            Expects::Rotated(cipher) => self.open_aes(cipher, [first, second])?,
            Expects::Mac { rnd_b } => {
                check(self.session.mac(&[rnd_b, &*self.rnd_a, &first]), second)?;
                let mut block = [first];
                self.session.decrypt(START, &mut block);
                let [plain] = block;
                plain
            }
        };
        Ok([t0, t1, t2, t3])
    }

    /// `E(TI ‖ RndA' ‖ PDcap2 ‖ PCDcap2)`. Returns the first block.
    fn open_aes(
        &self,
        cipher: &Cipher,
        mut blocks: [Block; 2],
    ) -> Result<Block, AuthenticationError> {
        cipher.cbc_decrypt(&[0; 16], &mut blocks);
        let proof = blocks.as_flattened().get(4..20).and_then(|proof| proof.first_chunk());
        check(*proof.ok_or(AuthenticationError::Length)?, self.rotated())?;
        let [first, _] = blocks;
        Ok(first)
    }

    /// `E(RndA')`, or in LRP mode a MAC alone.
    fn prove_non_first(&self, proof: Block) -> Result<(), AuthenticationError> {
        match &self.expects {
            Expects::Rotated(cipher) => check(cipher.decrypt(proof), self.rotated()),
            Expects::Mac { rnd_b } => check(self.session.mac(&[rnd_b, &*self.rnd_a]), proof),
        }
    }

    fn rotated(&self) -> Block {
        let mut rotated = *self.rnd_a;
        rotated.rotate_left(1);
        rotated
    }
}

fn check(one: Block, other: Block) -> Result<(), AuthenticationError> {
    if one.ct_eq(&other).into() { Ok(()) } else { Err(AuthenticationError::Impostor) }
}

/// In LRP mode, blocks are told apart by a counter of their own.
const START: Moment = Moment { direction: Direction::FromCard, ti: [0; 4], counter: 0 };

impl fmt::Debug for Challenged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Challenged").finish_non_exhaustive()
    }
}
