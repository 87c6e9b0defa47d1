//! PICCData: who was tapped, and how often.
//!
//! Source: NT4H2421Gx Rev. 3.0, "PICCData"; AN12196, "Encryption of PICCData".

use crate::aes::{Block, Cipher};
use crate::bytes::join;
use crate::counter::ReadCounter;
use crate::key::AesKey;
use crate::uid::Uid;

/// UID and read counter, each if the chip was told to mirror it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PiccData {
    /// The UID.
    pub uid: Option<Uid>,
    /// `SDMReadCtr`.
    pub counter: Option<ReadCounter>,
}

const HAS_UID: u8 = 0x80;
const HAS_COUNTER: u8 = 0x40;
const UID_LENGTH: u8 = 0x07;

impl PiccData {
    /// Opens PICCENCData with the meta-read key. None if what comes out is no PICCData: the key is
    /// another one, or the data is forged. (Three of 256 forgeries look like PICCData all the same:
    /// only the MAC proves.)
    pub fn decrypt(key: &AesKey, mut block: Block) -> Option<Self> {
        Cipher::new(key).cbc_decrypt(&[0; 16], std::slice::from_mut(&mut block));
        Self::decode(&block)
    }

    /// PICCENCData as a chip with this meta-read key writes it. `padding` is the chip's own random
    /// filling.
    pub fn encrypt(self, key: &AesKey, padding: Block) -> Block {
        let mut block = self.encode(padding);
        Cipher::new(key).cbc_encrypt(&[0; 16], std::slice::from_mut(&mut block));
        block
    }

    fn decode(block: &Block) -> Option<Self> {
        let (&tag, rest) = block.split_first()?;
        let (uid, rest) = if tag & HAS_UID == 0 {
            (None, rest)
        } else {
            rest.split_first_chunk().map(|(uid, rest)| (Some(Uid(*uid)), rest))?
        };
        let counter = match tag & HAS_COUNTER {
            0 => None,
            _ => Some(ReadCounter::from_lsb(*rest.first_chunk()?)),
        };
        let data = Self { uid, counter };
        (tag == data.tag() && tag & (HAS_UID | HAS_COUNTER) != 0).then_some(data)
    }

    fn encode(self, padding: Block) -> Block {
        let uid = self.uid.map(|uid| uid.0);
        let counter = self.counter.map(ReadCounter::to_lsb);
        let uid = uid.as_ref().map_or(&[][..], |uid| uid);
        let counter = counter.as_ref().map_or(&[][..], |counter| counter);
        let used = 1 + uid.len() + counter.len();
        let padding = padding.get(used..).unwrap_or_default();
        join(&[&[self.tag()], uid, counter, padding])
    }

    /// PICCDataTag.
    fn tag(self) -> u8 {
        self.uid.map_or(0, |_| HAS_UID | UID_LENGTH) | self.counter.map_or(0, |_| HAS_COUNTER)
    }
}
