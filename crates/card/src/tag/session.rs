//! A card in an authenticated session.

use tapsmith_core::access::CommMode;
use tapsmith_core::aes::Block;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::suite::Suite;

use super::{Error, Tag, expect, expect_success, reply};
use crate::apdu::CommandApdu;
use crate::auth::Opening;
use crate::channel::Channel;
use crate::command::{ChangeMasterKey, Command, Inside, SetConfiguration};
use crate::status::Status;
use crate::transport::Transport;

/// A card in an authenticated session. It ends when this is dropped: the next session, or any
/// select, takes the card over.
#[derive(Debug)]
pub struct Session<'t, T> {
    pub(super) tag: &'t mut Tag<T>,
    pub(super) channel: Channel,
}

impl<'t, T: Transport> Session<'t, T> {
    /// What the card speaks.
    pub fn suite(&self) -> Suite {
        self.channel.suite()
    }

    /// Sends a command in its own mode.
    ///
    /// # Errors
    /// [`Error::TooLong`]: nothing was sent, and the session goes on. Or the reader failed, the card
    /// refused, or the answer is not the authenticated card's: the card has then ended the session,
    /// and nothing further will pass.
    pub fn send<C: Inside>(&mut self, command: &C) -> Result<C::Reply, Error<T::Error>> {
        let apdu = self.wrap(command)?;
        let answer = self.tag.exchange_frames(C::NAME, &apdu)?;
        expect_success::<C, _>(answer.status)?;
        let data = self.channel.unwrap(command.mode(), &answer)?;
        reply(C::NAME, &data)
    }

    /// Goes on under another key, with the same transaction identifier and command counter.
    ///
    /// # Errors
    /// As [`Tag::authenticate`]. The session is over then.
    pub fn authenticate(
        self,
        number: KeyNumber,
        key: &AesKey,
        rnd_a: Block,
    ) -> Result<Self, Error<T::Error>> {
        let Self { tag, channel } = self;
        let channel = tag.open(Opening::non_first(channel, number), key, rnd_a)?;
        Ok(Self { tag, channel })
    }

    /// Sets one option of the chip. The answer may come with a MAC or without: silicon does without where
    /// it is LRP that is switched on. That ends the session, and nothing further will pass in it.
    ///
    /// # Errors
    /// As [`Session::send`].
    pub fn configure(&mut self, command: &SetConfiguration) -> Result<(), Error<T::Error>> {
        let apdu = self.wrap(command)?;
        let answer = self.tag.exchange(SetConfiguration::NAME, &apdu)?;
        expect(SetConfiguration::NAME, answer.status, Status::OK)?;
        if *command == SetConfiguration::LRP {
            self.tag.suite = Suite::Lrp;
        }
        let mode = if answer.data.is_empty() { CommMode::Plain } else { command.mode() };
        self.channel.unwrap(mode, &answer)?;
        Ok(())
    }

    /// The card, given back. The card itself ends the session at the next authentication, or when
    /// something is selected.
    pub fn end(self) -> &'t mut Tag<T> {
        self.tag
    }

    /// Changes key 0, which ends the session. The answer carries no MAC: only an authentication
    /// with the new key proves it.
    ///
    /// # Errors
    /// The reader failed, or the card refused.
    pub fn change_master_key(
        mut self,
        command: &ChangeMasterKey,
    ) -> Result<&'t mut Tag<T>, Error<T::Error>> {
        let apdu = self.wrap(command)?;
        let answer = self.tag.exchange(ChangeMasterKey::NAME, &apdu)?;
        expect(ChangeMasterKey::NAME, answer.status, Status::OK)?;
        Ok(self.tag)
    }

    /// A command that does not fit leaves the session as it was.
    pub(super) fn wrap<C: Command>(&mut self, command: &C) -> Result<CommandApdu, Error<T::Error>> {
        self.channel.wrap(command).ok_or(Error::TooLong { command: C::NAME })
    }
}
