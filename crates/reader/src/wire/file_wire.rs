//! The card kept in a file, and the reader around it.

use std::path::Path;

use tapsmith_card::field::{Abilities, Field, Heard};
use tapsmith_card::transport::Transport;

use super::WireError;
use crate::family::{self, Carrier, Family};
use crate::virtual_card::{FileCard, VirtualCard as _};
use crate::watch::{How, Watched};

/// The card kept in a file, and the reader around it.
#[derive(Debug)]
pub struct FileWire {
    card: Watched<FileCard>,
    carrier: Carrier,
}

impl FileWire {
    /// Takes the card in `file`. Where `how` names no family the reader around it is one that can do everything.
    ///
    /// # Errors
    /// See [`crate::virtual_card::Error`].
    pub fn open(file: &Path, how: How) -> Result<Self, WireError> {
        let family = how.family.unwrap_or(Family::Acs);
        let card = FileCard::open(file)?.as_seen_by(family.personality());
        let mut carrier = Carrier::new(family, card.atr());
        let mut card = Watched::new(card, how.watch);
        if carrier.meet(&mut card) {
            card.activate(FileCard::power_off)?;
        }
        Ok(Self { card, carrier })
    }
}

impl Transport for FileWire {
    type Error = WireError;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, WireError> {
        Ok(self.carrier.transmit(&mut self.card, command)?)
    }
}

impl Field for FileWire {
    fn atr(&self) -> &[u8] {
        self.card.inner.atr()
    }

    fn abilities(&self) -> Abilities {
        self.carrier.abilities()
    }

    fn frame(&mut self, frame: &[u8]) -> Result<Heard, WireError> {
        self.carrier.frame(&mut self.card, frame).map_err(|error| match error {
            family::Error::Transport(error) => error.into(),
            family::Error::Nonsense(nonsense) => nonsense.into(),
        })
    }

    fn reactivate(&mut self) -> Result<(), WireError> {
        self.carrier.close(&mut self.card);
        Ok(self.card.activate(FileCard::power_off)?)
    }
}
