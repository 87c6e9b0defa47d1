//! Why a text is no template.

use thiserror::Error;

use super::{FileDataError, Place};

/// Why a template cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TemplateError {
    /// A brace that opens or closes nothing.
    #[error("the template's brace at character {0} has no partner")]
    Brace(usize),
    /// A place nobody knows.
    #[error("the template's place {{{name}}} is unknown: there are {}", names())]
    Unknown {
        /// What stood between the braces.
        name: String,
    },
    /// The same place twice.
    #[error("the template has {0} twice")]
    Twice(Place),
    /// `[[` twice.
    #[error("the template marks the start of the MAC's input, [[, twice")]
    MarkTwice,
    /// A character that may not stand in a URL as it is.
    #[error("the template has {character:?} at character {position}: write it percent-encoded")]
    Character {
        /// The character.
        character: char,
        /// Its position, counted from 1.
        position: usize,
    },
    /// A place or mark that makes no sense without a MAC.
    #[error("the template has {0} but no place for the MAC: add {{mac}}")]
    NoMac(&'static str),
    /// A place of a chip that signs, for one that does not.
    #[error("the template has {0}, and the chip writes {{uid}} and {{ctr}} in plain only")]
    NoSun(Place),
    /// UID and counter apart.
    #[error(
        "the template has {{uid}} and {{ctr}} apart: the chip writes them as one: {{uid}}x{{ctr}}"
    )]
    Pair,
    /// A place of SDM, for a chip that has none.
    #[error("the template has {0}, and the chip writes {{uid}}x{{ctr}}x{{mac}} only")]
    NoSdm(Place),
    /// `[[`, for a chip whose MAC covers UID and counter.
    #[error("the template has [[: this chip's MAC covers UID and counter, and nothing else")]
    NoMark,
    /// UID, counter and MAC apart, or not all of them.
    #[error(
        "the template has not all of {{uid}}, {{ctr}} and {{mac}}, or has them apart: the chip writes them as one: {{uid}}x{{ctr}}x{{mac}}"
    )]
    Piece,
    /// `{mac}` alone: nothing says which card signed.
    #[error(
        "the template has {{mac}} but neither {{picc}} nor {{uid}}: no one could check the MAC"
    )]
    NoUid,
    /// Encrypted and plain mirror at once.
    #[error("the template has {{picc}} and {0}: the chip mirrors either encrypted or plain")]
    BothMirrors(Place),
    /// `{enc}` needs UID and counter.
    #[error(
        "the template has {{enc}} without {{picc}} or both {{uid}} and {{ctr}}: the chip refuses that"
    )]
    EncAlone,
    /// `{enc}` outside the MAC's input, or behind the MAC.
    #[error(
        "the template has {{enc}} outside the MAC's input: the chip wants [[, {{enc}}, {{mac}} in that order"
    )]
    EncOutsideMac,
    /// A length of `{enc}` that the chip cannot encrypt.
    #[error(
        "the template has {{enc:{found}}}: the length is a multiple of 32, from 32 to 224, and the address with it has to fit the chip's 256 bytes"
    )]
    EncLength {
        /// What stood behind the colon.
        found: String,
    },
    /// `{tt}` that the MAC does not cover.
    #[error(
        "the template has {{tt}} outside the MAC's input: anybody could change it: put [[ before it"
    )]
    TagTamperUnsigned,
    /// What is encrypted.
    #[error("file_data: {0}")]
    FileData(#[from] FileDataError),
    /// `[[` behind the MAC.
    #[error("the template marks the start of the MAC's input, [[, behind {{mac}}")]
    MarkBehindMac,
    /// No one could tell where the record id ends.
    #[error(
        "the template has a digit or a place right behind {{record_id}}: no one could tell where the id ends"
    )]
    RecordIdEnd,
}

fn names() -> String {
    Place::ALL.map(|place| place.to_string()).join(", ")
}
