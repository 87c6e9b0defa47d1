//! Values with a fixed choice.

use std::str::FromStr;

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use tapsmith_core::batch::KeyScheme;
use tapsmith_reader::family::Family;

/// `--keys`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KeysArg {
    /// Compute each key from the batch's master key
    Derived,
    /// Draw each key at random and keep it in the vault
    Random,
}

impl From<KeysArg> for KeyScheme {
    fn from(keys: KeysArg) -> Self {
        match keys {
            KeysArg::Derived => Self::Derived,
            KeysArg::Random => Self::Random,
        }
    }
}

/// `--reader-profile`: the families of readers, which the help and the completion list.
pub(crate) fn family() -> impl TypedValueParser<Value = Family> {
    PossibleValuesParser::new(Family::ALL.map(Family::name)).try_map(|name| name.parse::<Family>())
}

/// A link of the history, or its beginning: 16 to 64 hex digits.
#[derive(Debug, Clone)]
pub(crate) struct LinkArg(String);

impl LinkArg {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LinkArg {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let fits = (16..=64).contains(&text.len()) && text.chars().all(|c| c.is_ascii_hexdigit());
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err("a link has 64 hex digits, or the first 16 or more")
        }
    }
}
