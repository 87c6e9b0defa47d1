//! What a card of this kind does, without a byte of protocol: who may do what, and what the memory
//! is then.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Access conditions", "Communication modes", "Command set".

use tapsmith_card::command::FileNumber;
use tapsmith_card::settings::FileSettings;
use tapsmith_core::access::Access;
use tapsmith_core::access::CommMode::{self, Full, Mac, Plain};
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::uid::Uid;
use tapsmith_picc::Memory;

use crate::op::{Mode, Op, With};
use crate::settings::FIRST_MIRROR;

pub(crate) const UID: Uid = Uid([0x04, 1, 2, 3, 4, 5, 6]);

/// What a command answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Seen {
    Nothing,
    Bytes(Vec<u8>),
    Uid(Uid),
    Version(KeyVersion),
    Settings(FileSettings),
}

/// What becomes of an operation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    Passed(Seen),
    Refused,
    /// The client does not even send it.
    TooLong,
}

#[derive(Debug)]
pub(crate) struct Model {
    keys: [Slot; 5],
    files: [File; 3],
    selected: Selected,
    session: Option<KeyNumber>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Selected {
    Nothing,
    Application,
    File(FileNumber),
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    key: u8,
    version: u8,
    failures_in_a_row: u8,
    failures: u16,
}

#[derive(Debug)]
pub(crate) struct File {
    pub(crate) settings: FileSettings,
    data: Vec<u8>,
}

/// A key that is one byte sixteen times.
pub(crate) fn key_of(byte: u8) -> AesKey {
    AesKey::init_with(|key| key.fill(byte))
}

impl Model {
    /// As `memory`, whose keys are the factory's.
    pub(crate) fn of(memory: &Memory) -> Self {
        let file =
            |file| File { settings: *memory.settings(file), data: memory.data(file).to_vec() };
        Self {
            keys: [Slot::default(); 5],
            files: FileNumber::ALL.map(file),
            selected: Selected::Nothing,
            session: None,
        }
    }

    /// Whether `memory` is as it should be.
    pub(crate) fn is(&self, memory: &Memory) -> bool {
        KeyNumber::ALL.into_iter().all(|number| {
            let slot = self.slot(number);
            memory.key(number) == &key_of(slot.key)
                && memory.key_version(number) == KeyVersion(slot.version)
                && memory.failures(number).sequential == slot.failures_in_a_row
                && memory.failures(number).total == slot.failures
        }) && FileNumber::ALL.into_iter().all(|number| {
            let file = self.file(number);
            memory.data(number) == file.data && memory.settings(number) == &file.settings
        })
    }

    pub(crate) fn key(&self, number: KeyNumber, with: With) -> AesKey {
        let byte = self.slot(number).key;
        key_of(if with == With::Right { byte } else { !byte })
    }

    /// How a client in a session should send a command to read (or to write) `file`; any mode will
    /// do if nobody lets it.
    pub(crate) fn mode(&self, op: &Op) -> CommMode {
        let (file, asked, granted) = match op {
            Op::ReadData { file, mode, .. } => (*file, *mode, self.may_read(*file)),
            Op::WriteData { file, mode, .. } => (*file, *mode, self.may_write(*file)),
            _ => return Plain,
        };
        let own = self.file(file).settings.mode;
        let right = granted.map_or(own, |key| if key { own } else { Plain });
        match asked {
            // A read is sent alike in both, so that the card cannot see the mistake.
            Mode::This(Mac | Full) if right != Plain && matches!(op, Op::ReadData { .. }) => right,
            Mode::This(mode) => mode,
            Mode::Right => right,
        }
    }

    /// Whether a read shows mirrors.
    pub(crate) fn is_mirrored(&self, op: &Op) -> bool {
        let file = match op {
            Op::ReadData { file, .. } => Some(*file),
            Op::ReadBinary { .. } => self.open_file(),
            _ => None,
        };
        let sdm = file.and_then(|file| self.file(file).settings.sdm);
        self.session.is_none() && sdm.is_some()
    }

    pub(crate) fn power_off(&mut self) {
        (self.selected, self.session) = (Selected::Nothing, None);
    }

    /// An authentication that the client tries.
    pub(crate) fn authenticate(&mut self, number: KeyNumber, with: With) -> Outcome {
        self.session = None;
        if !self.in_application() {
            return Outcome::Refused;
        }
        let slot = self.slot_mut(number);
        if with == With::Wrong {
            slot.failures += 1;
            slot.failures_in_a_row += 1;
            return Outcome::Refused;
        }
        slot.failures = slot.failures.saturating_sub(10);
        slot.failures_in_a_row = 0;
        self.session = Some(number);
        Outcome::Passed(Seen::Nothing)
    }

    /// Any other operation. `sent` is how the client sends file commands; none if it has no session.
    pub(crate) fn apply(&mut self, op: &Op, sent: Option<CommMode>) -> Outcome {
        if too_long(op, sent) {
            return Outcome::TooLong;
        }
        if let Some(seen) = self.try_apply(op, sent) {
            return Outcome::Passed(seen);
        }
        self.session = None;
        Outcome::Refused
    }

    fn try_apply(&mut self, op: &Op, sent: Option<CommMode>) -> Option<Seen> {
        let in_session = sent.is_some();
        let protected = |mode| if in_session { mode } else { Plain };
        match op {
            Op::PowerOff | Op::Forget | Op::Authenticate { .. } => None,
            Op::GetVersion => self.fits(Mac, protected(Mac)).then_some(Seen::Uid(UID)),
            Op::ReadSig => self.fits(Full, protected(Full)).then_some(Seen::Nothing),
            Op::GetCardUid => {
                let passes = self.session.is_some() && self.fits(Full, protected(Full));
                passes.then_some(Seen::Uid(UID))
            }
            Op::GetKeyVersion(number) => {
                self.fits(Mac, protected(Mac)).then_some(())?;
                self.key_version(*number).map(Seen::Version)
            }
            Op::GetFileSettings(file) => {
                let passes = self.in_application() && self.fits(Mac, protected(Mac));
                passes.then_some(Seen::Settings(self.file(*file).settings))
            }
            Op::ReadData { file, offset, length, .. } => {
                self.read(*file, *offset, *length, sent.unwrap_or(Plain))
            }
            Op::WriteData { file, offset, data, .. } => {
                self.write(*file, *offset, data, sent.unwrap_or(Plain))
            }
            Op::ChangeKey { key, old, new, version } => {
                (*old == With::Right).then_some(())?;
                self.change_key(key.number(), *new, *version, in_session)
            }
            Op::ChangeMasterKey { new, version } => {
                let seen = self.change_key(KeyNumber::MASTER, *new, *version, in_session)?;
                self.session = None;
                Some(seen)
            }
            Op::ChangeFileSettings { file, proposal } => {
                let rights = [self.file(*file).settings.rights.change];
                let mode = if self.granted(rights)? { Full } else { Plain };
                let sdm = proposal.settings.sdm;
                let valid = sdm.is_none() || (proposal.valid && *file == FileNumber::Ndef);
                let passes = self.in_application() && self.fits(mode, protected(mode)) && valid;
                passes.then(|| self.file_mut(*file).settings = proposal.settings)?;
                Some(Seen::Nothing)
            }
            Op::SelectApplication => Some(self.select(Selected::Application)),
            Op::SelectFile(file) => {
                self.in_application().then(|| self.select(Selected::File(*file)))
            }
            Op::ReadBinary { offset, length } => {
                let file = self.open_file()?;
                self.may_read(file)?;
                let size = file.size();
                let start = usize::from(*offset);
                let wanted = if *length == 0 { 256 } else { usize::from(*length) };
                (start < size).then(|| self.bytes(file, start, (start + wanted).min(size)))
            }
            Op::UpdateBinary { offset, data } => {
                let file = self.open_file()?;
                self.may_write(file)?;
                self.put(file, usize::from(*offset), data)
            }
        }
    }

    fn in_application(&self) -> bool {
        self.selected != Selected::Nothing
    }

    /// Whether a command that travels in `wanted` inside a session was sent so, and in plain
    /// outside.
    fn fits(&self, wanted: CommMode, sent: CommMode) -> bool {
        sent == if self.session.is_some() { wanted } else { Plain }
    }

    fn key_version(&self, number: KeyNumber) -> Option<KeyVersion> {
        if self.in_application() {
            return Some(KeyVersion(self.slot(number).version));
        }
        (number != KeyNumber::MASTER).then_some(KeyVersion(0))
    }

    fn read(&self, file: FileNumber, offset: usize, length: usize, sent: CommMode) -> Option<Seen> {
        let mode = self.file_mode(file, self.may_read(file)?);
        let size = file.size();
        let end = if length == 0 { size } else { offset + length };
        let limit = match (self.session, mode) {
            (None, _) | (_, Plain) => 256,
            (_, Mac) => 248,
            (_, Full) => 239,
        };
        let inside = offset < size && end <= size && end - offset <= limit;
        let passes = self.in_application() && self.fits(mode, sent) && inside;
        passes.then(|| self.bytes(file, offset, end))
    }

    fn write(
        &mut self,
        file: FileNumber,
        offset: usize,
        data: &[u8],
        sent: CommMode,
    ) -> Option<Seen> {
        let mode = self.file_mode(file, self.may_write(file)?);
        let passes = self.in_application() && self.fits(mode, sent);
        passes.then(|| self.put(file, offset, data))?
    }

    fn change_key(
        &mut self,
        number: KeyNumber,
        key: u8,
        version: u8,
        in_session: bool,
    ) -> Option<Seen> {
        let passes = self.session == Some(KeyNumber::MASTER) && in_session;
        passes.then(|| *self.slot_mut(number) = Slot { key, version, ..Slot::default() })?;
        Some(Seen::Nothing)
    }

    fn select(&mut self, what: Selected) -> Seen {
        (self.selected, self.session) = (what, None);
        Seen::Nothing
    }

    /// The file that ISO commands are about. Inside a session there is none for them.
    fn open_file(&self) -> Option<FileNumber> {
        match self.selected {
            Selected::File(file) if self.session.is_none() => Some(file),
            _ => None,
        }
    }

    /// As far as nothing is mirrored.
    fn bytes(&self, file: FileNumber, start: usize, end: usize) -> Seen {
        let mirrored = self.session.is_none() && self.file(file).settings.sdm.is_some();
        let end = if mirrored { end.min(FIRST_MIRROR).max(start) } else { end };
        Seen::Bytes(self.file(file).data[start..end].to_vec())
    }

    fn put(&mut self, file: FileNumber, offset: usize, data: &[u8]) -> Option<Seen> {
        let place = self.file_mut(file).data.get_mut(offset..offset + data.len())?;
        (!data.is_empty()).then(|| place.copy_from_slice(data))?;
        Some(Seen::Nothing)
    }

    fn may_read(&self, file: FileNumber) -> Option<bool> {
        let FileSettings { rights, sdm, .. } = self.file(file).settings;
        let tap = self.session.is_none() && sdm.is_some_and(|sdm| sdm.file_read.is_some());
        self.granted([rights.read, rights.read_write]).or(tap.then_some(false))
    }

    fn may_write(&self, file: FileNumber) -> Option<bool> {
        let rights = self.file(file).settings.rights;
        self.granted([rights.write, rights.read_write])
    }

    /// Whether it is for the session's key that one may; none if one may not.
    fn granted<const N: usize>(&self, rights: [Access; N]) -> Option<bool> {
        let by_key = self.session.is_some_and(|key| rights.contains(&Access::Key(key)));
        (by_key || rights.contains(&Access::Free)).then_some(by_key)
    }

    fn file_mode(&self, file: FileNumber, by_key: bool) -> CommMode {
        if by_key { self.file(file).settings.mode } else { Plain }
    }

    fn slot(&self, number: KeyNumber) -> Slot {
        self.keys[usize::from(number.as_u8())]
    }

    fn slot_mut(&mut self, number: KeyNumber) -> &mut Slot {
        &mut self.keys[usize::from(number.as_u8())]
    }

    pub(crate) fn file(&self, file: FileNumber) -> &File {
        &self.files[usize::from(file.as_u8()) - 1]
    }

    fn file_mut(&mut self, file: FileNumber) -> &mut File {
        &mut self.files[usize::from(file.as_u8()) - 1]
    }
}

/// More than 255 bytes behind the APDU's head.
fn too_long(op: &Op, sent: Option<CommMode>) -> bool {
    let body = match op {
        Op::UpdateBinary { data, .. } => data.len(),
        Op::WriteData { data, .. } => {
            7 + match sent.unwrap_or(Plain) {
                Plain => data.len(),
                Mac => data.len() + 8,
                Full if data.is_empty() => 8,
                Full => (data.len() / 16 + 1) * 16 + 8,
            }
        }
        _ => 0,
    };
    body > 255
}
