//! What readers answer of their own: the pseudo-APDUs of class `FF`, which never reach a chip as they are.
//!
//! Behind a virtual reader there is no firmware, so that the card's process has to play it, as one family
//! of readers or another does. How each brings a frame to a chip differs; a chip's answer does not.
//!
//! Each file says which document it follows, and what in it is our choice. Common to all: 63 00 where the
//! chip said no or nothing, 6A 81 for what the reader does not know, 67 00 for a wrong length. No reader
//! selects a chip again by itself after a refusal: whoever asked has to see to that.
//!
//! # Layout
//! - [`Personality`]: which family. [`Reader`]: a reader of it, with what it keeps in mind.
//! - `get_data`: UID and ATS. `binary`: Read Binary and Update Binary, which most have, each in its way.
//! - one file a family.

mod acr122u;
mod acs;
mod binary;
mod data_object;
mod elatec;
mod family;
mod feitian;
mod generic;
mod get_data;
mod identiv;
mod omnikey;
mod pn532;

use tapsmith_card::apdu::{CommandApdu, ResponseApdu};
use tapsmith_card::status::Status;
use tapsmith_core::random::Random;

use crate::virtual_chip::VirtualChip;
pub use family::{Personality, UnknownPersonality};
use get_data::NOT_SUPPORTED;
pub(crate) use get_data::{Activation, answer, is_for_reader};

/// A reader of some family, and what it keeps in mind between two commands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reader {
    personality: Personality,
    acr122u: acr122u::State,
    acs: acs::State,
}

/// Load Keys, General Authenticate, Read Binary, Update Binary.
const CLASSIC: [u8; 4] = [0x82, 0x86, 0xB0, 0xD6];

impl Reader {
    /// A reader that was just plugged in.
    pub fn new(personality: Personality) -> Self {
        Self { personality, ..Self::default() }
    }

    /// Which family it is of.
    pub fn personality(&self) -> Personality {
        self.personality
    }

    /// The reader takes the field from the chip and gives it back. A transparent session is over.
    pub fn power_off(&mut self, chip: &mut VirtualChip) {
        self.acs = acs::State::default();
        chip.power_off();
    }

    /// One command APDU in, one answer out, status word included. Any bytes will do.
    ///
    /// # Errors
    /// `random` failed; what the chip remembers is as it was.
    pub fn exchange<R: Random>(
        &mut self,
        chip: &mut VirtualChip,
        command: &[u8],
        random: &mut R,
    ) -> Result<Vec<u8>, R::Error> {
        let answer = match (CommandApdu::from_bytes(command), chip) {
            (_, VirtualChip::Ntag424(chip)) if !is_for_reader(command) => {
                return chip.exchange(command, random);
            }
            (_, VirtualChip::Desfire(chip)) if !is_for_reader(command) => {
                return chip.exchange(command, random);
            }
            _ if !is_for_reader(command) => self.apdu_to_no_apdu_card(),
            // Its keys are the reader's affair, in the standard's own commands.
            (Ok(apdu), VirtualChip::Classic(reader)) if CLASSIC.contains(&apdu.instruction) => {
                reader.keep_keys_in(self.personality.key_places());
                return Ok(reader.transmit(command));
            }
            (Ok(apdu), chip) => self.own(chip, &apdu, random)?,
            (Err(_), _) => response(Err(Status::ISO_LENGTH)),
        };
        Ok(answer.to_bytes())
    }

    /// What comes of an APDU that no chip is there for: 63 00 was seen on an ACR122U (nfc-pcsc, issue 59);
    /// of the others it is our choice.
    fn apdu_to_no_apdu_card(self) -> ResponseApdu {
        response(Err(match self.personality {
            Personality::Acr122u => REFUSED,
            _ => NOT_SUPPORTED,
        }))
    }

    fn own<R: Random>(
        &mut self,
        chip: &mut VirtualChip,
        apdu: &CommandApdu,
        random: &mut R,
    ) -> Result<ResponseApdu, R::Error> {
        let own = match self.personality {
            Personality::Acr122u => self.acr122u.answer(chip, apdu, random)?,
            Personality::Acs => self.acs.answer(chip, apdu, random)?,
            _ => None,
        };
        if let Some(own) = own {
            return Ok(own);
        }
        if let Some(data) = self.personality.habits().answer(chip, apdu, random)? {
            return Ok(response(data));
        }
        let uid = chip.shown_uid(random)?;
        let activation = Activation { uid: &uid, ats: chip.ats() };
        Ok(response(get_data::get_data(apdu, activation)))
    }
}

/// The chip said no, or nothing.
const REFUSED: Status = Status(0x6300);

fn response(data: Result<Vec<u8>, Status>) -> ResponseApdu {
    let (data, status) =
        data.map_or_else(|status| (Vec::new(), status), |data| (data, Status::ISO_OK));
    ResponseApdu { data, status }
}
