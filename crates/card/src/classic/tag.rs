//! The only loop over a field: commands in, replies out.

use super::command::{Command, GeneralAuthenticate, LoadKeys, ReadBinary, UpdateBinary};
use super::{Block, Data, Error, Key, Opener, Sector, SeenTrailer};
use crate::apdu::ResponseApdu;
use crate::field::Field;
use crate::status::Status;
use crate::tag::Count;

/// A MIFARE Classic in a field.
///
/// The card has one sector open at a time, and forgets it whenever it refuses something: it is silent
/// then until it is selected again. This keeps track of both, so that who reads or writes says with which
/// key, and no more.
#[derive(Debug)]
pub struct Tag<'f, F> {
    field: &'f mut F,
    count: Count,
    /// What the reader keeps in its place for keys.
    loaded: Option<Key>,
    /// What is open, and with what.
    open: Option<(Sector, Opener)>,
}

impl<'f, F: Field> Tag<'f, F> {
    /// A card of which nothing is known.
    pub fn new(field: &'f mut F) -> Self {
        Self { field, count: Count::default(), loaded: None, open: None }
    }

    /// What was spent so far. The chip counts no failed authentications; each costs a selection.
    pub fn count(&self) -> Count {
        self.count
    }

    /// The UID that the reader saw: four bytes or seven. It costs no exchange (PC/SC Part 3, "Get Data").
    ///
    /// # Errors
    /// The reader failed.
    pub fn uid(&mut self) -> Result<Option<Vec<u8>>, Error<F::Error>> {
        let answer = self.transmit("Get Data", &[0xFF, 0xCA, 0x00, 0x00, 0x00])?;
        Ok((answer.status == Status::ISO_OK).then_some(answer.data))
    }

    /// Opens `sector`, unless it is open so already; whether it did. If not, the card is selected again.
    ///
    /// # Errors
    /// The reader failed, or does not take keys.
    pub fn open(&mut self, sector: Sector, opener: &Opener) -> Result<bool, Error<F::Error>> {
        if self.open.as_ref().is_some_and(|(open, with)| *open == sector && with == opener) {
            return Ok(true);
        }
        let slot = self.field.abilities().key_slot;
        if self.loaded.as_ref() != Some(&opener.key) {
            self.loaded = None;
            self.send(&LoadKeys { slot, key: opener.key.clone() })?;
            self.loaded = Some(opener.key.clone());
        }
        let block = sector.trailer();
        let opened = self.ask(&GeneralAuthenticate { block, kind: opener.kind, slot })?.is_some();
        if opened {
            self.open = Some((sector, opener.clone()));
        } else {
            self.count.failed_authentications += 1;
        }
        Ok(opened)
    }

    /// The block, by the key that `opener` is; none if the card refuses to show it.
    ///
    /// # Errors
    /// As [`Tag::open`]; the answer makes no sense, or the key does not open the sector.
    pub fn read(&mut self, block: Block, opener: &Opener) -> Result<Option<Data>, Error<F::Error>> {
        self.open_or_fail(block.sector(), opener)?;
        self.ask(&ReadBinary { block })
    }

    /// The trailer of `sector`; none if the card refuses it twice, or shows access bits that contradict
    /// themselves. Once may be a card that lies badly.
    ///
    /// # Errors
    /// As [`Tag::read`].
    pub fn read_trailer(
        &mut self,
        sector: Sector,
        opener: &Opener,
    ) -> Result<Option<SeenTrailer>, Error<F::Error>> {
        let block = sector.trailer();
        let read = match self.read(block, opener)? {
            None => self.read(block, opener)?,
            read => read,
        };
        Ok(read.and_then(|read| SeenTrailer::decode(&read).ok()))
    }

    /// Writes. It is sent once, whatever comes of it. If the card refuses, it is selected again.
    ///
    /// # Errors
    /// As [`Tag::read`]; the card refused.
    pub fn write(
        &mut self,
        command: &UpdateBinary,
        opener: &Opener,
    ) -> Result<(), Error<F::Error>> {
        self.open_or_fail(command.block().sector(), opener)?;
        let written = self.send(command);
        if written.as_ref().is_err_and(Error::is_refusal) {
            self.reactivate()?;
        }
        written
    }

    /// Takes the field away and gives it back. The card forgets what was open, and the reader may forget
    /// its key.
    ///
    /// # Errors
    /// The card did not come back.
    pub fn reactivate(&mut self) -> Result<(), Error<F::Error>> {
        (self.open, self.loaded) = (None, None);
        let back = self.field.reactivate();
        back.map_err(|source| Error::Transport { command: "activation", source })
    }

    /// Takes nothing to be open: what reads or writes next authenticates anew.
    pub fn close(&mut self) {
        self.open = None;
    }

    fn open_or_fail(&mut self, sector: Sector, opener: &Opener) -> Result<(), Error<F::Error>> {
        if self.open(sector, opener)? { Ok(()) } else { Err(Error::NotOpened { sector }) }
    }

    /// The reply, or none if the card refused: it is selected again then.
    fn ask<C: Command>(&mut self, command: &C) -> Result<Option<C::Reply>, Error<F::Error>> {
        match self.send(command) {
            Ok(reply) => Ok(Some(reply)),
            Err(error) if error.is_refusal() => {
                self.reactivate()?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Whatever fails leaves nothing open.
    fn send<C: Command>(&mut self, command: &C) -> Result<C::Reply, Error<F::Error>> {
        if C::REACHES_CARD {
            self.count.exchanges += 1;
        }
        let reply =
            self.transmit(C::NAME, &command.apdu()).and_then(|answer| match answer.status {
                Status::ISO_OK => {
                    command.reply(&answer.data).ok_or(Error::Malformed { command: C::NAME })
                }
                status => Err(Error::Refused { command: C::NAME, status }),
            });
        if reply.is_err() {
            self.open = None;
        }
        reply
    }

    fn transmit(
        &mut self,
        command: &'static str,
        bytes: &[u8],
    ) -> Result<ResponseApdu, Error<F::Error>> {
        let answer = self.field.transmit(bytes);
        let answer = answer.map_err(|source| Error::Transport { command, source })?;
        ResponseApdu::from_bytes(&answer).ok_or(Error::Malformed { command })
    }
}

#[cfg(test)]
mod tests;
