//! Readers' errors, and those of virtual cards.

use tapsmith_reader::pcsc;
use tapsmith_reader::selector::SelectorError;
use tapsmith_reader::virtual_card;
use tapsmith_reader::vpcd;
use tapsmith_reader::wire::WireError;

use super::Failure;
use crate::exit::Exit;

/// What to do about a reader that is not understood.
const OTHER_FAMILY: &str = "say of which family the reader is with --reader-profile NAME";

impl From<WireError> for Failure {
    fn from(error: WireError) -> Self {
        match error {
            WireError::Pcsc(error) => error.into(),
            WireError::Virtual(error) => error.into(),
            WireError::Nonsense(error) => Self::new(Exit::Reader, error).hint(OTHER_FAMILY),
        }
    }
}

impl From<pcsc::Error> for Failure {
    fn from(error: pcsc::Error) -> Self {
        use pcsc::Error;
        let (exit, hint) = match &error {
            Error::Service(_) => {
                (Exit::Service, Some("start pcscd, or use a virtual card: --reader virtual:FILE"))
            }
            Error::NoReader { .. } => {
                (Exit::Reader, Some("plug one in, or use a virtual card: --reader virtual:FILE"))
            }
            Error::Ambiguous { .. } => (Exit::Reader, Some("say which with --reader NAME")),
            Error::Nonsense { .. } => (Exit::Reader, Some(OTHER_FAMILY)),
            Error::NoCard { .. } => (Exit::Card, Some("put a card on the reader")),
            Error::Interrupted => return Self::interrupted(),
            Error::InUse { .. } | Error::ReaderGone { .. } | Error::Reader { .. } => {
                (Exit::Reader, None)
            }
            Error::Mute { .. } | Error::CardStays { .. } | Error::CardGone(_) => (Exit::Card, None),
        };
        let failure = Self::new(exit, error);
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

impl From<virtual_card::Error> for Failure {
    fn from(error: virtual_card::Error) -> Self {
        use virtual_card::Error;
        let exit = match &error {
            Error::Exists { .. } => Exit::Refused,
            Error::InUse { .. } => Exit::Reader,
            _ => Exit::Input,
        };
        Self::new(exit, error)
    }
}

impl From<vpcd::Error<virtual_card::Error>> for Failure {
    fn from(error: vpcd::Error<virtual_card::Error>) -> Self {
        match error {
            vpcd::Error::Card(error) => error.into(),
            unreachable => Self::new(Exit::Service, unreachable),
        }
    }
}

impl From<SelectorError> for Failure {
    fn from(error: SelectorError) -> Self {
        Self::input(error).at("--reader")
    }
}
