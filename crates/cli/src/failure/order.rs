//! Errors of orders: the printer's, and those of what the vault knows of them.

use tapsmith_desk::order::OrderError;
use tapsmith_desk::order::again::AgainError;
use tapsmith_desk::order::fit::Unfit;
use tapsmith_orders::{BadPlace, CallError};
use tapsmith_store::SubmissionState;

use super::Failure;
use crate::exit::Exit;

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        let exit = match &error {
            CallError::Unknown { .. } => Exit::Unknown,
            CallError::Interrupted => Exit::Interrupted,
            CallError::NotOffered { .. } => Exit::Refused,
            CallError::Request { .. } => Exit::Bug,
            _ => Exit::Remote,
        };
        let hint = match (&error, error.refused_with()) {
            (CallError::Unknown { .. }, _) => {
                Some("look at it with `tapsmith order show REF` before you say it again")
            }
            (CallError::NotReached { .. }, _) => {
                Some("check the network and --api-url, then run the same command again")
            }
            (CallError::Unavailable { .. }, _) => Some("run the same command again later"),
            (CallError::NoAnswer { .. }, _) => Some(
                "nothing was changed there: run the same command again; -v shows each exchange",
            ),
            (_, Some(401)) => {
                Some("the token is wrong or has expired: get a new one, and check --api-url")
            }
            (_, Some(402)) => Some("the account's balance is too low: `tapsmith account show`"),
            (_, Some(403)) => {
                Some("the token may not do this: check the account's rights, and --account")
            }
            (_, Some(404)) => Some("check the id, --account and --api-url"),
            (_, Some(429)) => {
                Some("the printer has too much to do: run the same command again later")
            }
            _ => None,
        };
        let of_everything = error.is_of_everything();
        let failure = Self::new(exit, error).of_everything(of_everything);
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

impl From<BadPlace> for Failure {
    fn from(error: BadPlace) -> Self {
        let (exit, hint) = match &error {
            BadPlace::LiveToken { .. } => (
                Exit::Refused,
                "nothing was sent; take a test token there, leave --api-url away or, if that host is the \
                 printer's, name it with --allow-host",
            ),
            BadPlace::TestToken { .. } => {
                (Exit::Refused, "nothing was sent; name the stand-in with --api-url")
            }
            BadPlace::Url { .. } | BadPlace::Plain { .. } => {
                (Exit::Input, "the printer's own server needs no --api-url")
            }
        };
        Self::new(exit, error).hint(hint)
    }
}

impl From<OrderError> for Failure {
    fn from(error: OrderError) -> Self {
        let hint = hint(&error);
        let exit = match &error {
            OrderError::Unsure { .. }
            | OrderError::CommitUnsure { .. }
            | OrderError::Doubled { .. } => Exit::Unknown,
            OrderError::NoDraft { .. }
            | OrderError::Unfit { .. }
            | OrderError::Stranger { .. }
            | OrderError::OtherAccount { .. }
            | OrderError::State { .. }
            | OrderError::Status { .. } => Exit::Refused,
            OrderError::Gone { .. } => Exit::Remote,
            OrderError::NotSent { .. } => Exit::Input,
            OrderError::Store(_) | OrderError::Call(_) => {
                return match error {
                    OrderError::Store(error) => error.into(),
                    OrderError::Call(error) => error.into(),
                    other => Self::new(Exit::Bug, other),
                };
            }
        };
        Self::new(exit, error).hint(hint)
    }
}

/// The next command to run.
fn hint(error: &OrderError) -> String {
    match error {
        OrderError::NoDraft { .. } => {
            "write \"isDraft\": true, and say `order commit` when it is to be made".to_owned()
        }
        OrderError::Unfit { .. } => "build it again with `tapsmith order build`".to_owned(),
        OrderError::Unsure { .. } => "run the same `order submit` again: it looks first, and sends \
             nothing that is there"
            .to_owned(),
        OrderError::CommitUnsure { reference, .. } => {
            format!("run `tapsmith order commit {reference}` again: it looks first")
        }
        OrderError::Stranger { .. } => "give the template another reference; or, if that order is \
             this file's, say --adopt"
            .to_owned(),
        OrderError::OtherAccount { known, .. } => {
            format!("take that account's token, or say --account {known}")
        }
        OrderError::Doubled { .. } => "commit none of them: ask the printer to take all but one \
             away, then run the same command again"
            .to_owned(),
        OrderError::Gone { reference, .. } => {
            format!("ask the printer; `tapsmith order show {reference} --offline` says what is known")
        }
        OrderError::NotSent { .. } => {
            "`tapsmith order list` shows what was sent, and where: --provider and --api-url name the \
             server"
                .to_owned()
        }
        OrderError::State { state: SubmissionState::Sending, .. } => {
            "run the same `order submit` again: it finds out".to_owned()
        }
        OrderError::State { reference, .. } | OrderError::Status { reference, .. } => {
            format!("`tapsmith order show {reference}` says more")
        }
        OrderError::Store(_) | OrderError::Call(_) => String::new(),
    }
}

impl From<AgainError> for Failure {
    fn from(error: AgainError) -> Self {
        match error {
            AgainError::Store(error) => error.into(),
            AgainError::NoOrder { .. } | AgainError::NotOrdered { .. } => {
                Self::input(error).hint("`tapsmith order list` shows which there are")
            }
            AgainError::NoTemplate { .. } => {
                Self::input(error).hint("build it with `order build` from its template")
            }
            AgainError::Several { .. } => Self::input(error).hint("say which with --batch NAME"),
            AgainError::Template(_) => Self::input(error),
        }
    }
}

impl From<Unfit> for Failure {
    fn from(error: Unfit) -> Self {
        match error {
            Unfit::Again(error) => error.into(),
            Unfit::Rotated { .. } | Unfit::OtherKeys => Self::new(Exit::Refused, error)
                .hint("build the order again with `tapsmith order build`"),
        }
    }
}
