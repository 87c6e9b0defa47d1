//! A card, and what sends to it.

use std::convert::Infallible;

use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_picc::desfire::{Desfire, Memory, Unknowns};

use crate::reader::{Ev1, Ev2, Legacy};

pub(crate) const UID: Uid = Uid([0x04, 0x44, 0x8B, 0xD2, 0xDB, 0x6B, 0x80]);

/// The application of a card for an address, as it is selected.
pub(crate) const AID: [u8; 3] = [0x01, 0x00, 0x00];

pub(crate) const ZERO: [u8; 16] = [0; 16];

/// Random to nobody: counts.
pub(crate) struct Running(u8);

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
    pub(crate) card: Desfire,
    random: Running,
}

/// How a command of a session travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Plain,
    Mac,
    /// So many bytes stay readable.
    Full(usize),
}

/// `CreateStdDataFile`, as it is said in most tests.
#[derive(Clone, Copy)]
pub(crate) struct NewFile {
    pub(crate) number: u8,
    pub(crate) iso: u16,
    pub(crate) option: u8,
    pub(crate) rights: [u8; 2],
    pub(crate) size: usize,
}

impl NewFile {
    pub(crate) fn body(self) -> Vec<u8> {
        let [s0, s1, s2, ..] = self.size.to_le_bytes();
        let [low, high] = self.iso.to_le_bytes();
        let [r0, r1] = self.rights;
        vec![self.number, low, high, self.option, r0, r1, s0, s1, s2]
    }
}

pub(crate) const CONTAINER: NewFile =
    NewFile { number: 1, iso: 0xE103, option: 0x00, rights: [0x00, 0xE0], size: 32 };
pub(crate) const NDEF: NewFile =
    NewFile { number: 2, iso: 0xE104, option: 0x40, rights: [0xE0, 0xEE], size: 256 };
pub(crate) const PROPRIETARY: NewFile =
    NewFile { number: 3, iso: 0xE105, option: 0x03, rights: [0x30, 0x23], size: 128 };

/// `CreateApplication` of a card for an address.
pub(crate) const NEW_APPLICATION: [u8; 14] =
    [0x01, 0x00, 0x00, 0x0B, 0xA5, 0x10, 0xE1, 0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01];

impl Rig {
    /// As delivered.
    pub(crate) fn delivered() -> Self {
        Self::with(Unknowns::default())
    }

    pub(crate) fn with(unknowns: Unknowns) -> Self {
        Self::of(Memory::factory(UID), unknowns)
    }

    pub(crate) fn of(memory: Memory, unknowns: Unknowns) -> Self {
        Self { card: Desfire::with(memory, unknowns), random: Running(0) }
    }

    /// With the application of a card for an address, selected, and no files.
    pub(crate) fn application() -> Self {
        Self::application_with(Unknowns::default())
    }

    pub(crate) fn application_with(unknowns: Unknowns) -> Self {
        let mut rig = Self::with(unknowns);
        assert_eq!(rig.native(0xCA, &NEW_APPLICATION), (vec![], 0x9100));
        assert_eq!(rig.native(0x5A, &AID).1, 0x9100);
        rig
    }

    /// The same with its three files.
    pub(crate) fn files() -> Self {
        Self::files_with(Unknowns::default())
    }

    pub(crate) fn files_with(unknowns: Unknowns) -> Self {
        let mut rig = Self::application_with(unknowns);
        let mut session = rig.ev2(0, &ZERO).unwrap();
        for file in [CONTAINER, NDEF, PROPRIETARY] {
            assert_eq!(rig.secure(&mut session, Mode::Mac, 0xCD, &file.body()), (vec![], 0x9100));
        }
        assert_eq!(rig.native(0x5A, &AID).1, 0x9100);
        rig
    }

    /// The answer's data and its status word.
    pub(crate) fn send(&mut self, command: &[u8]) -> (Vec<u8>, u16) {
        let Ok(mut answer) = self.card.exchange(command, &mut self.random);
        let status = answer.split_off(answer.len() - 2);
        (answer, u16::from_be_bytes([status[0], status[1]]))
    }

    /// `90 INS 00 00 [Lc data] 00`
    pub(crate) fn native(&mut self, instruction: u8, data: &[u8]) -> (Vec<u8>, u16) {
        self.send(&wrapped(instruction, data))
    }

    /// The status word alone.
    pub(crate) fn status(&mut self, instruction: u8, data: &[u8]) -> u16 {
        self.native(instruction, data).1
    }

    /// The frames of an answer, and the last status word.
    pub(crate) fn frames(&mut self, instruction: u8, data: &[u8]) -> (Vec<Vec<u8>>, u16) {
        let (first, mut status) = self.native(instruction, data);
        let mut frames = vec![first];
        while status == 0x91AF {
            let (frame, next) = self.native(0xAF, &[]);
            frames.push(frame);
            status = next;
        }
        (frames, status)
    }

    /// `00 A4`
    pub(crate) fn select(&mut self, how: u8, data: &[u8]) -> u16 {
        let length = u8::try_from(data.len()).unwrap();
        let head = [0x00, 0xA4, how, 0x0C];
        let lc = (length > 0).then_some(length);
        self.send(&head.into_iter().chain(lc).chain(data.iter().copied()).collect::<Vec<_>>()).1
    }

    /// `ISOReadBinary` of the selected file.
    pub(crate) fn read_binary(&mut self, offset: u8, length: u8) -> (Vec<u8>, u16) {
        self.send(&[0x00, 0xB0, 0x00, offset, length])
    }

    /// `ReadData` without a session.
    pub(crate) fn read_data(&mut self, file: u8, offset: u8, length: u8) -> (Vec<u8>, u16) {
        self.native(0xAD, &[file, offset, 0, 0, length, 0, 0])
    }

    /// The power goes after `frames` frames of `command`.
    pub(crate) fn tear(&mut self, command: &[u8], frames: usize) {
        let Ok(()) = self.card.exchange_torn(command, frames, &mut self.random);
    }
}

/// Sessions.
impl Rig {
    /// `AuthenticateEV2First`; the status word of the part that failed, if one did.
    pub(crate) fn ev2(&mut self, number: u8, key: &[u8; 16]) -> Result<Ev2, u16> {
        let (challenge, status) = self.native(0x71, &[number, 0]);
        if status != 0x91AF {
            return Err(status);
        }
        let (half, proof) = Ev2::answer(key, &challenge);
        match self.native(0xAF, &proof) {
            (proof, 0x9100) => Ok(half.first(&proof)),
            (_, status) => Err(status),
        }
    }

    /// `AuthenticateEV2NonFirst`.
    pub(crate) fn ev2_again(&mut self, open: &Ev2, number: u8, key: &[u8; 16]) -> Result<Ev2, u16> {
        let (challenge, status) = self.native(0x77, &[number]);
        if status != 0x91AF {
            return Err(status);
        }
        let (half, proof) = Ev2::answer(key, &challenge);
        match self.native(0xAF, &proof) {
            (proof, 0x9100) => Ok(half.non_first(&proof, open)),
            (_, status) => Err(status),
        }
    }

    /// `AuthenticateAES`.
    pub(crate) fn ev1(&mut self, number: u8, key: &[u8; 16]) -> Result<Ev1, u16> {
        let (challenge, status) = self.native(0xAA, &[number]);
        if status != 0x91AF {
            return Err(status);
        }
        let (session, proof) = Ev1::answer(key, &challenge);
        match self.native(0xAF, &proof) {
            (_, 0x9100) => Ok(session),
            (_, status) => Err(status),
        }
    }

    /// `Authenticate`.
    pub(crate) fn legacy(&mut self, key: &[u8; 16]) -> Result<Legacy, u16> {
        let (challenge, status) = self.native(0x0A, &[0]);
        if status != 0x91AF {
            return Err(status);
        }
        let (legacy, proof) = Legacy::answer(key, &challenge);
        match self.native(0xAF, &proof) {
            (proof, 0x9100) => {
                legacy.check(key, &proof);
                Ok(legacy)
            }
            (_, status) => Err(status),
        }
    }

    /// A command in an EV2 session: its data if it passed, its MAC checked, and its status word.
    pub(crate) fn secure(
        &mut self,
        session: &mut Ev2,
        mode: Mode,
        instruction: u8,
        data: &[u8],
    ) -> (Vec<u8>, u16) {
        let body = session.wrap(mode, instruction, data);
        let (frames, status) = self.frames(instruction, &body);
        let data = frames.concat();
        if !matches!(status, 0x9100 | 0x9190) {
            assert!(data.is_empty(), "an error carries nothing");
            return (data, status);
        }
        let [_, low] = status.to_be_bytes();
        (session.unwrap(mode, low, &data), status)
    }

    /// The same, where only the status word matters.
    pub(crate) fn secured(
        &mut self,
        session: &mut Ev2,
        mode: Mode,
        instruction: u8,
        data: &[u8],
    ) -> u16 {
        self.secure(session, mode, instruction, data).1
    }

    /// Whether the session is still alive: asks for a key version, with its MAC.
    pub(crate) fn alive(&mut self, session: &mut Ev2) -> bool {
        self.secured(session, Mode::Mac, 0x64, &[0]) == 0x9100
    }

    /// The PICC's master key becomes this AES key of version 01.
    pub(crate) fn with_aes_picc(key: &[u8; 16]) -> Self {
        let mut rig = Self::delivered();
        let legacy = rig.legacy(&ZERO).unwrap();
        let body = [&[0x80][..], &legacy.encrypt(&[&key[..], &[0x01]].concat())].concat();
        assert_eq!(rig.native(0xC4, &body), (vec![], 0x9100));
        rig
    }
}

pub(crate) fn wrapped(instruction: u8, data: &[u8]) -> Vec<u8> {
    let head = [0x90, instruction, 0, 0];
    let lc = u8::try_from(data.len()).ok().filter(|length| *length > 0);
    head.into_iter().chain(lc).chain(data.iter().copied()).chain([0]).collect()
}
