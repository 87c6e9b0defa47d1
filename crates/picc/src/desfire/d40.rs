//! The legacy scheme of the first DESFire: what a DES key opens.
//!
//! The card has a cipher that encrypts and never decrypts, so the reader *decrypts* what it sends. Blocks of eight
//! bytes are chained; the chain begins with zeros in each message. To the reader: `C = E(P ^ C')`. From it: `P =
//! E(C) ^ C'`, where `C'` is the block that went before. What travels encrypted is `data ‖ CRC ‖ zeros`, and
//! nothing has a MAC.
//!
//! So `ChangeKey` of the PICC's key to an AES key, `C4 80`, brings 24 bytes: the key (16), its version, the
//! checksum of these 17, five zeros. Taken with a dialogue of silicon that the tests of
//! skjolber/desfire-tools-for-android hold (`DESEncryptionTest`), and with proxmark3 (`DesfireChangeKey`,
//! `DesfireSecureChannelEncodeD40`).
//!
//! Source: libfreefare (`MCD_SEND`, `MCD_RECEIVE`) and proxmark3. The checksum is `CRC_A`
//! of ISO/IEC 14443-3: preset 6363, low byte first.

use std::fmt;

use crc::{CRC_16_ISO_IEC_14443_3_A, Crc};
use des::TdesEde2;
use des::cipher::{BlockCipherEncrypt as _, KeyInit as _};
use tapsmith_card::status::Status;
use tapsmith_core::key::AesKey;
use tapsmith_core::secret::{REDACTED, Reveal as _};
use zeroize::Zeroizing;

use super::memory::DesKey;

/// What the scheme works on.
pub(super) type Block = [u8; 8];

/// Bytes a checksum adds.
const CHECKSUM: usize = 2;

/// A key made ready. It encrypts in both directions.
pub(super) struct Cipher(TdesEde2);

/// A session: the key it was opened with is always 0, the PICC's only one.
#[derive(Clone)]
pub(super) struct Session {
    key: DesKey,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "d40::Session({REDACTED})")
    }
}

impl Cipher {
    /// Two keys of DES; a single one is there twice.
    pub(super) fn new(key: &DesKey) -> Self {
        Self(TdesEde2::new(key.reveal().into()))
    }

    pub(super) fn encrypt(&self, mut block: Block) -> Block {
        self.0.encrypt_block((&mut block).into());
        block
    }

    /// Blocks for the reader.
    fn send(&self, blocks: &mut [Block]) {
        let mut before = [0; 8];
        for block in blocks {
            *block = self.encrypt(xor(*block, before));
            before = *block;
        }
    }

    /// Blocks from the reader.
    pub(super) fn receive(&self, blocks: &mut [Block]) {
        let mut before = [0; 8];
        for block in blocks {
            let sent = *block;
            *block = xor(self.encrypt(sent), before);
            before = sent;
        }
    }
}

impl Session {
    /// From both random numbers.
    pub(super) fn new(key: &DesKey, a: Block, b: Block) -> Self {
        Self { key: session_key(key, a, b) }
    }

    /// Takes the encryption off `data`, which holds `length` bytes.
    ///
    /// # Errors
    /// [`Status::INTEGRITY`] if the checksum or the padding is wrong, [`Status::LENGTH`] for another number of blocks.
    pub(super) fn open(&self, data: &[u8], length: usize) -> Result<Zeroizing<Vec<u8>>, Status> {
        if data.len() != on_wire(length) {
            return Err(Status::LENGTH);
        }
        let mut plain = Zeroizing::new(data.to_vec());
        Cipher::new(&self.key).receive(plain.as_chunks_mut().0);
        let (content, rest) = plain.split_at_checked(length).ok_or(Status::LENGTH)?;
        let (sum, padding) = rest.split_first_chunk::<CHECKSUM>().ok_or(Status::LENGTH)?;
        if *sum != checksum(content) || padding.iter().any(|byte| *byte != 0) {
            return Err(Status::INTEGRITY);
        }
        plain.truncate(length);
        Ok(plain)
    }

    /// Encrypts an answer.
    pub(super) fn seal(&self, data: &[u8]) -> Vec<u8> {
        let mut out = [data, &checksum(data)].concat();
        out.resize(on_wire(data.len()), 0);
        Cipher::new(&self.key).send(out.as_chunks_mut().0);
        out
    }
}

/// From both random numbers. Of a single DES key the session key is one, too: its second half is the first.
///
/// Source: libfreefare and proxmark3.
pub(super) fn session_key(key: &DesKey, a: Block, b: Block) -> DesKey {
    let [a0, a1, a2, a3, a4, a5, a6, a7] = a;
    let [b0, b1, b2, b3, b4, b5, b6, b7] = b;
    let first = [a0, a1, a2, a3, b0, b1, b2, b3];
    let second = if key.is_single() { first } else { [a4, a5, a6, a7, b4, b5, b6, b7] };
    let key = AesKey::init_with(|key| {
        let halves = first.iter().chain(&second);
        key.iter_mut().zip(halves).for_each(|(byte, new)| *byte = *new);
    });
    DesKey::new(key)
}

/// Bytes that `length` bytes take encrypted.
pub(super) const fn on_wire(length: usize) -> usize {
    if length == 0 { 0 } else { (length + CHECKSUM).div_ceil(8) * 8 }
}

/// `CRC_A`, as it is sent.
fn checksum(bytes: &[u8]) -> [u8; 2] {
    Crc::<u16>::new(&CRC_16_ISO_IEC_14443_3_A).checksum(bytes).to_le_bytes()
}

fn xor(mut block: Block, with: Block) -> Block {
    block.iter_mut().zip(with).for_each(|(byte, with)| *byte ^= with);
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Over 0F, as a user of a real card posted it (mifare.net, reply 18844); over the AES key of sixteen zeros
    /// with version 42, as the tests of skjolber/desfire-tools-for-android have it; over nothing, the preset.
    #[test]
    fn checksums_are_the_published_ones() {
        assert_eq!(checksum(&[0x0F]), [0x09, 0xA9]);
        assert_eq!(checksum(&[&[0; 16][..], &[0x42]].concat()), [0x63, 0x24]);
        assert_eq!(checksum(&[]), [0x63, 0x63]);
    }

    #[test]
    fn lengths() {
        assert_eq!([0, 1, 6, 7, 16, 17].map(on_wire), [0, 8, 8, 16, 24, 24]);
    }
}
