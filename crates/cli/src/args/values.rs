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
