//! The next step after an error.

use super::Error;

impl Error {
    /// What to do about it, as one clause without a full stop; none where the error says it all.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Missing { .. } => {
                Some("run `tapsmith init`, or name the vault's folder with --vault")
            }
            Self::Exists { .. } => Some("name another folder with --vault"),
            Self::EmptyPassphrase => {
                Some("give a passphrase, or a file that holds one with --passphrase-file")
            }
            Self::WrongPassphrase => {
                Some("check the passphrase and the vault: --passphrase-file and --vault name them")
            }
            Self::Damaged(_) => Some("put a copy of the vault's folder in its place"),
            Self::Newer { .. } => Some("update tapsmith"),
            Self::Busy => Some("wait until the other program has finished, then run this again"),
            Self::Full => Some("make room, then run this again"),
            Self::ReadOnly | Self::Io { .. } => Some("check the owner and mode of the folder"),
            Self::BatchExists { .. } => Some("choose another name"),
            Self::NoBatch { .. } => Some("`tapsmith batch list` shows all batches"),
            Self::NotInBatch { .. } => Some("`tapsmith batch show` says which records it has"),
            Self::RecordTaken { .. } => Some(
                "leave out --record for the next free one, or take it off that card with --replace",
            ),
            Self::CardTaken { .. } => Some("take another card"),
            Self::StaleGeneration { .. } => Some("run this again"),
            Self::LastGeneration { .. } => Some("use another record"),
            Self::Database(_)
            | Self::Random
            | Self::Kdf(_)
            | Self::Seal
            | Self::Json(_)
            | Self::NoKeys { .. }
            | Self::NotClaimed { .. } => None,
        }
    }
}
