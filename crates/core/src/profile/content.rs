//! What stands on a card: an address, a text, or nothing.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::record::RecordId;

/// What stands on a card, in the words of an order's `nfc.type`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ContentKind {
    /// An address.
    #[default]
    Uri,
    /// A text.
    Text,
    /// Nothing.
    Empty,
}

const RECORD_ID: &str = "{record_id}";

/// A text with at most one place for the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Text(String);

/// Why it is no text for a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nothing to write.
    #[error("the text is empty: write content = \"empty\" for a card that holds nothing")]
    Empty,
    /// A character that would write on somebody's terminal.
    #[error("the text has a control character")]
    Control,
    /// The record twice.
    #[error("the text has {{record_id}} twice")]
    Twice,
    /// A digit behind the record.
    #[error("the text has a digit right behind {{record_id}}: no one could tell where the id ends")]
    RecordIdEnd,
}

impl Text {
    /// The text of `record`'s card.
    pub fn fill(&self, record: RecordId) -> String {
        self.0.replace(RECORD_ID, &record.to_string())
    }

    /// Whether it names the record.
    pub fn names_record(&self) -> bool {
        self.0.contains(RECORD_ID)
    }

    /// The record that `read` names, if it is this text.
    pub fn record_of(&self, read: &str) -> Option<RecordId> {
        let (before, behind) = self.0.split_once(RECORD_ID)?;
        let digits = read.strip_prefix(before)?.strip_suffix(behind)?;
        let plain = digits.chars().all(|c| c.is_ascii_digit()) && !digits.starts_with('0');
        digits.parse().ok().filter(|_| plain)
    }
}

impl TryFrom<String> for Text {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        let behind = text.split_once(RECORD_ID).map(|(_, behind)| behind);
        match behind {
            _ if text.is_empty() => Err(TextError::Empty),
            _ if text.contains(char::is_control) => Err(TextError::Control),
            Some(behind) if behind.contains(RECORD_ID) => Err(TextError::Twice),
            Some(behind) if behind.starts_with(|c: char| c.is_ascii_digit()) => {
                Err(TextError::RecordIdEnd)
            }
            _ => Ok(Self(text)),
        }
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Result<Text, TextError> {
        text.to_owned().try_into()
    }

    #[test]
    fn a_text_names_its_record_both_ways() {
        let card = text("Card {record_id} of 9").unwrap();
        let record = RecordId::try_from(12).unwrap();
        assert_eq!(card.fill(record), "Card 12 of 9");
        assert_eq!(card.record_of("Card 12 of 9"), Some(record));
        for other in ["Card  of 9", "Card 012 of 9", "Card +1 of 9", "Card 12 of 8", "card 12 of 9"]
        {
            assert_eq!(card.record_of(other), None, "{other}");
        }
        assert_eq!(text("Hello").unwrap().record_of("Hello"), None);
    }

    #[test]
    fn what_could_not_be_read_back_is_refused() {
        assert_eq!(text(""), Err(TextError::Empty));
        assert_eq!(text("a\u{1b}[31m"), Err(TextError::Control));
        assert_eq!(text("{record_id}{record_id}"), Err(TextError::Twice));
        assert_eq!(text("{record_id}0"), Err(TextError::RecordIdEnd));
    }
}
