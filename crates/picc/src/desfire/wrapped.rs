//! The chip's own commands, wrapped in APDUs of class `90`.
//!
//! Source: libfreefare and proxmark3; NT4H2421Gx Rev. 3.0, "APDU structure", "Multi-pass authentication".

use tapsmith_card::apdu::{CommandApdu, ResponseApdu};
use tapsmith_card::status::Status;
use tapsmith_core::random::Random;

use super::commands::{read_data, write_data};
use super::outcome::{Outcome, Passed};
use super::sdm::ReadCommand;
use super::volatile::{Frames, Pending};
use super::{Desfire, authentication};
use crate::ev2::answer::Stop;
use crate::ev2::unknowns::{InterruptingFirst, WrappedHeader};

const ADDITIONAL_FRAME: u8 = 0xAF;

impl Desfire {
    /// Answers a wrapped command.
    pub(super) fn wrapped<R: Random>(
        &mut self,
        command: &[u8],
        random: &mut R,
    ) -> Result<ResponseApdu, R::Error> {
        match self.pass(command, random) {
            Ok(Outcome::Frame { status, data }) => Ok(ResponseApdu { data, status }),
            Ok(Outcome::Passed(passed)) => Ok(self.seal(passed)),
            Err(Stop::Refused(status)) => Ok(self.refuse(status)),
            Err(Stop::Random(error)) => Err(error),
        }
    }

    fn pass<R: Random>(
        &mut self,
        command: &[u8],
        random: &mut R,
    ) -> Result<Outcome, Stop<R::Error>> {
        let pending = self.volatile.pending.take();
        let goes_on = matches!(pending, Some(Pending::Answer(_)));
        let keeps_run = match command.get(1) {
            Some(&(read_data::READ | read_data::IN_FRAMES)) => true,
            Some(&ADDITIONAL_FRAME) => goes_on,
            _ => false,
        };
        self.volatile.run =
            self.volatile.run.filter(|run| keeps_run && run.survives(ReadCommand::Data));
        let apdu = match CommandApdu::from_bytes(command) {
            Ok(apdu) if self.header_fits(&apdu) => apdu,
            _ => {
                self.abandon(pending);
                return Err(Status::LENGTH.into());
            }
        };
        match (pending, apdu.instruction) {
            (Some(pending), ADDITIONAL_FRAME) => self.go_on(pending, &apdu.data, random),
            (Some(pending), instruction) if !self.may_interrupt(&pending, instruction) => {
                self.abandon(Some(pending));
                Err(Status::COMMAND_ABORTED.into())
            }
            (pending, instruction) => {
                self.abandon(pending);
                self.begin(instruction, &apdu.data, random)
            }
        }
    }

    pub(super) fn header_fits(&self, apdu: &CommandApdu) -> bool {
        self.unknowns.wrapped_header == WrappedHeader::Ignored
            || (apdu.parameters == [0, 0] && apdu.expected == Some(0))
    }

    /// Whether a new authentication may take the place of one under way.
    fn may_interrupt(&self, pending: &Pending, instruction: u8) -> bool {
        matches!(pending, Pending::Authentication(_))
            && authentication::BEGINNINGS.contains(&instruction)
            && self.unknowns.interrupting_first == InterruptingFirst::StartsAnew
    }

    fn go_on<R: Random>(
        &mut self,
        pending: Pending,
        body: &[u8],
        random: &mut R,
    ) -> Result<Outcome, Stop<R::Error>> {
        match pending {
            Pending::Authentication(challenge) => {
                authentication::prove(self, &challenge, body, random)
            }
            Pending::Answer(_) if !body.is_empty() => Err(Status::LENGTH.into()),
            Pending::Answer(frames) => {
                let ResponseApdu { data, status } = self.next_frame(frames);
                Ok(Outcome::Frame { status, data })
            }
            Pending::Write(arrived) => Ok(write_data::go_on(self, arrived, body)?),
        }
    }

    /// The answer as the session protects it, if there still is one, and of it the first frame.
    fn seal(&mut self, passed: Passed) -> ResponseApdu {
        let Passed { mode, status, data, cut } = passed;
        let data = match &mut self.volatile.session {
            Some(session) => session.seal(status, mode, &data),
            None => data,
        };
        self.next_frame(Frames { status, frames: cut.frames(data) })
    }

    /// The others wait.
    fn next_frame(&mut self, mut frames: Frames) -> ResponseApdu {
        let data = frames.frames.pop_front().unwrap_or_default();
        if frames.frames.is_empty() {
            return ResponseApdu { data, status: frames.status };
        }
        self.volatile.pending = Some(Pending::Answer(frames));
        ResponseApdu { data, status: Status::ADDITIONAL_FRAME }
    }
}
