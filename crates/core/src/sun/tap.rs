//! What a tap's URL shows, before any key is asked.

use super::{PiccEncData, Rejection};
use crate::aes::{Block, TruncatedMac};
use crate::counter::ReadCounter;
use crate::record::RecordId;
use crate::template::Place;
use crate::uid::Uid;

/// A tap: the values found in one URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tap<'u> {
    /// The record its address names.
    pub record: Option<RecordId>,
    /// UID and read counter, as the chip mirrors them.
    pub mirror: Mirror,
    /// SDMENCFileData: 32 upper-case hex digits.
    pub(super) enc: Option<Block>,
    /// SDMMAC.
    pub(super) mac: TruncatedMac,
    /// What the MAC covers, as it stands in the URL.
    pub(super) mac_input: &'u str,
}

/// How UID and read counter stand in the URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mirror {
    /// PICCENCData.
    Encrypted(PiccEncData),
    /// In plain.
    Plain {
        /// The UID.
        uid: Uid,
        /// The read counter, if it is mirrored.
        counter: Option<ReadCounter>,
    },
}

/// The values of the places, as a reader of a URL comes upon them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mirrors<'u> {
    picc: Option<&'u str>,
    uid: Option<&'u str>,
    counter: Option<&'u str>,
    enc: Option<(&'u str, usize)>,
    mac: Option<(&'u str, usize)>,
}

impl<'u> Mirrors<'u> {
    /// Notes that `value` stands in `place`, at byte `at` of the URL.
    pub fn set(&mut self, place: Place, value: &'u str, at: usize) {
        match place {
            Place::Picc => self.picc = Some(value),
            Place::Uid => self.uid = Some(value),
            Place::Counter => self.counter = Some(value),
            Place::Enc => self.enc = Some((value, at)),
            Place::Mac => self.mac = Some((value, at)),
            Place::RecordId | Place::TagTamper => {}
        }
    }

    /// Where the MAC's input starts if nothing else says so: at the encrypted file data.
    pub fn default_mac_input(&self) -> Option<usize> {
        self.enc.map(|(_, at)| at)
    }

    /// The tap of `url`, whose MAC covers the bytes from `mac_input` on.
    ///
    /// # Errors
    /// A value that no chip writes, or values that no chip writes together.
    pub fn into_tap(
        self,
        url: &'u str,
        record: Option<RecordId>,
        mac_input: Option<usize>,
    ) -> Result<Tap<'u>, Rejection> {
        let (mac, mac_at) = self.mac.ok_or(Rejection::NotSigned)?;
        let mac_input =
            url.get(mac_input.unwrap_or(mac_at)..mac_at).ok_or(Rejection::ImpossibleParameters)?;
        Ok(Tap {
            record,
            mirror: self.mirror()?,
            enc: self.enc.map(|(enc, _)| digits(Place::Enc, enc)).transpose()?,
            mac: TruncatedMac(digits(Place::Mac, mac)?),
            mac_input,
        })
    }

    fn mirror(&self) -> Result<Mirror, Rejection> {
        match (self.picc, self.uid, self.counter) {
            (Some(picc), None, None) if picc.len() == 48 => Err(Rejection::Lrp),
            (Some(picc), None, None) => {
                Ok(Mirror::Encrypted(PiccEncData::Aes(digits(Place::Picc, picc)?)))
            }
            (None, Some(uid), counter) => Ok(Mirror::Plain {
                uid: Uid(digits(Place::Uid, uid)?),
                counter: counter
                    .map(|counter| digits(Place::Counter, counter).map(ReadCounter::from_msb))
                    .transpose()?,
            }),
            _ => Err(Rejection::ImpossibleParameters),
        }
    }
}

/// Bytes from the upper-case hex a chip writes. Lower case was not written by a chip.
fn digits<const N: usize>(place: Place, text: &str) -> Result<[u8; N], Rejection> {
    let written_by_chip = !text.bytes().any(|byte| byte.is_ascii_lowercase());
    written_by_chip
        .then(|| crate::hex::decode(text).ok())
        .flatten()
        .ok_or(Rejection::BadHex { place })
}
