//! What a tap's URL shows, before any key is asked.

use bytemuck::must_cast;

use super::{PiccEncData, Rejection};
use crate::aes::{Block, TruncatedMac};
use crate::bytes::{join, number};
use crate::counter::ReadCounter;
use crate::hex;
use crate::record::RecordId;
use crate::suite::Suite;
use crate::tamper::TagTamper;
use crate::template::{FileData, Mirroring, Place};
use crate::uid::Uid;

/// A tap: the values found in one URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tap<'u> {
    /// The record its address names.
    pub record: Option<RecordId>,
    /// How the chip signs.
    pub(crate) mirroring: Mirroring,
    /// What it speaks.
    pub suite: Suite,
    /// UID and read counter, as the chip mirrors them.
    pub(super) shown: Shown,
    /// The tag-tamper status that stands in the open.
    pub(super) tag_tamper: Option<TagTamper>,
    /// SDMENCFileData: the upper-case hex digits of whole blocks.
    pub(super) enc: Option<&'u str>,
    /// What it should hold, if that is known.
    pub(crate) file_data: Option<&'u FileData>,
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

/// A [`Mirror`] in whole words. An enum would put PICCENCData behind its tag, from where it is moved in pieces that the
/// processor has to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    kind: Kind,
    /// PICCRand, or the counter.
    start: u64,
    /// What is encrypted, or the UID.
    data: [u64; 2],
}

/// What the words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Aes,
    Lrp,
    Uid,
    UidAndCounter,
}

impl From<Mirror> for Shown {
    #[inline]
    fn from(mirror: Mirror) -> Self {
        let of = |kind, start, data| Self { kind, start, data: must_cast(data) };
        let of_uid = |kind, start, uid: Uid| of(kind, start, number(&uid.0).to_le_bytes());
        match mirror {
            Mirror::Encrypted(PiccEncData::Aes(data)) => of(Kind::Aes, 0, data),
            Mirror::Encrypted(PiccEncData::Lrp { start, data }) => {
                of(Kind::Lrp, u64::from_ne_bytes(start), data)
            }
            Mirror::Plain { uid, counter: None } => of_uid(Kind::Uid, 0, uid),
            Mirror::Plain { uid, counter: Some(counter) } => {
                of_uid(Kind::UidAndCounter, u32::from(counter).into(), uid)
            }
        }
    }
}

impl From<Shown> for Mirror {
    #[inline]
    fn from(Shown { kind, start, data }: Shown) -> Self {
        let data: Block = must_cast(data);
        let [low, middle, high, ..] = start.to_le_bytes();
        let uid = Uid(join(&[&data]));
        match kind {
            Kind::Aes => Self::Encrypted(PiccEncData::Aes(data)),
            Kind::Lrp => Self::Encrypted(PiccEncData::Lrp { start: start.to_ne_bytes(), data }),
            Kind::Uid => Self::Plain { uid, counter: None },
            Kind::UidAndCounter => {
                Self::Plain { uid, counter: Some(ReadCounter::from_lsb([low, middle, high])) }
            }
        }
    }
}

impl Shown {
    fn suite(self) -> Option<Suite> {
        match self.kind {
            Kind::Aes => Some(Suite::Aes),
            Kind::Lrp => Some(Suite::Lrp),
            Kind::Uid | Kind::UidAndCounter => None,
        }
    }
}

impl Tap<'_> {
    /// UID and read counter, as the chip mirrors them.
    #[inline]
    pub fn mirror(&self) -> Mirror {
        self.shown.into()
    }
}

/// The values of the places, as a reader of a URL comes upon them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mirrors<'u> {
    picc: Option<&'u str>,
    uid: Option<&'u str>,
    counter: Option<&'u str>,
    enc: Option<(&'u str, usize)>,
    tag_tamper: Option<&'u str>,
    mac: Option<(&'u str, usize)>,
}

impl<'u> Mirrors<'u> {
    /// Notes that `value` stands in `place`, at byte `at` of the URL.
    #[inline]
    pub fn set(&mut self, place: Place, value: &'u str, at: usize) {
        match place {
            Place::Picc => self.picc = Some(value),
            Place::Uid => self.uid = Some(value),
            Place::Counter => self.counter = Some(value),
            Place::Enc => self.enc = Some((value, at)),
            Place::Mac => self.mac = Some((value, at)),
            Place::TagTamper => self.tag_tamper = Some(value),
            Place::RecordId => {}
        }
    }

    /// Where the MAC's input starts if nothing else says so: at the encrypted file data.
    pub fn default_mac_input(&self) -> Option<usize> {
        self.enc.map(|(_, at)| at)
    }

    /// The tap of `url`, whose MAC covers the bytes from `mac_input` on. `plain` is what a chip with plain
    /// mirrors speaks; that of PICCENCData follows from its width.
    ///
    /// # Errors
    /// A value that no chip writes, or values that no chip writes together.
    #[inline]
    pub fn into_tap(
        self,
        url: &'u str,
        plain: Suite,
        mac_input: Option<usize>,
    ) -> Result<Tap<'u>, Rejection> {
        let (mac, mac_at) = self.mac.ok_or(Rejection::NotSigned)?;
        let mac_input =
            url.get(mac_input.unwrap_or(mac_at)..mac_at).ok_or(Rejection::ImpossibleParameters)?;
        let mac = TruncatedMac(digits(Place::Mac, mac)?);
        let tag_tamper = self.tag_tamper.map(tag_tamper).transpose()?;
        let enc = self.enc.map(|(enc, _)| blocks(enc)).transpose()?;
        let shown = self.shown()?;
        Ok(Tap {
            record: None,
            mirroring: Mirroring::Sdm,
            suite: shown.suite().unwrap_or(plain),
            shown,
            tag_tamper,
            enc,
            file_data: None,
            mac,
            mac_input,
        })
    }

    #[inline]
    fn shown(&self) -> Result<Shown, Rejection> {
        let mirror = match (self.picc, self.uid, self.counter) {
            (Some(picc), None, None) if picc.len() == 48 => {
                Mirror::Encrypted(digits::<24>(Place::Picc, picc)?.into())
            }
            (Some(picc), None, None) => {
                return Ok(Mirror::Encrypted(PiccEncData::Aes(digits(Place::Picc, picc)?)).into());
            }
            (None, Some(uid), counter) => {
                let uid = Uid(digits(Place::Uid, uid)?);
                let counter = counter.map(|counter| digits(Place::Counter, counter)).transpose()?;
                Mirror::Plain { uid, counter: counter.map(ReadCounter::from_msb) }
            }
            _ => return Err(Rejection::ImpossibleParameters),
        };
        Ok(mirror.into())
    }
}

impl Mirror {
    /// What the chip speaks, if the mirror says it.
    pub fn suite(&self) -> Option<Suite> {
        match self {
            Self::Encrypted(data) => Some(data.suite()),
            Self::Plain { .. } => None,
        }
    }
}

fn tag_tamper(letters: &str) -> Result<TagTamper, Rejection> {
    let letters = letters.as_bytes().try_into().ok();
    letters.and_then(TagTamper::from_bytes).ok_or(Rejection::BadTagTamper)
}

/// The digits of at least one whole block.
fn blocks(text: &str) -> Result<&str, Rejection> {
    let written_by_chip = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
    let whole = !text.is_empty() && text.len().is_multiple_of(32);
    if written_by_chip && whole { Ok(text) } else { Err(Rejection::BadHex { place: Place::Enc }) }
}

/// Bytes from the upper-case hex a chip writes. Lower case was not written by a chip.
#[inline]
fn digits<const N: usize>(place: Place, text: &str) -> Result<[u8; N], Rejection> {
    hex::decode_upper(text).ok_or(Rejection::BadHex { place })
}
