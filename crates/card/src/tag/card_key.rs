//! A card's own master key, of a MIFARE DESFire. The card itself has to be selected.

use tapsmith_core::key::SlotKey;

use super::{Error, Session, Tag, expect};
use crate::auth::{LegacyOpening, LegacySession};
use crate::command::{ChangeCardKey, Command};
use crate::status::Status;
use crate::transport::Transport;

impl<T: Transport> Tag<T> {
    /// Authenticates with the key that the card is delivered with. `rnd_a` must be fresh and unpredictable.
    ///
    /// # Errors
    /// The reader failed, the card refused, or it does not hold the key.
    pub fn authenticate_delivered(
        &mut self,
        rnd_a: [u8; 8],
    ) -> Result<LegacySession, Error<T::Error>> {
        const NAME: &str = LegacyOpening::NAME;
        let answer = self.exchange(NAME, &LegacyOpening.command())?;
        expect(NAME, answer.status, Status::ADDITIONAL_FRAME)?;
        let challenged = LegacyOpening.challenge(&answer.data, rnd_a)?;
        let answer = self.exchange(NAME, challenged.command())?;
        if answer.status == Status::AUTHENTICATION {
            self.count.failed_authentications += 1;
        }
        expect(NAME, answer.status, Status::OK)?;
        Ok(challenged.finish(&answer.data)?)
    }

    /// Puts an AES key where the delivered one is. Only an authentication with the new key proves it.
    ///
    /// # Errors
    /// The reader failed, or the card refused.
    pub fn change_delivered_key(
        &mut self,
        session: LegacySession,
        new: &SlotKey,
    ) -> Result<(), Error<T::Error>> {
        const NAME: &str = ChangeCardKey::NAME;
        let answer = self.exchange(NAME, &session.change_key(new))?;
        expect(NAME, answer.status, Status::OK)
    }
}

impl<'t, T: Transport> Session<'t, T> {
    /// Changes the card's own master key, which the session is of: that ends it. The answer carries no MAC: only an
    /// authentication with the new key proves it.
    ///
    /// # Errors
    /// The reader failed, or the card refused.
    pub fn change_card_key(
        mut self,
        command: &ChangeCardKey,
    ) -> Result<&'t mut Tag<T>, Error<T::Error>> {
        let apdu = self.wrap(command)?;
        let answer = self.tag.exchange(ChangeCardKey::NAME, &apdu)?;
        expect(ChangeCardKey::NAME, answer.status, Status::OK)?;
        Ok(self.tag)
    }
}
