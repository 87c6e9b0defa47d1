//! The exchanges of one transaction.

use std::fmt;

use ::pcsc::{Disposition, MAX_BUFFER_SIZE_EXTENDED, Transaction};
use tapsmith_card::transport::Transport;

use super::{error::Error, name::ReaderName};

/// A card in a transaction. Dropping it ends the transaction and resets the card.
pub struct PcscTransport<'card> {
    /// `None` only while being dropped.
    transaction: Option<Transaction<'card>>,
    reader: &'card ReaderName,
    /// Room for the longest answer: a shorter one would lose the answer to a command that the card
    /// has obeyed.
    answer: Vec<u8>,
}

impl<'card> PcscTransport<'card> {
    pub(super) fn new(transaction: Transaction<'card>, reader: &'card ReaderName) -> Self {
        let answer = vec![0; MAX_BUFFER_SIZE_EXTENDED];
        Self { transaction: Some(transaction), reader, answer }
    }

    /// The reader the card lies on.
    pub fn reader(&self) -> &ReaderName {
        self.reader
    }
}

impl Transport for PcscTransport<'_> {
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
        if let Some(transaction) = self.transaction.take() {
            // A card that left cannot be reset, and has no session to end.
            let _ended = transaction.end(Disposition::ResetCard);
        }
    }
}

impl fmt::Debug for PcscTransport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PcscTransport").field("reader", self.reader).finish_non_exhaustive()
    }
}
