//! From what a user named to a card, whichever way leads there.

mod file_wire;

use std::path::Path;

use tapsmith_card::field::{Abilities, Field, Heard};
use tapsmith_card::transport::Transport;

pub use self::file_wire::FileWire;
use crate::{
    family::Nonsense,
    patience::Patience,
    pcsc::{self, PcscTransport, Presence, wait},
    selector::Selector,
    virtual_card,
    watch::How,
};

/// A card within reach: on a reader, or kept in a file.
#[derive(Debug)]
pub enum Wire<'card> {
    /// In a transaction on a PC/SC reader.
    Pcsc(PcscTransport<'card>),
    /// In this process.
    Virtual(Box<FileWire>),
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
    /// The reader around the card in the file answered as none of its family does.
    #[error(transparent)]
    Nonsense(#[from] Nonsense),
}

impl Wire<'_> {
    /// The card kept in `file`, spoken to as `how` says.
    ///
    /// # Errors
    /// See [`virtual_card::Error`].
    pub fn of_file(file: &Path, how: impl Into<How>) -> Result<Self, WireError> {
        Ok(Self::Virtual(Box::new(FileWire::open(file, how.into())?)))
    }

    /// Whether the card is of software and in this process. A card in a virtual reader is not: PC/SC
    /// does not tell it from a real one.
    pub const fn is_virtual(&self) -> bool {
        matches!(self, Self::Virtual(_))
    }

    /// What the reader is called.
    pub fn reader_name(&self) -> String {
        match self {
            Self::Pcsc(transport) => transport.reader().to_string(),
            Self::Virtual(_) => "virtual".to_owned(),
        }
    }

    /// Shows on the reader itself whether a card was good, if it has a light for that. Whatever comes of it.
    pub fn signal(&mut self, good: bool) {
        if let Self::Pcsc(transport) = self {
            transport.signal(good);
        }
    }
}

impl Transport for Wire<'_> {
    type Error = WireError;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, WireError> {
        match self {
            Self::Pcsc(transport) => Ok(transport.transmit(command)?),
            Self::Virtual(card) => card.transmit(command),
        }
    }
}

impl Field for Wire<'_> {
    fn atr(&self) -> &[u8] {
        match self {
            Self::Pcsc(transport) => transport.atr(),
            Self::Virtual(card) => card.atr(),
        }
    }

    fn abilities(&self) -> Abilities {
        match self {
            Self::Pcsc(transport) => transport.abilities(),
            Self::Virtual(card) => card.abilities(),
        }
    }

    fn frame(&mut self, frame: &[u8]) -> Result<Heard, WireError> {
        match self {
            Self::Pcsc(transport) => Ok(transport.frame(frame)?),
            Self::Virtual(card) => card.frame(frame),
        }
    }

    fn reactivate(&mut self) -> Result<(), WireError> {
        match self {
            Self::Pcsc(transport) => Ok(transport.reactivate()?),
            Self::Virtual(card) => card.reactivate(),
        }
    }
}

/// Runs `job` with the card that `selector` leads to: chooses the reader, waits for a card on it, and
/// holds the card in one transaction; or powers the card in the file. The reader is spoken to as `how`
/// or its name says.
///
/// `see` is told what lies on the reader while it waits. When the wire is dropped the card loses its
/// session and what it had selected.
///
/// # Errors
/// There is no such reader or file, or no card came; what `job` returns is handed on untouched.
pub fn with_card<R>(
    selector: &Selector,
    how: impl Into<How>,
    patience: Patience<'_>,
    see: impl FnMut(&Presence),
    job: impl FnOnce(Wire<'_>) -> R,
) -> Result<R, WireError> {
    match selector {
        Selector::Virtual(file) => Ok(job(Wire::of_file(file, how)?)),
        Selector::Pcsc(part) => {
            let reader = pcsc::choose(part.as_deref())?;
            wait::for_card(&reader, patience, see)?;
            Ok(pcsc::with_card(&reader, how, |transport| job(Wire::Pcsc(transport)))?)
        }
    }
}
