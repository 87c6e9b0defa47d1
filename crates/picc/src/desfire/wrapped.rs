//! The chip's own commands, wrapped in APDUs of class `90`.
//!
//! Source: M075031, "Command set"; NT4H2421Gx Rev. 3.0, "APDU structure", "Multi-pass authentication".

use tapsmith_card::apdu::{CommandApdu, ResponseApdu};
use tapsmith_card::status::Status;
use tapsmith_core::random::Random;

use super::commands::{
    change_file_settings, change_key, change_key_settings, create_application,
    create_std_data_file, delete_application, delete_file, format_picc, free_memory,
    get_application_ids, get_card_uid, get_df_names, get_file_counters, get_file_ids,
    get_file_settings, get_iso_file_ids, get_key_settings, get_key_version, get_version, read_data,
    read_sig, select_application, write_data,
};
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
            && matches!(instruction, authentication::FIRST | authentication::LEGACY)
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

    fn begin<R: Random>(
        &mut self,
        instruction: u8,
        body: &[u8],
        random: &mut R,
    ) -> Result<Outcome, Stop<R::Error>> {
        match instruction {
            authentication::LEGACY => authentication::legacy(self, body, random),
            authentication::FIRST => authentication::first(self, body, random),
            authentication::NON_FIRST => authentication::non_first(self, body, random),
            read_data::READ | read_data::IN_FRAMES => {
                read_data::handle(self, instruction, body, random)
            }
            _ => Ok(self.without_chance(instruction, body)?),
        }
    }

    /// Commands that need no randomness.
    fn without_chance(&mut self, instruction: u8, body: &[u8]) -> Result<Outcome, Status> {
        match instruction {
            get_version::INSTRUCTION => get_version::handle(self, body),
            get_card_uid::INSTRUCTION => get_card_uid::handle(self, body),
            read_sig::INSTRUCTION => read_sig::handle(self, body),
            free_memory::INSTRUCTION => free_memory::handle(self, body),
            get_application_ids::INSTRUCTION => get_application_ids::handle(self, body),
            get_df_names::INSTRUCTION => get_df_names::handle(self, body),
            get_key_settings::INSTRUCTION => get_key_settings::handle(self, body),
            get_key_version::INSTRUCTION => get_key_version::handle(self, body),
            create_application::INSTRUCTION => create_application::handle(self, body),
            delete_application::INSTRUCTION => delete_application::handle(self, body),
            select_application::INSTRUCTION => select_application::handle(self, body),
            format_picc::INSTRUCTION => format_picc::handle(self, body),
            change_key::INSTRUCTION => change_key::handle(self, body),
            change_key_settings::INSTRUCTION => change_key_settings::handle(self, body),
            _ => self.of_files(instruction, body),
        }
    }

    fn of_files(&mut self, instruction: u8, body: &[u8]) -> Result<Outcome, Status> {
        match instruction {
            create_std_data_file::INSTRUCTION => create_std_data_file::handle(self, body),
            delete_file::INSTRUCTION => delete_file::handle(self, body),
            get_file_ids::INSTRUCTION => get_file_ids::handle(self, body),
            get_iso_file_ids::INSTRUCTION => get_iso_file_ids::handle(self, body),
            get_file_settings::INSTRUCTION => get_file_settings::handle(self, body),
            change_file_settings::INSTRUCTION => change_file_settings::handle(self, body),
            get_file_counters::INSTRUCTION => get_file_counters::handle(self, body),
            write_data::WRITE | write_data::IN_FRAMES => {
                write_data::handle(self, instruction, body)
            }
            _ => Err(Status::ILLEGAL_COMMAND),
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
