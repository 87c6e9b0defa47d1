//! What may go wrong on the way to a card, and the PC/SC service's words for it.

use ::pcsc::Error as Code;

use super::{
    name::ReaderName,
    told::{Fitting, Names, Skipped},
};
use crate::family::Nonsense;

/// What went wrong on the way to a card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The service is not running, or does not let this user in.
    #[error("the PC/SC service does not answer")]
    Service(#[source] Code),
    /// No reader fits.
    #[error("no reader {}{}", Fitting(part), Skipped(skipped))]
    NoReader {
        /// What was asked for; empty if nothing was.
        part: String,
        /// Readers that would fit but have a slot no card of ours can lie in.
        skipped: Vec<ReaderName>,
    },
    /// More than one reader fits.
    #[error("more than one reader fits: {}", Names(names))]
    Ambiguous {
        /// The readers left to choose from.
        names: Vec<ReaderName>,
    },
    /// The reader was unplugged.
    #[error("the reader {reader} is gone")]
    ReaderGone {
        /// The reader.
        reader: ReaderName,
    },
    /// Another program has the card to itself.
    #[error("another program keeps the card on {reader} to itself")]
    InUse {
        /// The reader.
        reader: ReaderName,
    },
    /// No card came in time.
    #[error("no card on {reader}")]
    NoCard {
        /// The reader.
        reader: ReaderName,
    },
    /// There is a card, but it does not answer.
    #[error("the card on {reader} does not answer: move it")]
    Mute {
        /// The reader.
        reader: ReaderName,
    },
    /// The card did not leave in time.
    #[error("the card is still on {reader}")]
    CardStays {
        /// The reader.
        reader: ReaderName,
    },
    /// The card was there and left, or lost its power.
    #[error("the card left")]
    CardGone(#[source] Code),
    /// Somebody asked to stop.
    #[error("interrupted")]
    Interrupted,
    /// The reader answered as none of its family does.
    #[error("{reader} is not understood")]
    Nonsense {
        /// The reader.
        reader: ReaderName,
        /// What it said.
        #[source]
        source: Nonsense,
    },
    /// The reader or the service failed in another way.
    #[error("the reader {reader} failed")]
    Reader {
        /// The reader.
        reader: ReaderName,
        /// What the service said.
        #[source]
        code: Code,
    },
}

impl Error {
    /// What `code` means when it came from `reader`.
    pub(super) fn of(code: Code, reader: &ReaderName) -> Self {
        let reader = reader.clone();
        match code {
            // InvalidHandle: the service was restarted and knows nothing of us.
            Code::NoService
            | Code::ServiceStopped
            | Code::Shutdown
            | Code::InvalidHandle
            | Code::SecurityViolation
            | Code::NoAccess => Self::Service(code),
            Code::UnknownReader | Code::ReaderUnavailable => Self::ReaderGone { reader },
            Code::SharingViolation => Self::InUse { reader },
            Code::UnresponsiveCard | Code::UnsupportedCard => Self::Mute { reader },
            // The last two are what a card at the edge of the field, or one pulled within an
            // exchange, looks like before the service has noticed that it is gone.
            Code::NoSmartcard
            | Code::RemovedCard
            | Code::ResetCard
            | Code::UnpoweredCard
            | Code::NotTransacted
            | Code::CommError => Self::CardGone(code),
            Code::Cancelled | Code::SystemCancelled => Self::Interrupted,
            _ => Self::Reader { reader, code },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::CString;

    use super::*;

    fn name(text: &str) -> ReaderName {
        CString::new(text).unwrap().into()
    }

    #[test]
    fn what_the_service_says_is_sorted() {
        let reader = name("R 0");
        let of = |code| Error::of(code, &reader);
        assert_eq!(of(Code::RemovedCard), Error::CardGone(Code::RemovedCard));
        assert_eq!(of(Code::ServiceStopped), Error::Service(Code::ServiceStopped));
        assert_eq!(of(Code::SharingViolation), Error::InUse { reader: reader.clone() });
        assert_eq!(of(Code::UnknownReader), Error::ReaderGone { reader: reader.clone() });
        let other = Error::Reader { reader: reader.clone(), code: Code::ProtoMismatch };
        assert_eq!(of(Code::ProtoMismatch), other);
    }

    #[test]
    fn errors_name_what_they_mean() {
        let none = Error::NoReader { part: "acr".into(), skipped: vec![name("ACR SAM 0")] };
        let told = "no reader fits \"acr\" (passed over: ACR SAM 0, SAM slot)";
        assert_eq!(none.to_string(), told);
        let bare = Error::NoReader { part: String::new(), skipped: vec![] };
        assert_eq!(bare.to_string(), "no reader is there");
        let two = Error::Ambiguous { names: vec![name("A"), name("B")] };
        assert_eq!(two.to_string(), "more than one reader fits: A, B");
    }
}
