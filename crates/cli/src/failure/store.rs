//! The vault's errors.

use tapsmith_store::Error;

use super::Failure;
use crate::exit::Exit;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let exit = match &error {
            Error::EmptyPassphrase | Error::NoBatch { .. } | Error::NotInBatch { .. } => {
                Exit::Input
            }
            Error::Exists { .. }
            | Error::BatchExists { .. }
            | Error::RecordTaken { .. }
            | Error::CardTaken { .. } => Exit::Refused,
            _ => Exit::Vault,
        };
        let hint = error.hint();
        let failure = Self::new(exit, error);
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}
