//! The only loop over a field: commands in, replies out.

use super::Error;
use super::command::{Command, FastRead, Read, Write};
use super::{Model, PAGE, Page};
use crate::apdu::{CommandApdu, ResponseApdu};
use crate::field::{Field, Heard};
use crate::status::Status;
use crate::tag::Count;

/// A Type 2 card in a field.
#[derive(Debug)]
pub struct Tag<'f, F> {
    field: &'f mut F,
    count: Count,
}

impl<'f, F: Field> Tag<'f, F> {
    /// A card of which nothing is known.
    pub fn new(field: &'f mut F) -> Self {
        Self { field, count: Count::default() }
    }

    /// What was spent so far.
    pub fn count(&self) -> Count {
        self.count
    }

    /// What the reader can bring to the card.
    pub fn abilities(&self) -> crate::field::Abilities {
        self.field.abilities()
    }

    /// Sends a command.
    ///
    /// # Errors
    /// The reader failed or cannot send it, or the card refused, said nothing, or answered nonsense.
    pub fn send<C: Command>(&mut self, command: &C) -> Result<C::Reply, Error<F::Error>> {
        let heard = self.exchange(command)?;
        let command_name = C::NAME;
        match heard {
            Heard::Nak(nak) => Err(Error::Refused { command: command_name, nak }),
            Heard::Silence => Err(Error::Silent { command: command_name }),
            Heard::Unable => {
                let reader = self.field.abilities().profile;
                Err(Error::Unable { command: command_name, reader })
            }
            heard => command.reply(&heard).ok_or(Error::Malformed { command: command_name }),
        }
    }

    fn exchange<C: Command>(&mut self, command: &C) -> Result<Heard, Error<F::Error>> {
        let frame = command.frame();
        let heard = self.field.frame(&frame);
        let heard = heard.map_err(|source| Error::Transport { command: C::NAME, source })?;
        if heard != Heard::Unable {
            self.count.exchanges += 1;
        }
        Ok(heard)
    }

    /// The same, and none if the card refused or said nothing: it is selected again then.
    ///
    /// # Errors
    /// As [`Tag::send`], but for refusals.
    pub fn ask<C: Command>(&mut self, command: &C) -> Result<Option<C::Reply>, Error<F::Error>> {
        match self.send(command) {
            Ok(reply) => Ok(Some(reply)),
            Err(error) if error.is_refusal() => {
                self.reactivate()?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The UID that the reader saw. It costs no exchange (PC/SC Part 3, "Get Data").
    ///
    /// # Errors
    /// The reader failed.
    pub fn uid(&mut self) -> Result<Option<Vec<u8>>, Error<F::Error>> {
        const NAME: &str = "Get Data";
        let command = CommandApdu {
            class: 0xFF,
            instruction: 0xCA,
            parameters: [0; 2],
            data: Vec::new(),
            expected: Some(0),
        };
        let Some(bytes) = command.to_bytes() else { return Ok(None) };
        let answer = self.field.transmit(&bytes);
        let answer = answer.map_err(|source| Error::Transport { command: NAME, source })?;
        let answer = ResponseApdu::from_bytes(&answer);
        Ok(answer.filter(|answer| answer.status == Status::ISO_OK).map(|answer| answer.data))
    }

    /// Takes the field away and gives it back: the chip takes its configuration from memory.
    ///
    /// # Errors
    /// The card did not come back.
    pub fn reactivate(&mut self) -> Result<(), Error<F::Error>> {
        let back = self.field.reactivate();
        back.map_err(|source| Error::Transport { command: "activation", source })
    }

    /// Pages `first` to `last` of a chip of this model: in as few exchanges as the reader has room for, and the chip a
    /// command.
    ///
    /// # Errors
    /// As [`Tag::send`].
    pub fn read_pages(
        &mut self,
        model: Model,
        first: u8,
        last: u8,
    ) -> Result<Vec<u8>, Error<F::Error>> {
        if self.field.abilities().raw_frames && model.has_fast_read() {
            self.fast_read(first, last)
        } else {
            self.slow_read(first, last)
        }
    }

    fn fast_read(&mut self, first: u8, last: u8) -> Result<Vec<u8>, Error<F::Error>> {
        let mut pages = Vec::new();
        let mut next = first;
        while next <= last {
            let end = last.min(next.saturating_add(FAST_PAGES - 1));
            pages.extend(self.send(&FastRead { first: next, last: end })?);
            let Some(following) = end.checked_add(1) else { break };
            next = following;
        }
        Ok(pages)
    }

    /// Four pages at a time; what it reads too much is left out.
    fn slow_read(&mut self, first: u8, last: u8) -> Result<Vec<u8>, Error<F::Error>> {
        let length = (usize::from(last) + 1).saturating_sub(first.into()) * PAGE;
        let mut pages = Vec::with_capacity(length);
        let mut next = Some(first);
        while let Some(page) = next.filter(|page| *page <= last) {
            pages.extend(self.send(&Read { page })?);
            next = page.checked_add(4);
        }
        pages.truncate(length);
        Ok(pages)
    }

    /// One page.
    ///
    /// # Errors
    /// As [`Tag::send`].
    pub fn read_page(&mut self, page: u8) -> Result<Page, Error<F::Error>> {
        let [a, b, c, d, ..] = self.send(&Read { page })?;
        Ok([a, b, c, d])
    }

    /// Writes one page.
    ///
    /// # Errors
    /// As [`Tag::send`].
    pub fn write_page(&mut self, page: u8, data: Page) -> Result<(), Error<F::Error>> {
        self.send(&Write { page, data })
    }

    /// One more authentication that the card refused.
    pub(super) fn count_failure(&mut self) {
        self.count.failed_authentications += 1;
    }
}

/// Sixty bytes: readers with a `PN53x` have room for 64.
const FAST_PAGES: u8 = 15;
