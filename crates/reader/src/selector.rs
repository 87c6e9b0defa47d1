//! What a user named after `--reader`: a reader, or a card kept in a file.

use std::{fmt, path::PathBuf, str::FromStr};

/// What a card kept in a file is announced by.
const VIRTUAL: &str = "virtual:";

/// Where the card is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// In a PC/SC reader: the one whose name holds this part, or the only one that fits.
    Pcsc(Option<String>),
    /// Of software, in this process, its memory in this file.
    Virtual(PathBuf),
}

/// Why a text names no reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelectorError {
    /// Nothing was named.
    #[error("a reader's name is empty; give a part of it, or leave the option out")]
    Empty,
    /// `virtual:` without a file.
    #[error("virtual: needs a file after the colon, as in virtual:card.json")]
    NoFile,
}

impl Selector {
    /// Whether the card is of software and in this process.
    pub const fn is_virtual(&self) -> bool {
        matches!(self, Self::Virtual(_))
    }
}

impl Default for Selector {
    fn default() -> Self {
        Self::Pcsc(None)
    }
}

impl FromStr for Selector {
    type Err = SelectorError;

    fn from_str(text: &str) -> Result<Self, SelectorError> {
        match text.strip_prefix(VIRTUAL) {
            Some("") => Err(SelectorError::NoFile),
            Some(file) => Ok(Self::Virtual(file.into())),
            None if text.trim().is_empty() => Err(SelectorError::Empty),
            None => Ok(Self::Pcsc(Some(text.to_owned()))),
        }
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pcsc(None) => f.write_str("the only reader"),
            Self::Pcsc(Some(part)) => f.write_str(part),
            Self::Virtual(file) => write!(f, "{VIRTUAL}{}", file.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_part_of_a_reader_name() {
        assert_eq!("ACR1252".parse(), Ok(Selector::Pcsc(Some("ACR1252".into()))));
        // A reader, since only the lower-case word announces a file.
        assert_eq!("Virtual PCD".parse(), Ok(Selector::Pcsc(Some("Virtual PCD".into()))));
    }

    #[test]
    fn virtual_is_a_file_and_prints_as_typed() {
        let selector: Selector = "virtual:cards/a b.json".parse().unwrap();
        assert_eq!(selector, Selector::Virtual("cards/a b.json".into()));
        assert_eq!(selector.to_string(), "virtual:cards/a b.json");
        assert!(selector.is_virtual());
    }

    #[test]
    fn nothing_is_refused() {
        assert_eq!("".parse::<Selector>(), Err(SelectorError::Empty));
        assert_eq!("  ".parse::<Selector>(), Err(SelectorError::Empty));
        assert_eq!("virtual:".parse::<Selector>(), Err(SelectorError::NoFile));
    }
}
