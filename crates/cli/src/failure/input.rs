//! Errors of what was typed.

use tapsmith_core::batch::BadRange;
use tapsmith_core::template::BaseError;
use tapsmith_desk::batch::BatchError;
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
            BatchError::Random => Self::new(Exit::Bug, error),
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
