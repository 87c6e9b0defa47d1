//! The only loop over a transport: commands in, replies out.
//!
//! # Layout
//! - [`Tag`]: a card on a transport. [`Session`]: the same, authenticated.

mod card_key;
mod session;

pub use session::Session;

use tapsmith_core::aes::Block;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::suite::Suite;
use thiserror::Error;

use crate::apdu::{CommandApdu, ResponseApdu};
use crate::auth::{AuthenticationError, Opening};
use crate::channel::{Channel, ChannelError};
use crate::command::{Command, IsoCommand, IsoSelectFile, Outside, Reply};
use crate::status::Status;
use crate::transport::Transport;

/// A card on a transport, not authenticated.
#[derive(Debug)]
pub struct Tag<T> {
    transport: T,
    count: Count,
    /// What the card is taken to speak, until it says otherwise.
    suite: Suite,
}

/// What was spent on a card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// APDUs to the chip, each with its answer; a reader's own pseudo-APDUs do not count.
    pub exchanges: u32,
    /// Authentications the chip refused: it counts them too, and for ever.
    pub failed_authentications: u32,
}

/// Why a command did not do what it should.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error<E> {
    /// The reader or the way to the card failed. Whether the card acted is unknown.
    #[error("the reader could not deliver {command}")]
    Transport {
        /// The command under way.
        command: &'static str,
        /// Why.
        source: E,
    },
    /// The card refused.
    #[error("the card refused {command}: {status}")]
    Refused {
        /// The command.
        command: &'static str,
        /// Its word.
        status: Status,
    },
    /// The card's answer is not one to this command.
    #[error("the card's answer to {command} makes no sense")]
    Malformed {
        /// The command.
        command: &'static str,
    },
    /// The card did not prove that it holds the key.
    #[error(transparent)]
    Authentication(#[from] AuthenticationError),
    /// The answer is not the authenticated card's.
    #[error(transparent)]
    Channel(#[from] ChannelError),
    /// The command is longer than a short APDU holds.
    #[error("{command} is too long for one APDU")]
    TooLong {
        /// The command.
        command: &'static str,
    },
}

impl<E> Error<E> {
    /// The card's word, if it was the card that refused.
    pub fn status(&self) -> Option<Status> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }
}

impl<T: Transport> Tag<T> {
    /// A card on `transport`, of which nothing is known.
    pub fn new(transport: T) -> Self {
        Self { transport, count: Count::default(), suite: Suite::Aes }
    }

    /// What was spent so far.
    pub fn count(&self) -> Count {
        self.count
    }

    /// What the card speaks, as it has said in an authentication; before that, what it is taken to speak.
    pub fn suite(&self) -> Suite {
        self.suite
    }

    /// Takes the card to speak `suite`. If it speaks the other, the next authentication finds out: one of
    /// AES costs an exchange more then, and one of LRP does not.
    pub fn expect_suite(&mut self, suite: Suite) {
        self.suite = suite;
    }

    /// The UID the reader saw when the card was activated: 7 bytes, or 4 made up by a chip with a
    /// random one. It costs no exchange (PC/SC Part 3, "Get Data").
    ///
    /// # Errors
    /// The reader failed.
    pub fn reader_uid(&mut self) -> Result<Option<Vec<u8>>, Error<T::Error>> {
        let command = CommandApdu {
            class: 0xFF,
            instruction: 0xCA,
            parameters: [0; 2],
            data: Vec::new(),
            expected: Some(0),
        };
        let answer = self.transmit("Get Data", &command)?;
        Ok((answer.status == Status::ISO_OK).then_some(answer.data))
    }

    /// Selects the NDEF application.
    ///
    /// # Errors
    /// The reader failed, or the card has no such application.
    pub fn select_application(&mut self) -> Result<(), Error<T::Error>> {
        self.send_iso(&IsoSelectFile::Application)
    }

    /// Sends an ISO command.
    ///
    /// # Errors
    /// The reader failed, or the card refused or answered nonsense.
    pub fn send_iso<C: IsoCommand>(&mut self, command: &C) -> Result<C::Reply, Error<T::Error>> {
        let answer = self.exchange(C::NAME, &command.apdu())?;
        expect(C::NAME, answer.status, Status::ISO_OK)?;
        reply(C::NAME, &answer.data)
    }

    /// Sends a command outside a session, in plain.
    ///
    /// # Errors
    /// The reader failed, or the card refused or answered nonsense.
    pub fn send<C: Outside>(&mut self, command: &C) -> Result<C::Reply, Error<T::Error>> {
        let apdu = CommandApdu::wrapped(C::INSTRUCTION, command.payload().to_vec());
        let answer = self.exchange_frames(C::NAME, &apdu)?;
        expect_success::<C, _>(answer.status)?;
        reply(C::NAME, &answer.data)
    }

    /// Starts a session with key `number`. `rnd_a` must be fresh and unpredictable.
    ///
    /// # Errors
    /// The reader failed, the card refused, or it does not hold the key.
    pub fn authenticate(
        &mut self,
        number: KeyNumber,
        key: &AesKey,
        rnd_a: Block,
    ) -> Result<Session<'_, T>, Error<T::Error>> {
        let outcome = self.open(Opening::first(number).in_suite(self.suite), key, rnd_a);
        let channel = match outcome {
            // A chip in LRP mode answers so to who does not ask for LRP.
            Err(Error::Refused { status: Status::PERMISSION_DENIED, .. })
                if self.suite == Suite::Aes =>
            {
                self.open(Opening::first(number).in_suite(Suite::Lrp), key, rnd_a)?
            }
            outcome => outcome?,
        };
        self.suite = channel.suite();
        Ok(Session { tag: self, channel })
    }

    fn open(
        &mut self,
        opening: Opening,
        key: &AesKey,
        rnd_a: Block,
    ) -> Result<Channel, Error<T::Error>> {
        let name = opening.name();
        let answer = self.sit_out_delay(name, &opening.command())?;
        expect(name, answer.status, Status::ADDITIONAL_FRAME)?;
        let challenged = opening.challenge(&answer.data, key, rnd_a)?;
        let answer = self.exchange(name, challenged.command())?;
        if answer.status == Status::AUTHENTICATION {
            self.count.failed_authentications += 1;
        }
        expect(name, answer.status, Status::OK)?;
        Ok(challenged.finish(&answer.data)?)
    }

    /// Sends the first command of an authentication until the chip has sat out the delay it keeps
    /// after failed ones: it spends some of it at each try, and forgets what it spent when it loses
    /// power (AN12196, "Failed authentication counter").
    fn sit_out_delay(
        &mut self,
        name: &'static str,
        command: &CommandApdu,
    ) -> Result<ResponseApdu, Error<T::Error>> {
        for _ in 0..LONGEST_DELAY {
            let answer = self.exchange(name, command)?;
            if answer.status != Status::AUTHENTICATION_DELAY {
                return Ok(answer);
            }
        }
        self.exchange(name, command)
    }

    /// One command with all frames of its answer.
    fn exchange_frames(
        &mut self,
        name: &'static str,
        command: &CommandApdu,
    ) -> Result<ResponseApdu, Error<T::Error>> {
        let mut whole = self.exchange(name, command)?;
        while whole.status == Status::ADDITIONAL_FRAME {
            let next = self.exchange(name, &CommandApdu::additional_frame(Vec::new()))?;
            whole.status = next.status;
            let endless = next.data.is_empty() && next.status == Status::ADDITIONAL_FRAME;
            whole.data.extend(next.data);
            if endless || whole.data.len() > LONGEST_ANSWER {
                return Err(Error::Malformed { command: name });
            }
        }
        Ok(whole)
    }

    fn exchange(
        &mut self,
        name: &'static str,
        command: &CommandApdu,
    ) -> Result<ResponseApdu, Error<T::Error>> {
        self.count.exchanges += 1;
        self.transmit(name, command)
    }

    fn transmit(
        &mut self,
        name: &'static str,
        command: &CommandApdu,
    ) -> Result<ResponseApdu, Error<T::Error>> {
        let bytes = command.to_bytes().ok_or(Error::TooLong { command: name })?;
        let answer = self
            .transport
            .transmit(&bytes)
            .map_err(|source| Error::Transport { command: name, source })?;
        ResponseApdu::from_bytes(&answer).ok_or(Error::Malformed { command: name })
    }
}

/// The chip's delay is at most so many tries long, about 25 ms each.
const LONGEST_DELAY: u32 = 255;

/// A card that asks for frame after frame is ended here: no answer of the chip is longer.
const LONGEST_ANSWER: usize = 512;

fn expect_success<C: Command, E>(status: Status) -> Result<(), Error<E>> {
    if status == Status::OK { Ok(()) } else { expect(C::NAME, status, C::SUCCESS) }
}

fn expect<E>(command: &'static str, status: Status, wanted: Status) -> Result<(), Error<E>> {
    if status == wanted { Ok(()) } else { Err(Error::Refused { command, status }) }
}

fn reply<R: Reply, E>(command: &'static str, data: &[u8]) -> Result<R, Error<E>> {
    R::decode(data).ok_or(Error::Malformed { command })
}

#[cfg(test)]
mod tests;
