//! The chip's own commands, wrapped in APDUs of class `90`.
//!
//! Source: NT4H2421Gx Rev. 3.0, "APDU structure", "Command set", "Multi-pass authentication".

use tapsmith_card::apdu::{CommandApdu, ResponseApdu};
use tapsmith_card::command::{
    ChangeFileSettings, ChangeKey, Command, GetCardUid, GetFileCounters, GetFileSettings,
    GetKeyVersion, GetTtStatus, GetVersion, ReadData, ReadSig, SetConfiguration, WriteData,
};
use tapsmith_card::status::Status;
use tapsmith_core::random::Random;

use super::answer::{Answer, Passed, Stop};
use super::sdm::ReadCommand;
use super::unknowns::{InterruptingFirst, WrappedHeader};
use super::volatile::Pending;
use super::{Ntag424, authentication, handlers};

const ADDITIONAL_FRAME: u8 = 0xAF;

impl Ntag424 {
    /// Answers a wrapped command.
    pub(super) fn wrapped<R: Random>(
        &mut self,
        command: &[u8],
        random: &mut R,
    ) -> Result<ResponseApdu, R::Error> {
        match self.pass(command, random) {
            Ok(Answer::Frame { status, data }) => Ok(ResponseApdu { data, status }),
            Ok(Answer::Passed(passed)) => Ok(self.seal(passed)),
            Err(Stop::Refused(status)) => Ok(self.refuse(status)),
            Err(Stop::Random(error)) => Err(error),
        }
    }

    fn pass<R: Random>(
        &mut self,
        command: &[u8],
        random: &mut R,
    ) -> Result<Answer, Stop<R::Error>> {
        let instruction = command.get(1).copied();
        let is_read = instruction == Some(ReadData::INSTRUCTION);
        let run = self.volatile.run.filter(|run| is_read && run.survives(ReadCommand::Data));
        self.volatile.run = run;
        let pending = self.volatile.pending.take();
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
            && instruction == authentication::FIRST
            && self.unknowns.interrupting_first == InterruptingFirst::StartsAnew
    }

    fn go_on<R: Random>(
        &mut self,
        pending: Pending,
        body: &[u8],
        random: &mut R,
    ) -> Result<Answer, Stop<R::Error>> {
        match pending {
            Pending::Authentication(challenge) => {
                authentication::prove(self, &challenge, body, random)
            }
            Pending::Version(frame) => Ok(handlers::get_version::go_on(self, frame, body)?),
        }
    }

    fn begin<R: Random>(
        &mut self,
        instruction: u8,
        body: &[u8],
        random: &mut R,
    ) -> Result<Answer, Stop<R::Error>> {
        let answer = match instruction {
            authentication::FIRST => return authentication::first(self, body, random),
            authentication::NON_FIRST => return authentication::non_first(self, body, random),
            ReadData::INSTRUCTION => return handlers::read_data::handle(self, body, random),
            WriteData::INSTRUCTION => handlers::write_data::handle(self, body),
            GetVersion::INSTRUCTION => handlers::get_version::handle(self, body),
            GetCardUid::INSTRUCTION => handlers::get_card_uid::handle(self, body),
            GetKeyVersion::INSTRUCTION => handlers::get_key_version::handle(self, body),
            GetFileSettings::INSTRUCTION => handlers::get_file_settings::handle(self, body),
            ChangeFileSettings::INSTRUCTION => handlers::change_file_settings::handle(self, body),
            ChangeKey::INSTRUCTION => handlers::change_key::handle(self, body),
            SetConfiguration::INSTRUCTION => handlers::set_configuration::handle(self, body),
            GetFileCounters::INSTRUCTION => handlers::get_file_counters::handle(self, body),
            GetTtStatus::INSTRUCTION => handlers::get_tt_status::handle(self, body),
            ReadSig::INSTRUCTION => handlers::read_sig::handle(self, body),
            _ => Err(Status::ILLEGAL_COMMAND),
        };
        Ok(answer?)
    }

    /// The answer as the session protects it, if there still is one.
    fn seal(&mut self, passed: Passed) -> ResponseApdu {
        let Passed { mode, status, mut data, already_sent } = passed;
        let data = match &mut self.volatile.session {
            Some(session) => session.seal(status, mode, &data, already_sent),
            None => data.split_off(already_sent.min(data.len())),
        };
        ResponseApdu { data, status }
    }
}
