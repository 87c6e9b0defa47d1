//! Errors of plans and sittings.

use tapsmith_desk::qa::make::WishError;
use tapsmith_desk::qa::sitting::SittingError;

use crate::exit::Exit;
use crate::failure::Failure;

impl From<WishError> for Failure {
    fn from(error: WishError) -> Self {
        let (exit, hint) = match error {
            WishError::Store(error) => return error.into(),
            WishError::Lot(_) => (
                Exit::Input,
                "say how many cards were delivered, two at the least: --lot N, or --records A-B",
            ),
            WishError::LotTooLarge { .. } => {
                (Exit::Input, "`tapsmith batch show` says how many records the batch has")
            }
            WishError::Records { .. } => {
                (Exit::Input, "name records of the batch, like --records 1-500")
            }
            WishError::Mismatch { .. } => (Exit::Input, "leave out --lot, or --records"),
            WishError::Stopped { .. } => (
                Exit::Refused,
                "once the supplier has done something about it, begin again with --severity tightened",
            ),
            WishError::Json(_) => (Exit::Vault, VERSION),
        };
        Self::new(exit, error).hint(hint)
    }
}

const VERSION: &str = "was the vault written by another version of tapsmith?";

impl From<SittingError> for Failure {
    fn from(error: SittingError) -> Self {
        match error {
            SittingError::Store(error) => error.into(),
            SittingError::Json(_) => Self::new(Exit::Vault, error).hint(VERSION),
            error => Self::input(error),
        }
    }
}
