//! From what a user named to a card, whichever way leads there.

use tapsmith_card::transport::Transport;

use crate::{
    patience::Patience,
    pcsc::{self, PcscTransport, Presence, wait},
    selector::Selector,
    virtual_card::{self, FileCard, VirtualCard as _},
};

/// A card within reach: on a reader, or kept in a file.
#[derive(Debug)]
pub enum Wire<'card> {
    /// In a transaction on a PC/SC reader.
    Pcsc(PcscTransport<'card>),
    /// In this process.
    Virtual(Box<FileCard>),
}

/// Why there is no card, or no answer from it.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// On the way over PC/SC.
    #[error(transparent)]
    Pcsc(#[from] pcsc::Error),
    /// With the card kept in a file.
    #[error(transparent)]
    Virtual(#[from] virtual_card::Error),
}

impl Wire<'_> {
    /// Whether the card is of software and in this process. A card in a virtual reader is not: PC/SC
    /// does not tell it from a real one.
    pub const fn is_virtual(&self) -> bool {
        matches!(self, Self::Virtual(_))
    }
}

impl Transport for Wire<'_> {
    type Error = WireError;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, WireError> {
        match self {
            Self::Pcsc(transport) => Ok(transport.transmit(command)?),
            Self::Virtual(card) => Ok(card.exchange(command)?),
        }
    }
}

/// Runs `job` with the card that `selector` leads to: chooses the reader, waits for a card on it, and
/// holds the card in one transaction; or powers the card in the file.
///
/// `see` is told what lies on the reader while it waits. When the wire is dropped the card loses its
/// session and what it had selected.
///
/// # Errors
/// There is no such reader or file, or no card came; what `job` returns is handed on untouched.
pub fn with_card<R>(
    selector: &Selector,
    patience: Patience<'_>,
    see: impl FnMut(&Presence),
    job: impl FnOnce(Wire<'_>) -> R,
) -> Result<R, WireError> {
    match selector {
        Selector::Virtual(file) => Ok(job(Wire::Virtual(Box::new(FileCard::open(file)?)))),
        Selector::Pcsc(part) => {
            let reader = pcsc::choose(part.as_deref())?;
            wait::for_card(&reader, patience, see)?;
            Ok(pcsc::with_card(&reader, |transport| job(Wire::Pcsc(transport)))?)
        }
    }
}
