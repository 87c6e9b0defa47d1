//! Frames: how a command travels, and what is left when the power goes between two of them.
//!
//! Source: ISO/IEC 14443-4, "Block format", "Chaining"; NT4H2421Gx Rev. 3.0, "Command Chaining", "`WriteData`":
//! execution of a write that takes several frames starts before its last one arrives. Every other command is
//! handled as if it had come in one frame: management commands are wholly carried out or not at all.

use tapsmith_card::apdu::{CommandApdu, WRAPPED};
use tapsmith_core::random::Random;

use super::commands::write_data;
use super::iso::{UPDATE_BINARY, update_binary};
use super::{Desfire, ISO};
use crate::ev2::frames::Frames;

/// The chip's.
pub(super) const FRAMES: Frames = Frames(Desfire::FRAME);

impl Desfire {
    /// Bytes of an APDU that one frame carries. The chip takes frames of 64 bytes (FSC), of which the block's first
    /// byte and its CRC are three.
    ///
    /// Of `WriteData`, the first frame carries 49 bytes behind both headers, and each further one 61; a MAC comes
    /// last. Of `ISOUpdateBinary`, the first carries 56.
    pub const FRAME: usize = 61;

    /// How many frames `command` takes: at most five in the short form.
    pub fn frames_of(command: &[u8]) -> usize {
        FRAMES.of(command.len())
    }

    /// The power goes after `frames` frames of `command`, and with it whatever answer there was. 0 is before the
    /// command; [`Desfire::frames_of`] or more is after it was carried out. Between, a write leaves the data that
    /// came in complete frames, and any other command nothing.
    ///
    /// # Errors
    /// `random` failed; the memory is as it was.
    pub fn exchange_torn<R: Random>(
        &mut self,
        command: &[u8],
        frames: usize,
        random: &mut R,
    ) -> Result<(), R::Error> {
        if frames >= Self::frames_of(command) {
            self.exchange(command, random)?;
        } else {
            self.receive_in_part(command, frames);
        }
        self.power_off();
        Ok(())
    }

    /// The first `frames` frames of `command`. What it would be refused for, it is refused for at its first frame:
    /// the chip knows header and length by then.
    fn receive_in_part(&mut self, command: &[u8], frames: usize) {
        let Ok(apdu) = CommandApdu::from_bytes(command) else { return };
        if self.volatile.pending.is_some() {
            return;
        }
        let arrived = FRAMES.arrived(frames, &apdu.data);
        match (apdu.class, apdu.instruction) {
            (WRAPPED, write_data::WRITE | write_data::IN_FRAMES) if self.header_fits(&apdu) => {
                write_data::break_off(self, &apdu.data, arrived);
            }
            (ISO, UPDATE_BINARY) => update_binary::break_off(self, &apdu, arrived),
            _ => {}
        }
    }

    /// How much of a wrapped write's `body` is carried out before its MAC is checked.
    pub(super) fn written_ahead<'b>(&self, body: &'b [u8]) -> &'b [u8] {
        FRAMES.written_ahead(self.unknowns.last_frame, body)
    }
}
