//! The vault's errors.

use tapsmith_store::hsm::HsmError;
use tapsmith_store::{BadBackup, Error};

use super::Failure;
use crate::exit::Exit;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let exit = match &error {
            Error::EmptyPassphrase
            | Error::NoRecipient
            | Error::NoBatch { .. }
            | Error::NotInBatch { .. }
            | Error::NoKey { .. }
            | Error::EmptyOrder { .. }
            | Error::NotSubmitted { .. }
            | Error::NoPlan { .. }
            | Error::PlanJudged { .. }
            | Error::NoPin
            | Error::Pin(_)
            | Error::BackupFile(_)
            | Error::Backup(BadBackup::NotABackup | BadBackup::Unreadable(_)) => Exit::Input,
            Error::Interrupted => Exit::Interrupted,
            Error::Exists { .. }
            | Error::BatchExists { .. }
            | Error::OnCards { .. }
            | Error::Hsm(HsmError::PinTriesLow { .. } | HsmError::PinFinalTry { .. })
            | Error::Retired { .. }
            | Error::KeysOfOthers { .. }
            | Error::RecordTaken { .. }
            | Error::CardTaken { .. }
            | Error::NotInState { .. }
            | Error::SubmittedAlready { .. }
            | Error::OtherContent { .. }
            | Error::OtherOrder { .. } => Exit::Refused,
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
