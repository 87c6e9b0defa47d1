//! The secure channel of a session, the card's end.
//!
//! One channel for both suites: what they differ in is in [`SessionKeys`].
//!
//! Source: NT4H2421Gx Rev. 3.0, "Secure Messaging", "AES secure messaging", "LRP secure messaging".

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::aes::{Block, TruncatedMac};
use tapsmith_core::bytes::join;
use tapsmith_core::key::KeyNumber;
use zeroize::Zeroizing;

use super::session_keys::SessionKeys;

/// A session: who is authenticated, in which transaction, and how far.
#[derive(Debug, Clone)]
pub(crate) struct Session<K = KeyNumber> {
    /// The key the reader proved.
    pub(crate) key: K,
    pub(crate) keys: SessionKeys,
    pub(crate) transaction: Transaction,
}

/// TI and `CmdCtr`: what a second authentication keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Transaction {
    pub(crate) identifier: [u8; 4],
    pub(crate) counter: u16,
}

/// Bytes a MAC adds.
pub(crate) const MAC_LENGTH: usize = 8;

const COMMAND: [u8; 2] = [0xA5, 0x5A];
const RESPONSE: [u8; 2] = [0x5A, 0xA5];

impl<K> Session<K> {
    /// Takes the protection off a command's body. The first `header` bytes were never encrypted.
    ///
    /// # Errors
    /// [`Status::INTEGRITY`] for a wrong MAC or padding, and when no command is left to count.
    pub(crate) fn open(
        &mut self,
        instruction: u8,
        mode: CommMode,
        header: usize,
        body: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Status> {
        if self.transaction.counter == u16::MAX {
            return Err(Status::INTEGRITY);
        }
        if mode == CommMode::Plain {
            return Ok(Zeroizing::new(body.to_vec()));
        }
        let covered = self.check_mac(instruction, body)?;
        match mode {
            CommMode::Full => self.decrypt(header, covered),
            _ => Ok(Zeroizing::new(covered.to_vec())),
        }
    }

    /// The command passed: counts it, and protects the answer. `already_sent` bytes of `data` went
    /// out before, and are only covered by the MAC.
    pub(crate) fn seal(
        &mut self,
        status: Status,
        mode: CommMode,
        data: &[u8],
        already_sent: usize,
    ) -> Vec<u8> {
        self.transaction.counter = self.transaction.counter.saturating_add(1);
        let mut out = match mode {
            CommMode::Plain => return data.to_vec(),
            CommMode::Mac => data.to_vec(),
            CommMode::Full => self.encrypt(data),
        };
        let mac = self.mac(status.low_byte(), &out);
        out.extend(mac.0);
        out.split_off(already_sent.min(out.len()))
    }

    fn check_mac<'b>(&self, instruction: u8, body: &'b [u8]) -> Result<&'b [u8], Status> {
        let (covered, mac) = body.split_last_chunk().ok_or(Status::INTEGRITY)?;
        if self.mac(instruction, covered) == TruncatedMac(*mac) {
            Ok(covered)
        } else {
            Err(Status::INTEGRITY)
        }
    }

    /// Over INS or the status word's second byte, `CmdCtr`, TI and the body.
    fn mac(&self, code: u8, body: &[u8]) -> TruncatedMac {
        let Transaction { identifier, counter } = &self.transaction;
        let [low, high] = counter.to_le_bytes();
        TruncatedMac::of(&self.keys.mac(&[&[code, low, high], identifier, body]))
    }

    fn decrypt(&mut self, header: usize, covered: &[u8]) -> Result<Zeroizing<Vec<u8>>, Status> {
        let (header, data) = covered.split_at_checked(header).ok_or(Status::LENGTH)?;
        let mut plain = self.decrypt_blocks(data);
        if plain.len() != data.len() {
            return Err(Status::LENGTH);
        }
        let length = if plain.is_empty() { 0 } else { unpadded(&plain)? };
        plain.truncate(length);
        Ok(Zeroizing::new([header, plain.as_slice()].concat()))
    }

    /// As many bytes of a command's data as come in whole blocks, with whatever padding there is.
    pub(crate) fn decrypt_blocks(&mut self, data: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut plain = Zeroizing::new(data.as_chunks::<16>().0.as_flattened().to_vec());
        let start = self.transaction.start(COMMAND);
        self.keys.decrypt(start, plain.as_chunks_mut().0);
        plain
    }

    fn encrypt(&mut self, data: &[u8]) -> Vec<u8> {
        let mut padded = data.to_vec();
        if !padded.is_empty() {
            padded.push(0x80);
            padded.resize(padded_length(data.len()), 0x00);
        }
        let start = self.transaction.start(RESPONSE);
        self.keys.encrypt(start, padded.as_chunks_mut().0);
        padded
    }
}

impl Transaction {
    /// What becomes the IV in AES mode: label, TI and `CmdCtr`.
    fn start(self, label: [u8; 2]) -> Block {
        join(&[&label, &self.identifier, &self.counter.to_le_bytes()])
    }
}

/// Bytes that `length` bytes take encrypted: padded by at least one byte, unless there are none.
pub(crate) const fn padded_length(length: usize) -> usize {
    if length == 0 { 0 } else { (length / 16 + 1) * 16 }
}

/// How many of the bytes stand before `80 00 ..`, which lies in the last block.
fn unpadded(padded: &[u8]) -> Result<usize, Status> {
    let zeros = padded.iter().rev().take_while(|byte| **byte == 0x00).count();
    let end = padded.len().checked_sub(zeros + 1).ok_or(Status::INTEGRITY)?;
    if padded.get(end) == Some(&0x80) && zeros < 16 { Ok(end) } else { Err(Status::INTEGRITY) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ISO/IEC 9797-1, padding method 2: one 80, zeros, and no whole block of them.
    #[test]
    fn padding() {
        let padded = |before: usize, zeros: usize| {
            [vec![0x11; before], vec![0x80], vec![0x00; zeros]].concat()
        };
        for (before, zeros) in [(0, 15), (15, 0), (16, 15), (31, 0)] {
            assert_eq!(unpadded(&padded(before, zeros)), Ok(before));
        }
        for wrong in [padded(15, 16), padded(0, 31), vec![0x00; 16], vec![0x11; 16]] {
            assert_eq!(unpadded(&wrong), Err(Status::INTEGRITY), "{wrong:02X?}");
        }
        let lengths = [0, 1, 15, 16, 17, 239].map(padded_length);
        assert_eq!(lengths, [0, 16, 16, 32, 32, 240]);
    }
}
