//! What a tap proves, given the keys of its card.

use super::session::{self, Signing};
use super::{Mirror, PiccData, Rejection, Tap};
use crate::aes::{Block, CmacKey};
use crate::counter::ReadCounter;
use crate::key::AesKey;
use crate::record::RecordId;
use crate::secret::Reveal as _;
use crate::tamper::TagTamper;
use crate::template::Place;
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The record its address names.
    pub record: Option<RecordId>,
    /// The chip's UID.
    pub uid: Option<Uid>,
    /// How often the chip was tapped.
    pub counter: Option<ReadCounter>,
    /// The state of its loop, where it shows one. The tap of a cut loop is genuine all the same.
    pub tag_tamper: Option<TagTamper>,
    /// What SDMENCFileData holds, decrypted.
    pub file_data: Option<Vec<u8>>,
}

impl Tap<'_> {
    /// Checks the tap against the keys of its card: the MAC first of all that the chip signed, then
    /// the file data against the record.
    ///
    /// # Errors
    /// The tap was not made with these keys, or says something the chip did not sign.
    pub fn verify(&self, keys: &TapKeys) -> Result<Reading, Rejection> {
        self.verify_opened(self.open(&keys.meta_read)?, &keys.file_read)
    }

    /// UID and read counter: as they stand in plain, or opened with the meta-read key. Proves nothing.
    ///
    /// # Errors
    /// [`Rejection::WrongPiccData`].
    pub fn open(&self, meta_read: &AesKey) -> Result<PiccData, Rejection> {
        match self.mirror() {
            Mirror::Plain { uid, counter } => Ok(PiccData { uid: Some(uid), counter }),
            Mirror::Encrypted(data) => data.open(meta_read).ok_or(Rejection::WrongPiccData),
        }
    }

    /// [`Tap::verify`] with PICCData that [`Tap::open`] gave: for one tap and the keys of many cards that
    /// share their meta-read key.
    ///
    /// # Errors
    /// As [`Tap::verify`].
    pub fn verify_opened(
        &self,
        mirrored: PiccData,
        file_read: &AesKey,
    ) -> Result<Reading, Rejection> {
        let cmac = &CmacKey::new(file_read);
        self.verify_signed(mirrored, Signing { key: file_read.reveal(), cmac })
    }

    /// The MAC first, then what it vouches for.
    pub(super) fn verify_signed(
        &self,
        mirrored: PiccData,
        signing: Signing<'_>,
    ) -> Result<Reading, Rejection> {
        let mac = signing.mac(self.mirroring, self.suite, mirrored, self.mac_input.as_bytes());
        if mac == self.mac {
            self.read_signed(mirrored, signing.key)
        } else {
            Err(Rejection::WrongMac)
        }
    }

    /// What the tap says, its MAC being right.
    fn read_signed(&self, mirrored: PiccData, file_read: &Block) -> Result<Reading, Rejection> {
        let mut reading = self.without_file_data(mirrored);
        if let Some(digits) = self.enc {
            let data = self.file_data(digits, file_read, mirrored)?;
            if let Some(expected) = self.file_data {
                reading.tag_tamper = reading.tag_tamper.or(expected.read(&data, self.record)?);
            }
            reading.file_data = Some(data);
        }
        Ok(reading)
    }

    /// The same of an address without encrypted file data.
    #[inline]
    pub(super) fn without_file_data(&self, PiccData { uid, counter }: PiccData) -> Reading {
        let Self { record, tag_tamper, .. } = *self;
        Reading { record, uid, counter, tag_tamper, file_data: None }
    }

    fn file_data(
        &self,
        digits: &str,
        file_read: &Block,
        mirrored: PiccData,
    ) -> Result<Vec<u8>, Rejection> {
        let PiccData { uid: Some(uid), counter: Some(counter) } = mirrored else {
            return Err(Rejection::ImpossibleParameters);
        };
        let mut blocks: Vec<Block> = vec![[0; 16]; digits.len() / 32];
        crate::hex::decode_into(digits, blocks.as_flattened_mut())
            .map_err(|_| Rejection::BadHex { place: Place::Enc })?;
        let file_read = AesKey::init_with(|key| *key = *file_read);
        session::decrypt_file_data(self.suite, &file_read, uid, counter, &mut blocks);
        Ok(blocks.into_flattened())
    }
}
