//! Errors of what was typed.

use tapsmith_core::batch::BadRange;
use tapsmith_core::template::BaseError;
use tapsmith_desk::batch::BatchError;
use tapsmith_desk::bureau::{BureauError, EncryptError};
use tapsmith_desk::import::IntoVaultError;
use tapsmith_desk::tap::SignError;

use super::Failure;
use crate::exit::Exit;

impl From<BadRange> for Failure {
    fn from(error: BadRange) -> Self {
        Self::input(error).at("--count")
    }
}

impl From<BaseError> for Failure {
    fn from(error: BaseError) -> Self {
        Self::input(error).at("--base-url")
    }
}

impl From<BatchError> for Failure {
    fn from(error: BatchError) -> Self {
        match error {
            BatchError::Base(error) => error.into(),
            BatchError::Store(error) => error.into(),
            BatchError::TooLong(error) => Self::input(error)
                .at("--base-url")
                .hint("a shorter base URL, or smaller record ids"),
            BatchError::ContentTooLong(error) => Self::input(error)
                .at("--base-url")
                .hint("a shorter address or text, or a chip with more room"),
            BatchError::Random => Self::new(Exit::Bug, error),
        }
    }
}

impl From<IntoVaultError> for Failure {
    fn from(error: IntoVaultError) -> Self {
        match error {
            IntoVaultError::Batch(error) => error.into(),
            IntoVaultError::List(error) => match error.hint() {
                Some(hint) => Self::input(error).hint(hint),
                None => Self::input(error),
            },
            IntoVaultError::NoBase { .. } => {
                Self::input(error).hint("say it with --base-url, or the profile with --profile")
            }
            IntoVaultError::Shared { .. } => {
                Self::input(error).hint("the vault that made such a batch verifies its cards")
            }
            IntoVaultError::OtherAddress { .. } => {
                Self::input(error).hint("say --base-url, and the addresses are left out")
            }
        }
    }
}

impl<E: Into<Self>> From<BureauError<E>> for Failure
where
    E: std::error::Error + Send + Sync + 'static,
{
    fn from(error: BureauError<E>) -> Self {
        match error {
            BureauError::Row(error) => error.into(),
            BureauError::Write(error) | BureauError::Seal(EncryptError::Io(error)) => error.into(),
            other @ (BureauError::NoRecipient | BureauError::Seal(_)) => Self::input(other),
            other @ BureauError::Count { .. } => Self::new(Exit::Vault, other),
        }
    }
}

impl From<SignError> for Failure {
    fn from(error: SignError) -> Self {
        match error {
            SignError::Layout(error) => (*error).into(),
            SignError::Store(error) => error.into(),
            SignError::NotSigned { .. } | SignError::UnknownKey => Self::input(error),
        }
    }
}
