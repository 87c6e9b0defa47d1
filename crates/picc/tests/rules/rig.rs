//! A reader for the tests. Its end of authentication and secure messaging is `tapsmith-card`'s,
//! written by another hand than the card's end: what both get wrong in the same way, the published
//! dialogues and the foreign client tell. In LRP mode it is [`lrp`], written for these tests.

use std::convert::Infallible;

use tapsmith_card::apdu::{CommandApdu, ResponseApdu};
use tapsmith_card::auth::Opening;
use tapsmith_card::channel::Channel;
use tapsmith_card::command::{ChangeFileSettings, Command, FileNumber, IsoCommand, IsoSelectFile};
use tapsmith_core::access::CommMode;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::random::Random;
use tapsmith_core::suite::Suite;
use tapsmith_core::uid::Uid;
use tapsmith_picc::ntag424::Configuration;
use tapsmith_picc::{Memory, Ntag424, Unknowns};
use zeroize::Zeroizing;

use crate::SUITE;
use crate::lrp;

pub(crate) const UID: Uid = Uid([0x04, 0x95, 0x8C, 0xAA, 0x5C, 0x5E, 0x80]);

/// Random to nobody: counts.
pub(crate) struct Running(pub(crate) u8);

impl Random for Running {
    type Error = Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for byte in out {
            self.0 = self.0.wrapping_mul(5).wrapping_add(17);
            *byte = self.0;
        }
        Ok(())
    }
}

/// A card in the field.
pub(crate) struct Rig {
    pub(crate) card: Ntag424,
    random: Running,
}

/// A session's end.
pub(crate) enum Open {
    Aes(Channel),
    Lrp(Box<lrp::Channel>),
}

impl Open {
    fn wrap<C: Command>(&mut self, command: &C) -> CommandApdu {
        match self {
            Self::Aes(channel) => channel.wrap(command).unwrap(),
            Self::Lrp(channel) => channel.wrap(command),
        }
    }

    fn unwrap(&mut self, mode: CommMode, answer: &ResponseApdu) -> Vec<u8> {
        match self {
            Self::Aes(channel) => channel.unwrap(mode, answer).unwrap().to_vec(),
            Self::Lrp(channel) => channel.unwrap(mode, answer),
        }
    }
}

/// A factory chip in the mode of this run.
pub(crate) fn memory() -> Memory {
    in_suite(Memory::factory(UID))
}

pub(crate) fn in_suite(memory: Memory) -> Memory {
    let configuration = Configuration { suite: SUITE, ..*memory.configuration() };
    memory.with_configuration(configuration)
}

/// Any bytes as a command: `H` of them stay readable in full mode.
pub(crate) struct Raw<const INSTRUCTION: u8, const H: usize> {
    pub(crate) mode: CommMode,
    pub(crate) payload: Vec<u8>,
}

impl<const INSTRUCTION: u8, const H: usize> Command for Raw<INSTRUCTION, H> {
    const NAME: &'static str = "raw";
    const INSTRUCTION: u8 = INSTRUCTION;
    const HEADER: usize = H;
    type Reply = Vec<u8>;

    fn mode(&self) -> CommMode {
        self.mode
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.payload.clone())
    }
}

pub(crate) fn key(number: u8) -> KeyNumber {
    KeyNumber::try_from(number).unwrap()
}

/// The body of a first part, as the mode of this run wants it.
pub(crate) fn first(number: u8) -> Vec<u8> {
    match SUITE {
        Suite::Aes => vec![number, 0],
        Suite::Lrp => vec![number, 1, 2],
    }
}

impl Rig {
    /// A factory card, its application selected.
    pub(crate) fn new() -> Self {
        Self::with(Unknowns::default())
    }

    pub(crate) fn with(unknowns: Unknowns) -> Self {
        Self::of(memory(), unknowns)
    }

    /// A card with this memory, its application selected.
    pub(crate) fn of(memory: Memory, unknowns: Unknowns) -> Self {
        let mut rig = Self::fresh(memory, unknowns);
        rig.select();
        rig
    }

    /// A card whose memory, as JSON, was changed by `edit`.
    pub(crate) fn edited(unknowns: Unknowns, edit: &[(&str, &str)]) -> Self {
        let mut text = memory().to_json().to_string();
        for (from, to) in edit {
            assert!(text.contains(from), "no {from} in {text}");
            text = text.replacen(from, to, 1);
        }
        Self::of(Memory::from_json(&text).unwrap(), unknowns)
    }

    /// Nothing selected yet.
    pub(crate) fn fresh(memory: Memory, unknowns: Unknowns) -> Self {
        Self { card: Ntag424::with(memory, unknowns), random: Running(0) }
    }

    /// The answer's data and its status word.
    pub(crate) fn send(&mut self, command: &[u8]) -> (Vec<u8>, u16) {
        let Ok(answer) = self.card.exchange(command, &mut self.random);
        let answer = ResponseApdu::from_bytes(&answer).unwrap();
        (answer.data, answer.status.0)
    }

    /// The status word alone.
    pub(crate) fn status(&mut self, command: &[u8]) -> u16 {
        self.send(command).1
    }

    pub(crate) fn apdu(&mut self, command: &CommandApdu) -> (Vec<u8>, u16) {
        self.send(&command.to_bytes().unwrap())
    }

    /// The power goes after `frames` frames of `command`.
    pub(crate) fn tear(&mut self, command: &[u8], frames: usize) {
        let Ok(()) = self.card.exchange_torn(command, frames, &mut self.random);
    }

    /// `90 INS 00 00 [Lc data] 00`
    pub(crate) fn wrapped(&mut self, instruction: u8, data: &[u8]) -> (Vec<u8>, u16) {
        self.apdu(&CommandApdu::wrapped(instruction, data.to_vec()))
    }

    pub(crate) fn select(&mut self) {
        assert_eq!(self.apdu(&IsoSelectFile::Application.apdu()).1, 0x9000);
    }

    pub(crate) fn select_file(&mut self, file: FileNumber) {
        assert_eq!(self.apdu(&IsoSelectFile::File(file).apdu()).1, 0x9000);
    }

    /// The first part's status word and challenge.
    pub(crate) fn part_one(&mut self, number: u8) -> (Vec<u8>, u16) {
        self.wrapped(0x71, &first(number))
    }

    /// A session with a key that is still the factory's.
    pub(crate) fn authenticate(&mut self, number: u8) -> Open {
        self.authenticate_with(number, &AesKey::factory()).unwrap()
    }

    /// The status word of the part that failed, if one did.
    pub(crate) fn authenticate_with(&mut self, number: u8, with: &AesKey) -> Result<Open, u16> {
        match SUITE {
            Suite::Aes => self.open(Opening::first(key(number)), with),
            Suite::Lrp => lrp::first(self, number, with).map(Box::new).map(Open::Lrp),
        }
    }

    /// The session goes on under another key.
    pub(crate) fn reauthenticate(&mut self, open: Open, number: u8) -> Result<Open, u16> {
        match open {
            Open::Aes(channel) => {
                self.open(Opening::non_first(channel, key(number)), &AesKey::factory())
            }
            Open::Lrp(channel) => lrp::non_first(self, &channel, number, &AesKey::factory())
                .map(Box::new)
                .map(Open::Lrp),
        }
    }

    fn open(&mut self, opening: Opening, with: &AesKey) -> Result<Open, u16> {
        let (challenge, status) = self.apdu(&opening.command());
        if status != 0x91AF {
            return Err(status);
        }
        let challenged = opening.challenge(&challenge, with, [0xA5; 16]).unwrap();
        let (proof, status) = self.apdu(challenged.command());
        if status != 0x9100 {
            return Err(status);
        }
        Ok(Open::Aes(challenged.finish(&proof).unwrap()))
    }

    /// Counts a failure with `number`.
    pub(crate) fn fail(&mut self, number: u8) -> u16 {
        let wrong = AesKey::init_with(|key| key[0] = 0xFF);
        self.authenticate_with(number, &wrong).err().unwrap()
    }

    /// A command in a session: its status word, and its data if it passed, its MAC checked.
    pub(crate) fn secure<C: Command>(&mut self, open: &mut Open, command: &C) -> (Vec<u8>, u16) {
        let (data, status) = self.apdu(&open.wrap(command));
        if !matches!(status, 0x9100 | 0x9190) {
            assert!(data.is_empty(), "an error carries nothing");
            return (data, status);
        }
        let answer = ResponseApdu { data, status: tapsmith_card::status::Status(status) };
        (open.unwrap(command.mode(), &answer), status)
    }

    /// Whether the session is still alive: asks for a key version, with its MAC.
    pub(crate) fn alive(&mut self, open: &mut Open) -> bool {
        let command = Raw::<0x64, 1> { mode: CommMode::Mac, payload: vec![0] };
        self.secure(open, &command).1 == 0x9100
    }

    /// `ChangeFileSettings` with any bytes after the file's number, in a session with key 0.
    pub(crate) fn change_settings(&mut self, file: u8, settings: &[u8]) -> u16 {
        let mut open = self.authenticate(0);
        let payload = [&[file], settings].concat();
        let command =
            Raw::<{ ChangeFileSettings::INSTRUCTION }, 1> { mode: CommMode::Full, payload };
        self.secure(&mut open, &command).1
    }

    /// `SetConfiguration`: the answer's bytes as they came, and its status word. A MAC is checked.
    pub(crate) fn configure(&mut self, open: &mut Open, option: u8, data: &[u8]) -> (usize, u16) {
        let payload = [&[option], data].concat();
        let command = Raw::<0x5C, 1> { mode: CommMode::Full, payload };
        let (data, status) = self.apdu(&open.wrap(&command));
        if status == 0x9100 {
            let mode = if data.is_empty() { CommMode::Plain } else { CommMode::Full };
            assert!(Self::opened(open, mode, &data).is_empty());
        }
        (data.len(), status)
    }

    /// The same in a session of its own, passing.
    pub(crate) fn configured(&mut self, option: u8, data: &[u8]) {
        let mut open = self.authenticate(0);
        assert_eq!(self.configure(&mut open, option, data).1, 0x9100, "{option:02X} {data:02X?}");
    }

    /// `ReadData` without a session.
    pub(crate) fn read_data(&mut self, file: u8, offset: u8, length: u8) -> (Vec<u8>, u16) {
        self.wrapped(0xAD, &[file, offset, 0, 0, length, 0, 0])
    }

    /// `ISOReadBinary` of the selected file.
    pub(crate) fn read_binary(&mut self, offset: u8, length: u8) -> (Vec<u8>, u16) {
        self.send(&[0x00, 0xB0, 0x00, offset, length])
    }

    pub(crate) fn counter(&self) -> u32 {
        self.card.memory().read_counter().into()
    }
}

/// For what does not go in one exchange.
impl Rig {
    /// A command as the session protects it.
    pub(crate) fn sealed<C: Command>(open: &mut Open, command: &C) -> CommandApdu {
        open.wrap(command)
    }

    /// An answer of several frames, its protection taken off.
    pub(crate) fn opened(open: &mut Open, mode: CommMode, data: &[u8]) -> Vec<u8> {
        let status = tapsmith_card::status::Status::OK;
        let answer = ResponseApdu { data: data.to_vec(), status };
        open.unwrap(mode, &answer)
    }
}
