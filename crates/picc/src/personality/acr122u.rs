//! ACS ACR122U: one pseudo-APDU brings a command to the PN532 inside, which brings frames to the chip.
//!
//! Source: ACR122U API, V2.04: "Direct Transmit" (`FF 00 00 00 Lc`; 63 7F for a command that the PN532 does not
//! know), "Bi-color LED and Buzzer Control" (`FF 00 40`), "Get firmware version" (`FF 00 48`, no status word but
//! its own last two characters), "Set Timeout Parameter" (`FF 00 41`), "Set buzzer output" (`FF 00 52`). What the
//! PN532 says stands in `pn532`.

use tapsmith_card::apdu::{CommandApdu, ResponseApdu};
use tapsmith_card::status::Status;
use tapsmith_core::random::Random;

use super::binary::Habits;
use super::pn532::Pn532;
use super::response;
use crate::virtual_chip::VirtualChip;

pub(super) const HABITS: Habits = Habits::PLAIN;

const WRONG_COMMAND: Status = Status(0x637F);
/// `ACR122U201`, without its last two characters.
const FIRMWARE: &[u8; 8] = b"ACR122U2";
/// Those two, where a status word would be.
const FIRMWARE_END: Status = Status(u16::from_be_bytes(*b"01"));

/// What it keeps in mind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct State {
    pn532: Pn532,
    /// Bit 0 is red, bit 1 green.
    led: u8,
}

impl State {
    /// The answer to what this family has beside all others.
    pub(super) fn answer<R: Random>(
        &mut self,
        chip: &mut VirtualChip,
        apdu: &CommandApdu,
        random: &mut R,
    ) -> Result<Option<ResponseApdu>, R::Error> {
        let (0x00, [what, parameter]) = (apdu.instruction, apdu.parameters) else {
            return Ok(None);
        };
        Ok(match (what, apdu.data.as_slice()) {
            (0x00, command) => Some(response(match self.pn532.command(chip, command, random)? {
                Some(answer) => Ok(answer),
                None => Err(WRONG_COMMAND),
            })),
            (0x40, [_, _, _, _]) => Some(self.show(parameter)),
            (0x41 | 0x52, []) => Some(response(Ok(Vec::new()))),
            (0x48, []) => Some(ResponseApdu { data: FIRMWARE.to_vec(), status: FIRMWARE_END }),
            _ => None,
        })
    }

    /// Bits 0 and 1 are the lights' final states; bits 2 and 3 say which of them are to change. The answer's
    /// second status byte is what shines then.
    fn show(&mut self, parameter: u8) -> ResponseApdu {
        let mask = (parameter >> 2) & 0x03;
        self.led = (self.led & !mask) | (parameter & mask);
        ResponseApdu { data: Vec::new(), status: Status(0x9000 | u16::from(self.led)) }
    }
}
