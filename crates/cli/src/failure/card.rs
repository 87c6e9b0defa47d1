//! Errors of jobs at the card.

use tapsmith_card::originality::Originality;
use tapsmith_card::status::Status;
use tapsmith_card::tag;
use tapsmith_desk::error::Error;
use tapsmith_reader::wire::WireError;

use super::Failure;
use crate::exit::Exit;

const AGAIN: &str = "run the same command again: it goes on where this one stopped";

impl From<Error<WireError>> for Failure {
    fn from(error: Error<WireError>) -> Self {
        match error {
            Error::Card(error) => error.into(),
            Error::Store(error) => error.into(),
            Error::Base(error) => error.into(),
            Error::Torn { step, source } => torn(&step, source),
            Error::NotOriginal(Originality::Virtual) => Self::new(Exit::CardState, error)
                .hint("for a virtual card behind a real reader say --accept-virtual"),
            Error::NotBlank | Error::UnknownKey(_) | Error::NotOurs { .. } => {
                Self::new(Exit::CardState, error)
                    .hint("put another card on the reader; this one belongs to somebody else")
            }
            Error::NotConfirmed { .. } => {
                Self::new(Exit::Refused, error).hint("confirm it with --yes")
            }
            Error::HasSettings => {
                Self::new(Exit::Refused, error).hint("--yes writes over what is on it")
            }
            Error::TooLong(_) => Self::new(Exit::Input, error),
            Error::WrongCard(_)
            | Error::NotOriginal(_)
            | Error::RandomUid
            | Error::NoRecordLeft { .. } => Self::new(Exit::CardState, error),
            Error::Random => Self::new(Exit::Bug, error),
        }
    }
}

/// An error while the card was being changed says so, and keeps the exit code of its cause.
fn torn(step: &str, source: tag::Error<WireError>) -> Failure {
    let refused_key = source.status() == Some(Status::AUTHENTICATION);
    let cause = Failure::from(source);
    let exit = if refused_key { Exit::Authentication } else { cause.exit };
    Failure { exit, error: cause.error, hint: None }
        .at(format_args!("the card is half-way ({step})"))
        .hint(AGAIN)
}

impl From<tag::Error<WireError>> for Failure {
    fn from(error: tag::Error<WireError>) -> Self {
        match error {
            tag::Error::Transport { command, source } => Self::from(source).at(command),
            tag::Error::Authentication(_)
            | tag::Error::Refused {
                status: Status::AUTHENTICATION | Status::AUTHENTICATION_DELAY,
                ..
            } => Self::new(Exit::Authentication, error),
            tag::Error::Refused { .. }
            | tag::Error::Malformed { .. }
            | tag::Error::Channel(_)
            | tag::Error::TooLong { .. } => Self::new(Exit::CardState, error),
        }
    }
}
