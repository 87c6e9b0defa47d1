//! Everything that may be wrong with an order. No text shows what stands in a key's place.

use crate::profile::Chip;
use thiserror::Error;

use super::super::NfcType;
use crate::record::RecordId;

/// What is wrong at a place of an order.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// Not there, or blank.
    #[error("it is missing")]
    Missing,
    /// `isDraft` is not true.
    #[error("it is not true: order submit will refuse the order")]
    NotADraft,
    /// `products` and `groups` at once.
    #[error("products and groups both have lines: the printer documents no order with both")]
    BothLists,
    /// Neither `products` nor `groups`.
    #[error("neither products nor groups has a line")]
    NoLines,
    /// A character that the printer answers with HTTP 400.
    #[error(
        "{character:?} at character {position}: the printer refuses all but letters, digits, spaces and - . _ ' ,"
    )]
    Character {
        /// The character.
        character: char,
        /// Its position, counted from 1.
        position: usize,
    },
    /// No country.
    #[error("expected a country's two upper-case letters, like FR")]
    CountryCode,
    /// An e-mail address without `@`.
    #[error("an e-mail address has an @")]
    Email,
    /// The service point is in another country than the address.
    #[error("the service point is in another country than the address")]
    OtherCountry,
    /// A quantity of 0.
    #[error("the quantity is 0")]
    ZeroQuantity,
    /// One record for several cards.
    #[error("the quantity is {quantity}: a dynamic line has one record, so it is for one card")]
    DynamicQuantity {
        /// What stands there.
        quantity: u32,
    },
    /// Something for a chip that is not there.
    #[error("the model {model} has no chip: nothing can be written to it")]
    NoChip {
        /// The model.
        model: &'static str,
    },
    /// Keys for a chip that takes none of them.
    #[error("the chip of {model} cannot sign a tap: a dynamic line needs an NTAG 424 DNA")]
    OtherChip {
        /// The model.
        model: &'static str,
    },
    /// Not the id of an uploaded file.
    #[error("this is not a UUID: expected 8-4-4-4-12 hex digits")]
    VisualId,
    /// The type says one thing, the fields beside it another.
    #[error("the type is {kind}, but there is {field} beside it")]
    Contradiction {
        /// The type.
        kind: NfcType,
        /// The field.
        field: &'static str,
    },
    /// A type that we have never seen.
    #[error("the type {kind:?} is unknown here; known are empty, uri, text and dynamic")]
    UnknownType {
        /// The type.
        kind: String,
    },
    /// Not a URL with a host.
    #[error("this is not an address like https://example.com/path")]
    NotUrl,
    /// The same record in an earlier line.
    #[error("record {record} stands in {first} too")]
    SameRecord {
        /// The record.
        record: RecordId,
        /// The first line that has it.
        first: String,
    },
    /// The key every chip leaves the factory with.
    #[error("this is the factory key, all zeros: everybody knows it")]
    FactoryKey,
    /// The same key in an earlier line.
    #[error("the same key stands in {first} too: each record needs its own")]
    SameKey {
        /// The first line that has it.
        first: String,
    },
    /// One `publicKey` in all lines: a batch may share it, if its profile says so.
    #[error("every line has the same publicKey: right only if the batch's profile shares that key")]
    SharedKey,
    /// A model whose chip has no tamper loop, for a profile that watches one.
    #[error(
        "{model} has an NTAG 424 DNA without a tamper loop, and the batch's profile is for ntag424tt"
    )]
    NoLoop {
        /// The model.
        model: &'static str,
    },
    /// A model with another chip than the batch's.
    #[error("{model} has another chip than the batch's profile is for: {chip}")]
    NotTheChip {
        /// The model.
        model: &'static str,
        /// The chip.
        chip: Chip,
    },
    /// A mirror, which an order cannot ask for.
    #[error(
        "the profile mirrors UID or counter, and an order has no field for that: order plain addresses, and encode the mirror yourself"
    )]
    Mirror,
    /// A password or locks, which an order cannot ask for.
    #[error(
        "the profile sets a password or locks, and an order has no field for that: the cards come without"
    )]
    Unprotected,
    /// One key for both purposes.
    #[error("publicKey and privateKey are the same key")]
    EqualKeys,
}

impl Problem {
    /// The word for programs.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotADraft => "not_a_draft",
            Self::BothLists => "both_lists",
            Self::NoLines => "no_lines",
            Self::Character { .. } => "character",
            Self::CountryCode => "country_code",
            Self::Email => "email",
            Self::OtherCountry => "other_country",
            Self::ZeroQuantity => "zero_quantity",
            Self::DynamicQuantity { .. } => "dynamic_quantity",
            Self::NoChip { .. } => "no_chip",
            Self::OtherChip { .. } => "other_chip",
            Self::VisualId => "visual_id",
            Self::Contradiction { .. } => "contradiction",
            Self::UnknownType { .. } => "unknown_type",
            Self::NotUrl => "not_a_url",
            Self::SameRecord { .. } => "same_record",
            Self::FactoryKey => "factory_key",
            Self::SameKey { .. } => "same_key",
            Self::SharedKey => "shared_key",
            Self::NoLoop { .. } => "no_loop",
            Self::NotTheChip { .. } => "not_the_chip",
            Self::Mirror => "mirror",
            Self::Unprotected => "unprotected",
            Self::EqualKeys => "equal_keys",
        }
    }
}
