//! The first command, and the card's challenge.

use tapsmith_core::aes::{Block, Cipher};
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::suite::Suite;
use zeroize::Zeroize as _;

use super::challenged::{Challenged, Expects};
use super::{AuthenticationError, Start};
use crate::apdu::CommandApdu;
use crate::channel::{Channel, SessionSuite};

/// The first command, not yet answered.
#[derive(Debug)]
pub struct Opening {
    number: KeyNumber,
    start: Start,
    suite: Suite,
}

/// `PCDcap2.1`, bit 1: the reader asks for LRP.
const ASKS_FOR_LRP: u8 = 0x02;

/// `AuthMode`: the card speaks LRP.
const SPEAKS_LRP: u8 = 0x01;

impl Opening {
    /// A new transaction with key `number`, in AES mode.
    pub fn first(number: KeyNumber) -> Self {
        Self { number, start: Start::First, suite: Suite::Aes }
    }

    /// The same in another mode. A chip in AES mode that is asked for LRP answers in AES mode; a chip
    /// in LRP mode that is not asked for it refuses.
    #[must_use]
    pub fn in_suite(self, suite: Suite) -> Self {
        Self { suite, ..self }
    }

    /// The transaction of `channel`, gone on with key `number`. The channel is used up.
    pub fn non_first(channel: Channel, number: KeyNumber) -> Self {
        let suite = channel.suite();
        let (ti, counter) = channel.into_transaction();
        Self { number, start: Start::NonFirst { ti, counter }, suite }
    }

    /// The name of the command in the data sheet.
    pub fn name(&self) -> &'static str {
        match (self.suite, self.start) {
            (Suite::Aes, Start::First) => "AuthenticateEV2First",
            (Suite::Aes, Start::NonFirst { .. }) => "AuthenticateEV2NonFirst",
            (Suite::Lrp, Start::First) => "AuthenticateLRPFirst",
            (Suite::Lrp, Start::NonFirst { .. }) => "AuthenticateLRPNonFirst",
        }
    }

    /// The first command. In AES mode no capabilities are offered (`LenCap` 0).
    pub fn command(&self) -> CommandApdu {
        let number = self.number.as_u8();
        match (self.start, self.suite) {
            (Start::First, Suite::Aes) => CommandApdu::wrapped(0x71, vec![number, 0x00]),
            (Start::First, Suite::Lrp) => {
                CommandApdu::wrapped(0x71, vec![number, 0x01, ASKS_FOR_LRP])
            }
            (Start::NonFirst { .. }, _) => CommandApdu::wrapped(0x77, vec![number]),
        }
    }

    /// Takes the card's challenge and makes the second command. The challenge tells which mode the card
    /// is in: E(RndB) in AES mode, `01 ‖ RndB` in LRP mode.
    ///
    /// # Errors
    /// The challenge is neither, or of a mode that was not asked for.
    pub fn challenge(
        self,
        answer: &[u8],
        key: &AesKey,
        rnd_a: Block,
    ) -> Result<Challenged, AuthenticationError> {
        let asked_in_aes = self.suite == Suite::Aes;
        let is_first = matches!(self.start, Start::First);
        if let Ok(challenge) = answer.try_into()
            && (asked_in_aes || is_first)
        {
            return Ok(self.challenged_in_aes(challenge, key, rnd_a));
        }
        match answer.split_first() {
            Some((&SPEAKS_LRP, rnd_b)) if !asked_in_aes => {
                let rnd_b = rnd_b.try_into().map_err(|_| AuthenticationError::Length)?;
                Ok(self.challenged_in_lrp(rnd_b, key, rnd_a))
            }
            _ => Err(AuthenticationError::Length),
        }
    }

    /// `E(RndA ‖ RndB')`
    fn challenged_in_aes(self, mut rnd_b: Block, key: &AesKey, rnd_a: Block) -> Challenged {
        let cipher = Cipher::new(key);
        cipher.cbc_decrypt(&[0; 16], std::slice::from_mut(&mut rnd_b));
        let mut rotated = rnd_b;
        rotated.rotate_left(1);
        let mut blocks = [rnd_a, rotated];
        cipher.cbc_encrypt(&[0; 16], &mut blocks);
        let session = SessionSuite::derive(Suite::Aes, key, &rnd_a, &rnd_b);
        rnd_b.zeroize();
        rotated.zeroize();
        Challenged::new(
            self.start,
            blocks.concat(),
            rnd_a,
            Expects::Rotated(Box::new(cipher)),
            session,
        )
    }

    /// `RndA ‖ MAC(RndA ‖ RndB)`, the MAC whole
    fn challenged_in_lrp(self, rnd_b: Block, key: &AesKey, rnd_a: Block) -> Challenged {
        let session = SessionSuite::derive(Suite::Lrp, key, &rnd_a, &rnd_b);
        let proof = session.mac(&[&rnd_a, &rnd_b]);
        let response = [rnd_a, proof].concat();
        Challenged::new(self.start, response, rnd_a, Expects::Mac { rnd_b }, session)
    }
}
