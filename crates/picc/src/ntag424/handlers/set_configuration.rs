//! `SetConfiguration`: only in a session with key 0. One option a command, each wholly or not at
//! all; what can only be switched on stays on.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`SetConfiguration`"; NT4H2421Tx Rev. 3.0 for the tag-tamper loop.
//! That the answer to option 05h has no MAC, and that LRP ends the session, was seen on silicon.

use tapsmith_card::command::{Command, FileNumber, SetConfiguration};
use tapsmith_card::status::Status;
use tapsmith_core::access::{Access, CommMode};
use tapsmith_core::profile::FailureRule;
use tapsmith_core::suite::Suite;

use crate::ntag424::answer::Answer;
use crate::ntag424::channel::MAC_LENGTH;
use crate::ntag424::unknowns::ConfigurationAnswer;
use crate::ntag424::{Memory, Ntag424};

/// Option, a block and MAC, whichever option it is.
const ON_WIRE: usize = SetConfiguration::HEADER + 16 + MAC_LENGTH;

/// The option of the tag-tamper loop.
const TAG_TAMPER: u8 = 0x07;

pub(in crate::ntag424) fn handle(card: &mut Ntag424, body: &[u8]) -> Result<Answer, Status> {
    card.admit_master(ON_WIRE, body)?;
    let (instruction, header) = (SetConfiguration::INSTRUCTION, SetConfiguration::HEADER);
    let payload = card.open(instruction, CommMode::Full, header, body)?;
    if payload.first() == Some(&TAG_TAMPER) && card.memory.tamper.is_none() {
        return Err(Status::PARAMETER);
    }
    let command = SetConfiguration::decode(&payload)?;
    let suite = card.memory.configuration.suite;
    set(&mut card.memory, command);
    if card.memory.configuration.suite != suite {
        card.volatile.session = None;
    }
    Ok(Answer::done(answered_in(card, command)))
}

fn set(memory: &mut Memory, command: SetConfiguration) {
    let configuration = &mut memory.configuration;
    match command {
        SetConfiguration::RandomUid(on) => configuration.random_uid |= on,
        SetConfiguration::ChainedWritesOff(off) => configuration.chained_writes_off |= off,
        SetConfiguration::Capabilities { lrp, user } => {
            configuration.capabilities = user;
            if lrp && configuration.suite == Suite::Aes {
                switch_to_lrp(memory);
            }
        }
        SetConfiguration::TagTamper { on, read } => set_tamper(memory, on, read),
        SetConfiguration::FailedAuthentications(rule) => {
            configuration.failed_authentications = match rule.limit {
                // Switched off, the other value means nothing.
                0 => FailureRule { limit: 0, ..configuration.failed_authentications },
                _ => rule,
            };
        }
        SetConfiguration::StrongBackModulation(strong) => {
            configuration.strong_back_modulation = strong;
        }
    }
}

/// SDM was set for AES, and goes off.
fn switch_to_lrp(memory: &mut Memory) {
    memory.configuration.suite = Suite::Lrp;
    memory.files.settings_mut(FileNumber::Ndef).sdm = None;
}

fn set_tamper(memory: &mut Memory, on: bool, read: Access) {
    if let Some(tamper) = &mut memory.tamper {
        tamper.on |= on;
        tamper.read = read;
    }
}

/// Whether there is a MAC, if there still is a session.
fn answered_in(card: &Ntag424, command: SetConfiguration) -> CommMode {
    let bare = matches!(command, SetConfiguration::Capabilities { .. });
    match card.unknowns.configuration_answer {
        ConfigurationAnswer::MacButForCapabilities if !bare => CommMode::Full,
        _ => CommMode::Plain,
    }
}
