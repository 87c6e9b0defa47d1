//! Every way in which a tap is not good.

use thiserror::Error;

use crate::suite::Suite;
use crate::template::Place;

/// Why a tap is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rejection {
    /// Not an address at all.
    #[error("this is not a URL")]
    NotUrl,
    /// Scheme, host or path of somebody else.
    #[error("another address: expected it to start with {expected:?}")]
    WrongAddress {
        /// How the batch's addresses start.
        expected: String,
    },
    /// The right address, but not the parameters the chip was told to write.
    #[error("other parameters: expected {expected:?} at character {position}")]
    WrongLayout {
        /// What the template has there.
        expected: String,
        /// Where, counted from 1.
        position: usize,
    },
    /// More text behind the last parameter.
    #[error("text behind the last parameter, from character {position} on")]
    TrailingText {
        /// Where, counted from 1.
        position: usize,
    },
    /// No number where the record id belongs.
    #[error("no record id at character {position}")]
    NoRecordId {
        /// Where, counted from 1.
        position: usize,
    },
    /// A parameter is missing.
    #[error("the parameter {0} is missing")]
    MissingParameter(&'static str),
    /// A parameter stands twice.
    #[error("the parameter {0} stands twice")]
    DoubledParameter(&'static str),
    /// Encrypted and plain mirrors at once, or the MAC before what it covers.
    #[error("no chip writes these parameters together, or in this order")]
    ImpossibleParameters,
    /// Not the upper-case hex of the right length that a chip writes.
    #[error("{{{}}} is not the upper-case hex a chip writes there", place.name())]
    BadHex {
        /// Which value.
        place: Place,
    },
    /// PICCENCData of 48 digits: the chip speaks LRP.
    #[error("PICCENCData of 48 digits: the card is in LRP mode, and these keys are for AES")]
    Lrp,
    /// PICCENCData of 32 digits: the chip speaks AES.
    #[error("PICCENCData of 32 digits: the card is in AES mode, and these cards are in LRP mode")]
    Aes,
    /// Letters that no chip writes as its tag-tamper status.
    #[error("the tag-tamper status is not two of the letters C, O and I")]
    BadTagTamper,
    /// The record is not in the batch.
    #[error("the batch has no such record")]
    UnknownRecord,
    /// The address names no record, and no record of the batch made the tap.
    #[error("the address names no record, and no record of the batch made this tap")]
    NoRecord,
    /// The layout says that nobody here knows the key.
    #[error("nobody here knows the key that these cards sign with")]
    UnknownKey,
    /// PICCENCData opens to nonsense: another card's or another batch's key, or forged.
    #[error("PICCENCData does not open with this key")]
    WrongPiccData,
    /// The MAC is wrong: another key, or forged.
    #[error("the MAC is wrong")]
    WrongMac,
    /// The MAC is right, but the encrypted file data is not this record's.
    #[error("the encrypted file data is not this record's")]
    WrongFileData,
    /// The profile's addresses carry nothing that could be verified.
    #[error("the batch's cards do not sign their taps")]
    NotSigned,
    /// Seen before: the read counter is not above the highest one known of this card.
    #[error("replayed: the read counter is not above the highest one known of this card")]
    Replayed,
}

impl Rejection {
    /// That the chip speaks `suite`, and the other was expected.
    pub(crate) const fn of_suite(suite: Suite) -> Self {
        match suite {
            Suite::Aes => Self::Aes,
            Suite::Lrp => Self::Lrp,
        }
    }

    /// The word for programs.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::NotUrl => "not_a_url",
            Self::WrongAddress { .. } => "wrong_address",
            Self::WrongLayout { .. } => "wrong_layout",
            Self::TrailingText { .. } => "trailing_text",
            Self::NoRecordId { .. } => "no_record_id",
            Self::MissingParameter(_) => "missing_parameter",
            Self::DoubledParameter(_) => "doubled_parameter",
            Self::ImpossibleParameters => "impossible_parameters",
            Self::BadHex { .. } => "bad_hex",
            Self::Lrp => "lrp",
            Self::Aes => "aes",
            Self::BadTagTamper => "bad_tag_tamper",
            Self::UnknownRecord => "unknown_record",
            Self::NoRecord => "no_record",
            Self::UnknownKey => "unknown_key",
            Self::WrongPiccData => "wrong_picc_data",
            Self::WrongMac => "wrong_mac",
            Self::WrongFileData => "wrong_file_data",
            Self::NotSigned => "not_signed",
            Self::Replayed => "replayed",
        }
    }
}
