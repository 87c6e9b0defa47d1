//! What a tap proves, given the keys of its card.

use super::{Mirror, PiccData, Rejection, Tap, session};
use crate::aes::Block;
use crate::counter::ReadCounter;
use crate::key::AesKey;
use crate::record::RecordId;
use crate::suite::Suite;
use crate::uid::Uid;

/// The two keys a tap is made with. Both may be the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TapKeys {
    /// Opens PICCENCData. Not needed for plain mirrors.
    pub meta_read: AesKey,
    /// Signs, and opens file data.
    pub file_read: AesKey,
}

/// What a good tap says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The record its address names.
    pub record: Option<RecordId>,
    /// The chip's UID.
    pub uid: Option<Uid>,
    /// How often the chip was tapped.
    pub counter: Option<ReadCounter>,
    /// What SDMENCFileData holds, decrypted.
    pub file_data: Option<Block>,
}

/// The file data of `record`: its id in 16 digits.
pub fn record_file_data(record: RecordId) -> Block {
    let mut digits = [b'0'; 16];
    for (to, from) in digits.iter_mut().rev().zip(record.to_string().bytes().rev()) {
        *to = from;
    }
    digits
}

impl Tap<'_> {
    /// Checks the tap against the keys of its card: the MAC first of all that the chip signed, then
    /// the file data against the record.
    ///
    /// # Errors
    /// The tap was not made with these keys, or says something the chip did not sign.
    pub fn verify(&self, keys: &TapKeys) -> Result<Reading, Rejection> {
        let mirrored = self.mirrored(keys)?;
        let input = self.mac_input.as_bytes();
        if session::sdmmac(Suite::Aes, &keys.file_read, mirrored, input) != self.mac {
            return Err(Rejection::WrongMac);
        }
        let file_data = self.file_data(keys, mirrored)?;
        if let (Some(data), Some(record)) = (file_data, self.record)
            && data != record_file_data(record)
        {
            return Err(Rejection::WrongFileData);
        }
        let PiccData { uid, counter } = mirrored;
        Ok(Reading { record: self.record, uid, counter, file_data })
    }

    fn mirrored(&self, keys: &TapKeys) -> Result<PiccData, Rejection> {
        match self.mirror {
            Mirror::Plain { uid, counter } => Ok(PiccData { uid: Some(uid), counter }),
            Mirror::Encrypted(data) => data.open(&keys.meta_read).ok_or(Rejection::WrongPiccData),
        }
    }

    fn file_data(&self, keys: &TapKeys, mirrored: PiccData) -> Result<Option<Block>, Rejection> {
        let Some(mut block) = self.enc else { return Ok(None) };
        let PiccData { uid: Some(uid), counter: Some(counter) } = mirrored else {
            return Err(Rejection::ImpossibleParameters);
        };
        let data = std::slice::from_mut(&mut block);
        session::decrypt_file_data(Suite::Aes, &keys.file_read, uid, counter, data);
        Ok(Some(block))
    }
}
