//! Values with a fixed choice.

use clap::ValueEnum;
use tapsmith_core::batch::KeyScheme;

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

/// `--profile`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProfileArg {
    /// UID and counter encrypted, and a MAC
    SunAes,
    /// UID and counter in plain, and a MAC
    SunPlain,
    /// As sun-aes, and the record id encrypted by the chip
    SunEncFile,
    /// A fixed address, nothing signed
    StaticUrl,
}

impl ProfileArg {
    /// The profile's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::SunAes => "sun-aes",
            Self::SunPlain => "sun-plain",
            Self::SunEncFile => "sun-enc-file",
            Self::StaticUrl => "static-url",
        }
    }
}
