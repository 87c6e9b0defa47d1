//! From an instruction to its command.

use tapsmith_card::status::Status;
use tapsmith_core::random::Random;

use super::commands::{
    change_file_settings, change_key, change_key_settings, create_application,
    create_std_data_file, delete_application, delete_file, format_picc, free_memory,
    get_application_ids, get_card_uid, get_df_names, get_file_counters, get_file_ids,
    get_file_settings, get_iso_file_ids, get_key_settings, get_key_version, get_version, read_data,
    read_sig, select_application, write_data,
};
use super::outcome::Outcome;
use super::{Desfire, authentication};
use crate::ev2::answer::Stop;

impl Desfire {
    /// Carries out a command that is not the next frame of another.
    pub(super) fn begin<R: Random>(
        &mut self,
        instruction: u8,
        body: &[u8],
        random: &mut R,
    ) -> Result<Outcome, Stop<R::Error>> {
        match instruction {
            authentication::LEGACY => authentication::legacy(self, body, random),
            authentication::ISO | authentication::AES => {
                authentication::ev1(self, instruction, body, random)
            }
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
}
