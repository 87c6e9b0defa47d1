//! A session, and its chain.

use std::fmt;

use subtle::ConstantTimeEq as _;
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::key::AesKey;
use tapsmith_core::secret::REDACTED;
use zeroize::Zeroizing;

use super::cipher::{Cipher, mix};
use crate::desfire::commands::change_key;
use crate::desfire::memory::DesKey;
use crate::ev2::checks::Shape;
use crate::ev2::new_key::checksum;

/// Bytes of a MAC that are sent.
const MAC: usize = 8;
/// Bytes of a checksum.
const CHECKSUM: usize = 4;

/// The key of a session.
#[derive(Clone)]
enum Key {
    Des(DesKey),
    Aes(AesKey),
}

/// A session.
#[derive(Clone)]
pub(in crate::desfire) struct Session {
    /// The number of the key that was proved.
    pub(in crate::desfire) number: u8,
    key: Key,
    /// The block that the next one is chained to.
    chain: Vec<u8>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ev1::Session {{ number: {}, {REDACTED} }}", self.number)
    }
}

impl Session {
    pub(in crate::desfire) fn des(key: DesKey) -> Self {
        Self { number: 0, key: Key::Des(key), chain: vec![0; 8] }
    }

    /// Of four bytes of each end, and the last four of each.
    pub(in crate::desfire) fn aes(number: u8, a: &[u8; 16], b: &[u8; 16]) -> Self {
        let [(a, a_end), (b, b_end)] =
            [a, b].map(|half| (half.iter().take(4), half.iter().skip(12)));
        let key = AesKey::init_with(|key| {
            let parts = a.chain(b).chain(a_end).chain(b_end);
            key.iter_mut().zip(parts).for_each(|(byte, new)| *byte = *new);
        });
        Self { number, key: Key::Aes(key), chain: vec![0; 16] }
    }

    fn cipher(&self) -> Cipher {
        match &self.key {
            Key::Des(key) => Cipher::des(key),
            Key::Aes(key) => Cipher::aes(key),
        }
    }

    fn padded(&self, length: usize) -> usize {
        (length + CHECKSUM).next_multiple_of(self.cipher().block())
    }

    /// How many bytes a command of this shape has in this mode. A MAC is sent only behind data.
    pub(in crate::desfire) fn on_wire(&self, shape: Shape, mode: CommMode) -> usize {
        shape.header
            + match mode {
                CommMode::Full if shape.data > 0 => self.padded(shape.data),
                CommMode::Mac if shape.data > 0 => shape.data + MAC,
                CommMode::Plain | CommMode::Mac | CommMode::Full => shape.data,
            }
    }

    /// Whether so many bytes are whole blocks.
    pub(in crate::desfire) fn are_blocks(&self, length: usize) -> bool {
        length > 0 && length.is_multiple_of(self.cipher().block())
    }

    /// How long an answer of so many bytes is.
    pub(in crate::desfire) fn sealed_length(&self, mode: CommMode, length: usize) -> usize {
        if mode == CommMode::Full && length > 0 { self.padded(length) } else { length + MAC }
    }

    /// Takes the protection off a command's body.
    ///
    /// # Errors
    /// [`Status::INTEGRITY`] for a wrong MAC, checksum or padding.
    pub(in crate::desfire) fn open(
        &mut self,
        instruction: u8,
        mode: CommMode,
        shape: Shape,
        body: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Status> {
        match mode {
            CommMode::Full if shape.data > 0 => self.decrypt(instruction, shape, body),
            CommMode::Mac if shape.data > 0 => {
                let (content, sent) = body.split_last_chunk::<MAC>().ok_or(Status::LENGTH)?;
                if self.mac(&[&[instruction], content]).ct_eq(sent).into() {
                    Ok(Zeroizing::new(content.to_vec()))
                } else {
                    Err(Status::INTEGRITY)
                }
            }
            CommMode::Plain | CommMode::Mac | CommMode::Full => {
                self.mac(&[&[instruction], body]);
                Ok(Zeroizing::new(body.to_vec()))
            }
        }
    }

    /// `data ‖ CRC-32 ‖ zeros`. A key that comes as a difference has its own checksum behind the command's. Where
    /// the shape takes all that came for data, its end is the first place where a checksum fits: behind it, one of
    /// zeros fits.
    fn decrypt(
        &mut self,
        instruction: u8,
        shape: Shape,
        body: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Status> {
        let behind =
            if instruction == change_key::INSTRUCTION { shape.data.saturating_sub(17) } else { 0 };
        let (header, data) = body.split_at_checked(shape.header).ok_or(Status::LENGTH)?;
        let mut plain = Zeroizing::new(data.to_vec());
        self.cipher().decrypt(&mut self.chain, &mut plain);
        let most = (shape.data - behind).min(plain.len().saturating_sub(CHECKSUM));
        let least = if shape.data == data.len() { 1 } else { most };
        (least..=most)
            .find_map(|length| opened(instruction, header, &plain, [length, behind]))
            .ok_or(Status::INTEGRITY)
    }

    /// As many bytes of a command's data as come in whole blocks, with whatever stands behind them. The chain
    /// stays.
    pub(in crate::desfire) fn decrypt_blocks(&self, data: &[u8]) -> Zeroizing<Vec<u8>> {
        let cipher = self.cipher();
        let mut plain = Zeroizing::new(data.to_vec());
        plain.truncate(data.len() / cipher.block() * cipher.block());
        cipher.decrypt(&mut self.chain.clone(), &mut plain);
        plain
    }

    /// Protects an answer.
    pub(in crate::desfire) fn seal(
        &mut self,
        status: Status,
        mode: CommMode,
        data: &[u8],
    ) -> Vec<u8> {
        let with_status = [data, &[status.low_byte()]].concat();
        if mode == CommMode::Full && !data.is_empty() {
            let mut out = [data, &checksum(&with_status).to_le_bytes()].concat();
            out.resize(self.padded(data.len()), 0);
            self.cipher().encrypt(&mut self.chain, &mut out);
            out
        } else {
            [data, &self.mac(&[&with_status])].concat()
        }
    }

    /// Eight bytes of a CMAC that begins where the chain stands, and which the chain then goes on from.
    ///
    /// Source: NIST SP 800-38B, "MAC generation".
    fn mac(&mut self, parts: &[&[u8]]) -> [u8; MAC] {
        let cipher = self.cipher();
        let block = cipher.block();
        let mut zeros = vec![0; block];
        cipher.encrypt(&mut vec![0; block], &mut zeros);
        let once = doubled(&zeros, cipher.carry());
        let mut data = Zeroizing::new(parts.concat());
        let whole = !data.is_empty() && data.len().is_multiple_of(block);
        let subkey = if whole {
            once
        } else {
            data.push(0x80);
            let padded = data.len().next_multiple_of(block);
            data.resize(padded, 0);
            doubled(&once, cipher.carry())
        };
        let last = data.len() - block;
        if let Some(last) = data.get_mut(last..) {
            mix(last, &subkey);
        }
        cipher.encrypt(&mut self.chain, &mut data);
        self.chain.first_chunk().copied().unwrap_or_default()
    }
}

/// Header and data, if the checksum and the zeros are where they would be behind so many bytes of content, and so
/// many behind the checksum.
fn opened(
    instruction: u8,
    header: &[u8],
    plain: &[u8],
    [length, behind]: [usize; 2],
) -> Option<Zeroizing<Vec<u8>>> {
    let (content, rest) = plain.split_at_checked(length)?;
    let (sum, rest) = rest.split_first_chunk::<CHECKSUM>()?;
    let (own, padding) = rest.split_at_checked(behind)?;
    let covered = Zeroizing::new([&[instruction], header, content].concat());
    let fits = *sum == checksum(&covered).to_le_bytes() && padding.iter().all(|byte| *byte == 0);
    fits.then(|| Zeroizing::new([header, content, own].concat()))
}

/// Times x, in the field of the block's size.
fn doubled(block: &[u8], carry: u8) -> Vec<u8> {
    let next = block.iter().skip(1).chain(&[0]);
    let mut out: Vec<u8> =
        block.iter().zip(next).map(|(byte, next)| byte << 1 | next >> 7).collect();
    if block.first().is_some_and(|first| first & 0x80 != 0)
        && let Some(last) = out.last_mut()
    {
        *last ^= carry;
    }
    out
}
