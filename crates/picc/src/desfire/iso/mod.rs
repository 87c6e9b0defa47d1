//! The ISO/IEC 7816-4 commands, class `00`: what a phone sends.
//!
//! Source: AN11004, "NDEF detection procedure"; NT4H2421Gx Rev. 3.0, "ISO/IEC 7816-4 commands", whose rules are
//! taken for DESFire's.

mod read_binary;
mod select_file;
mod target;
pub(super) mod update_binary;

use tapsmith_card::apdu::{CommandApdu, ResponseApdu};
use tapsmith_card::status::Status;
use tapsmith_core::random::Random;

use super::Desfire;
use super::sdm::ReadCommand;
use crate::ev2::answer::Stop;
use crate::ev2::unknowns::IsoInSession;

const SELECT_FILE: u8 = 0xA4;
const READ_BINARY: u8 = 0xB0;
pub(super) const UPDATE_BINARY: u8 = 0xD6;

impl Desfire {
    /// Answers an ISO command.
    pub(super) fn iso<R: Random>(
        &mut self,
        command: &[u8],
        random: &mut R,
    ) -> Result<ResponseApdu, R::Error> {
        let is_read = command.get(1) == Some(&READ_BINARY);
        self.volatile.run =
            self.volatile.run.filter(|run| is_read && run.survives(ReadCommand::Binary));
        match self.pass_iso(command, random) {
            Ok(data) => Ok(ResponseApdu { data, status: Status::ISO_OK }),
            Err(Stop::Refused(status)) if self.spares_session(status) => {
                Ok(ResponseApdu { data: Vec::new(), status })
            }
            Err(Stop::Refused(status)) => Ok(self.refuse(status)),
            Err(Stop::Random(error)) => Err(error),
        }
    }

    /// Inside a session, 6982 is what reading and writing by ISO command is refused with.
    fn spares_session(&self, status: Status) -> bool {
        status == Status::ISO_SECURITY && self.unknowns.iso_in_session == IsoInSession::KeepsSession
    }

    fn pass_iso<R: Random>(
        &mut self,
        command: &[u8],
        random: &mut R,
    ) -> Result<Vec<u8>, Stop<R::Error>> {
        let pending = self.volatile.pending.take();
        let was_pending = pending.is_some();
        self.abandon(pending);
        let apdu = CommandApdu::from_bytes(command).map_err(|_| Status::ISO_LENGTH)?;
        match apdu.instruction {
            SELECT_FILE | READ_BINARY | UPDATE_BINARY if was_pending => {
                Err(Status::ISO_CONDITIONS.into())
            }
            SELECT_FILE => Ok(select_file::handle(self, &apdu)?),
            READ_BINARY => read_binary::handle(self, &apdu, random),
            UPDATE_BINARY => Ok(update_binary::handle(self, &apdu)?),
            _ => Err(Status::ISO_INSTRUCTION.into()),
        }
    }

    /// Inside a session, reading and writing go by the chip's own commands.
    fn outside_session(&self) -> Result<(), Status> {
        if self.volatile.session.is_none() { Ok(()) } else { Err(Status::ISO_SECURITY) }
    }
}
