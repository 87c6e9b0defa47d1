//! PICCData: who was tapped, and how often.
//!
//! Source: NT4H2421Gx Rev. 3.0, "PICCData"; AN12196, "Encryption of PICCData"; AN12321 for LRP.

use crate::aes::{Block, Cipher};
use crate::bytes::join;
use crate::counter::ReadCounter;
use crate::key::AesKey;
use crate::lrp::Lrp;
use crate::suite::Suite;
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

/// PICCData encrypted, as it stands in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PiccEncData {
    /// In AES mode: 16 bytes, 32 digits.
    Aes(Block),
    /// In LRP mode: 24 bytes, 48 digits.
    Lrp {
        /// PICCRand, drawn anew for every tap, from which LRICB starts to count.
        start: [u8; 8],
        /// What is encrypted.
        data: Block,
    },
}

/// What a chip draws for a tap: the filling of PICCData, and in LRP mode PICCRand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PiccRandom {
    /// Fills PICCData up.
    pub padding: Block,
    /// PICCRand.
    pub start: [u8; 8],
}

impl PiccEncData {
    /// Opens it with the meta-read key. None if what comes out is no PICCData: the key is another one,
    /// or the data is forged. (Three of 256 forgeries look like PICCData all the same: only the MAC
    /// proves.)
    pub fn open(self, key: &AesKey) -> Option<PiccData> {
        let mut block = match self {
            Self::Aes(block) | Self::Lrp { data: block, .. } => block,
        };
        let blocks = std::slice::from_mut(&mut block);
        match self {
            Self::Aes(_) => Cipher::new(key).cbc_decrypt(&[0; 16], blocks),
            Self::Lrp { mut start, .. } => Lrp::new(key).decrypt(&mut start, blocks),
        }
        PiccData::decode(&block)
    }

    /// The mode of the chip that wrote it.
    pub fn suite(self) -> Suite {
        match self {
            Self::Aes(_) => Suite::Aes,
            Self::Lrp { .. } => Suite::Lrp,
        }
    }

    /// As it is written in hex.
    pub fn to_bytes(self) -> Vec<u8> {
        match self {
            Self::Aes(block) => block.to_vec(),
            Self::Lrp { start, data } => [&start[..], &data].concat(),
        }
    }
}

impl From<[u8; 24]> for PiccEncData {
    fn from(bytes: [u8; 24]) -> Self {
        let (start, data) = bytes.split_at(8);
        Self::Lrp { start: join(&[start]), data: join(&[data]) }
    }
}

impl PiccData {
    /// As a chip in this mode writes it, with this meta-read key.
    pub fn seal(self, suite: Suite, key: &AesKey, random: PiccRandom) -> PiccEncData {
        let PiccRandom { padding, start } = random;
        let mut data = self.encode(padding);
        let blocks = std::slice::from_mut(&mut data);
        match suite {
            Suite::Aes => {
                Cipher::new(key).cbc_encrypt(&[0; 16], blocks);
                PiccEncData::Aes(data)
            }
            Suite::Lrp => {
                let mut counter = start;
                Lrp::new(key).encrypt(&mut counter, blocks);
                PiccEncData::Lrp { start, data }
            }
        }
    }

    #[inline]
    pub(super) fn decode(block: &Block) -> Option<Self> {
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
