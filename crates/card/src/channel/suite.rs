//! What a session's bytes are protected with: one value, whichever suite the chip speaks.

use tapsmith_core::aes::Block;
use tapsmith_core::key::AesKey;
use tapsmith_core::suite::Suite;

use super::aes::AesSession;
use super::lrp::LrpSession;

/// The keys of a session, and how they are used.
#[derive(Debug)]
pub enum SessionSuite {
    /// AES: CBC and CMAC.
    Aes(AesSession),
    /// LRP: LRICB and LRP-CMAC.
    Lrp(LrpSession),
}

/// Which way protected bytes travel, and where in the transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// To the card, or from it.
    pub direction: Direction,
    /// TI.
    pub ti: [u8; 4],
    /// `CmdCtr`.
    pub counter: u16,
}

/// Which way bytes travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A command.
    ToCard,
    /// An answer.
    FromCard,
}

impl SessionSuite {
    /// From the key authenticated with and both random numbers.
    pub fn derive(suite: Suite, key: &AesKey, rnd_a: &Block, rnd_b: &Block) -> Self {
        match suite {
            Suite::Aes => Self::Aes(AesSession::derive(key, rnd_a, rnd_b)),
            Suite::Lrp => Self::Lrp(LrpSession::derive(key, rnd_a, rnd_b)),
        }
    }

    /// Which of the two it is.
    pub const fn suite(&self) -> Suite {
        match self {
            Self::Aes(_) => Suite::Aes,
            Self::Lrp(_) => Suite::Lrp,
        }
    }

    /// The whole MAC over the parts, one after the other.
    pub fn mac(&self, parts: &[&[u8]]) -> Block {
        match self {
            Self::Aes(session) => session.mac(parts),
            Self::Lrp(session) => session.mac(parts),
        }
    }

    /// Encrypts whole blocks in place.
    pub fn encrypt(&mut self, moment: Moment, blocks: &mut [Block]) {
        match self {
            Self::Aes(session) => session.encrypt(moment, blocks),
            Self::Lrp(session) => session.encrypt(blocks),
        }
    }

    /// Decrypts whole blocks in place.
    pub fn decrypt(&mut self, moment: Moment, blocks: &mut [Block]) {
        match self {
            Self::Aes(session) => session.decrypt(moment, blocks),
            Self::Lrp(session) => session.decrypt(blocks),
        }
    }
}
