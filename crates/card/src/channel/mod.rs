//! The secure channel of a session, the reader's end.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Secure Messaging".
//!
//! # Layout
//! - [`Channel`]: what is common to both suites: MACs, padding, counting.
//! - [`SessionSuite`]: the keys and how they are used, in AES mode and in LRP mode.

mod aes;
mod lrp;
mod suite;

pub use aes::AesSession;
pub use lrp::LrpSession;
pub use suite::{Direction, Moment, SessionSuite};

use subtle::ConstantTimeEq;
use tapsmith_core::access::CommMode;
use tapsmith_core::aes::TruncatedMac;
use tapsmith_core::suite::Suite;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::apdu::{CommandApdu, ResponseApdu};
use crate::command::Command;

/// Keys, transaction identifier and command counter of a session.
#[derive(Debug)]
pub struct Channel {
    suite: SessionSuite,
    ti: [u8; 4],
    counter: u16,
}

/// The answer was not made by the card we authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ChannelError {
    /// Shorter than its MAC, or not whole blocks.
    #[error("the card's protected answer has the wrong length")]
    Length,
    /// The MAC is wrong.
    #[error("the MAC of the card's answer is wrong")]
    Mac,
    /// The padding inside is wrong.
    #[error("the padding of the card's answer is wrong")]
    Padding,
    /// 65,535 commands were sent; the session cannot go on.
    #[error("the session's command counter is used up")]
    CounterUsedUp,
}

impl Channel {
    /// A channel at a transaction's start, or where `counter` says.
    pub fn new(suite: SessionSuite, ti: [u8; 4], counter: u16) -> Self {
        Self { suite, ti, counter }
    }

    /// What the card speaks.
    pub fn suite(&self) -> Suite {
        self.suite.suite()
    }

    /// Commands that passed so far: CmdCtr.
    pub fn counter(&self) -> u16 {
        self.counter
    }

    /// What outlives the channel when another key takes the transaction over.
    pub fn into_transaction(self) -> ([u8; 4], u16) {
        (self.ti, self.counter)
    }

    /// `command` for the wire, protected as its mode says. A command once wrapped has to be sent: in LRP
    /// mode both sides count the blocks they encrypt. None if it is longer than a short APDU holds; the
    /// channel is then as it was.
    pub fn wrap<C: Command>(&mut self, command: &C) -> Option<CommandApdu> {
        let payload = command.payload();
        let (header, data) = payload.split_at_checked(C::HEADER).unwrap_or((&payload, &[]));
        if header.len() + protected_length(command.mode(), data.len()) > CommandApdu::LONGEST {
            return None;
        }
        let mut body = header.to_vec();
        match command.mode() {
            CommMode::Plain => body.extend(data),
            CommMode::Mac => {
                body.extend(data);
                body.extend(self.mac(C::INSTRUCTION, self.counter, &body).0);
            }
            CommMode::Full => {
                body.extend(self.encrypt(data));
                body.extend(self.mac(C::INSTRUCTION, self.counter, &body).0);
            }
        }
        Some(CommandApdu::wrapped(C::INSTRUCTION, body))
    }

    /// What the card answered to a command sent in `mode`, its protection taken off. The command
    /// passed, so the counter goes on.
    ///
    /// # Errors
    /// The answer is not the authenticated card's. The session is then over.
    pub fn unwrap(
        &mut self,
        mode: CommMode,
        answer: &ResponseApdu,
    ) -> Result<Zeroizing<Vec<u8>>, ChannelError> {
        self.counter = self.counter.checked_add(1).ok_or(ChannelError::CounterUsedUp)?;
        if mode == CommMode::Plain {
            return Ok(Zeroizing::new(answer.data.clone()));
        }
        let (data, mac) = answer.data.split_last_chunk().ok_or(ChannelError::Length)?;
        let expected = self.mac(answer.status.low_byte(), self.counter, data);
        if !bool::from(expected.ct_eq(&TruncatedMac(*mac))) {
            return Err(ChannelError::Mac);
        }
        match mode {
            CommMode::Full if !data.is_empty() => self.decrypt(data),
            _ => Ok(Zeroizing::new(data.to_vec())),
        }
    }

    /// MACt over `code ‖ CmdCtr ‖ TI ‖ body`; the code is INS one way and SW2 the other.
    fn mac(&self, code: u8, counter: u16, body: &[u8]) -> TruncatedMac {
        TruncatedMac::of(&self.suite.mac(&[&[code], &counter.to_le_bytes(), &self.ti, body]))
    }

    /// No data stays no data; all other is padded with `80 00 ..`, a whole block if need be.
    fn encrypt(&mut self, data: &[u8]) -> Vec<u8> {
        if data.is_empty() {
            return Vec::new();
        }
        let length = padded_length(data.len());
        let mut padded = Zeroizing::new(Vec::with_capacity(length));
        padded.extend_from_slice(data);
        padded.push(0x80);
        padded.resize(length, 0);
        self.suite.encrypt(self.moment(Direction::ToCard), padded.as_chunks_mut().0);
        padded.to_vec()
    }

    fn decrypt(&mut self, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, ChannelError> {
        let mut plain = Zeroizing::new(data.to_vec());
        let (blocks, []) = plain.as_chunks_mut() else { return Err(ChannelError::Length) };
        self.suite.decrypt(self.moment(Direction::FromCard), blocks);
        let end = plain.iter().rposition(|byte| *byte != 0).ok_or(ChannelError::Padding)?;
        if plain.get(end) != Some(&0x80) || plain.len() - end > 16 {
            return Err(ChannelError::Padding);
        }
        plain.truncate(end);
        Ok(plain)
    }

    fn moment(&self, direction: Direction) -> Moment {
        Moment { direction, ti: self.ti, counter: self.counter }
    }
}

/// Bytes of MACt.
const MAC_LENGTH: usize = 8;

/// Bytes that `length` bytes of data take in `mode`, with the MAC.
const fn protected_length(mode: CommMode, length: usize) -> usize {
    match mode {
        CommMode::Plain => length,
        CommMode::Mac => length + MAC_LENGTH,
        CommMode::Full => padded_length(length) + MAC_LENGTH,
    }
}

/// Bytes that `length` bytes take encrypted: padded by at least one byte, unless there are none.
const fn padded_length(length: usize) -> usize {
    if length == 0 { 0 } else { (length + 1).next_multiple_of(16) }
}

#[cfg(test)]
mod tests;
