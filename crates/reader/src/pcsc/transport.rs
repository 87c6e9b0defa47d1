//! The exchanges of one transaction.

use std::fmt;

use ::pcsc::{Disposition, MAX_BUFFER_SIZE_EXTENDED, ShareMode, Transaction};
use tapsmith_card::field::{Abilities, Field, Heard};
use tapsmith_card::transport::Transport;

use super::{card::PROTOCOLS, error::Error, name::ReaderName};
use crate::family::{self, Carrier};
use crate::watch::{How, Watched};

/// A card in a transaction. Dropping it ends the transaction and resets the card.
pub struct PcscTransport<'card> {
    line: Watched<Line<'card>>,
    carrier: Carrier,
    atr: Vec<u8>,
}

/// APDUs as they are.
struct Line<'card> {
    /// `None` only while being dropped.
    transaction: Option<Transaction<'card>>,
    reader: &'card ReaderName,
    /// Room for the longest answer: a shorter one would lose the answer to a command that the card
    /// has obeyed.
    answer: Vec<u8>,
}

impl<'card> PcscTransport<'card> {
    /// Takes the card of `transaction`. What a reader of the family can do is looked at if it matters to this card; nothing
    /// that goes wrong there is an error.
    pub(super) fn new(
        transaction: Transaction<'card>,
        reader: &'card ReaderName,
        how: How,
    ) -> Self {
        let answer = vec![0; MAX_BUFFER_SIZE_EXTENDED];
        let line = Line { transaction: Some(transaction), reader, answer };
        let atr = line.atr();
        let family = how.family.unwrap_or_else(|| reader.family());
        let mut line = Watched::new(line, how.watch);
        let mut carrier = Carrier::new(family, &atr);
        let disturbed = carrier.meet(&mut line);
        let mut met = Self { line, carrier, atr };
        if disturbed {
            // If it does not come back, the first exchange says so.
            let _gone = met.reactivate();
        }
        met
    }

    /// The reader the card lies on.
    pub fn reader(&self) -> &ReaderName {
        self.line.inner.reader
    }

    /// Shows on the reader itself whether a card was good, if it has a light for that. Whatever comes of it.
    pub fn signal(&mut self, good: bool) {
        if let Some(command) = self.carrier.family().signal(good) {
            let _dark = self.line.transmit(&command);
        }
    }
}

impl Transport for PcscTransport<'_> {
    type Error = Error;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Error> {
        self.carrier.transmit(&mut self.line, command)
    }
}

impl Field for PcscTransport<'_> {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    fn abilities(&self) -> Abilities {
        self.carrier.abilities()
    }

    fn frame(&mut self, frame: &[u8]) -> Result<Heard, Error> {
        self.carrier.frame(&mut self.line, frame).map_err(|error| match error {
            family::Error::Transport(error) => error,
            family::Error::Nonsense(source) => {
                Error::Nonsense { reader: self.line.inner.reader.clone(), source }
            }
        })
    }

    /// The transaction stays: nobody else gets at the card between (seen with pcscd; PC/SC Part 5, `Reconnect`).
    fn reactivate(&mut self) -> Result<(), Error> {
        self.carrier.close(&mut self.line);
        self.line.activate(Line::power_cycle)?;
        self.atr = self.line.inner.atr();
        Ok(())
    }
}

impl Line<'_> {
    /// What the service knows; nothing if the card has left, which the first exchange says.
    fn atr(&self) -> Vec<u8> {
        let status = self.transaction.as_ref().and_then(|card| card.status2_owned().ok());
        status.map(|status| status.atr().to_vec()).unwrap_or_default()
    }

    fn power_cycle(&mut self) -> Result<(), Error> {
        let card =
            self.transaction.as_mut().ok_or(Error::CardGone(::pcsc::Error::InvalidHandle))?;
        let back = card.reconnect(ShareMode::Shared, PROTOCOLS, Disposition::UnpowerCard);
        back.map_err(|code| Error::of(code, self.reader))
    }
}

impl Transport for Line<'_> {
    type Error = Error;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Error> {
        let Some(transaction) = &self.transaction else {
            return Err(Error::CardGone(::pcsc::Error::InvalidHandle));
        };
        let answer = transaction.transmit(command, &mut self.answer);
        match answer.map_err(|code| Error::of(code, self.reader))? {
            // A card pulled within the exchange: the service says success, and brings nothing.
            [] | [_] => Err(Error::CardGone(::pcsc::Error::CommError)),
            answer => Ok(answer.to_vec()),
        }
    }
}

impl Drop for PcscTransport<'_> {
    fn drop(&mut self) {
        self.carrier.close(&mut self.line);
        if let Some(transaction) = self.line.inner.transaction.take() {
            // A card that left cannot be reset, and has no session to end.
            let _ended = transaction.end(Disposition::ResetCard);
        }
    }
}

impl fmt::Debug for PcscTransport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PcscTransport")
            .field("reader", self.line.inner.reader)
            .field("family", &self.carrier.family())
            .finish_non_exhaustive()
    }
}
