//! A virtual card whose memory is a file.

use std::{fmt, path::Path};

use tapsmith_card::transport::Transport;
use tapsmith_core::{random::Random as _, tamper::Loop, uid::Uid};
use tapsmith_picc::{Memory, Personality, Reader, VirtualChip, VirtualKind, VirtualMemory};

use super::{VirtualCard, error::Error, state_file::StateFile};
use crate::os_random::OsRandom;

/// NXP's manufacturer code, which is every NTAG's first UID byte.
///
/// Source: ISO/IEC 7816-6, "IC manufacturers".
const NXP: u8 = 0x04;

/// A virtual card whose memory is a file. Opening powers it on, dropping takes the power away.
pub struct FileCard {
    card: VirtualChip,
    /// Plays the reader: what it answers of its own never reaches the chip.
    reader: Reader,
    file: StateFile,
    /// What the file holds, to see whether an exchange changed anything; `None` while there is no
    /// file.
    saved: Option<VirtualMemory>,
}

impl FileCard {
    /// Takes the card in `path`. If there is no such file, it is made: an NTAG 424 DNA as delivered,
    /// with a UID of its own.
    ///
    /// # Errors
    /// Another process has it, it cannot be read or made, or is no virtual card: see [`Error`].
    pub fn open(path: &Path) -> Result<Self, Error> {
        // A file that is no card gets no lock beside it.
        if let Some(content) = StateFile::peek(path)? {
            parse(path, &content)?;
        }
        let file = StateFile::lock(path)?;
        match file.read()? {
            Some(content) => {
                let memory = parse(file.path(), &content)?;
                let card = VirtualChip::new(memory.clone());
                Ok(Self { card, reader: Reader::default(), file, saved: Some(memory) })
            }
            None => Self::make(file, VirtualKind::NTAG424, random_uid()?),
        }
    }

    /// Makes a card as delivered, with this UID or one of its own, in `path`, which must not exist.
    ///
    /// # Errors
    /// [`Error::Exists`], and what [`open`](Self::open) says of files.
    pub fn create(path: &Path, kind: VirtualKind, uid: Option<Uid>) -> Result<Self, Error> {
        let file = StateFile::lock(path)?;
        if file.read()?.is_some() {
            return Err(Error::Exists { file: file.path().to_owned() });
        }
        let uid = uid.map_or_else(random_uid, Ok)?;
        Self::make(file, kind, uid)
    }

    /// The same card on a reader of this family, just plugged in. Without it the reader is an ACS one.
    #[must_use]
    pub fn as_seen_by(mut self, personality: Personality) -> Self {
        self.reader = Reader::new(personality);
        self
    }

    /// Somebody cuts the card's tamper loop, or mends it. A card without one stays as it is.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn set_loop(&mut self, state: Loop) -> Result<(), Error> {
        if let VirtualChip::Ntag424(card) = &mut self.card {
            match state {
                Loop::Open => card.cut_loop(),
                Loop::Closed | Loop::Invalid => card.close_loop(),
            }
        }
        self.save()
    }

    /// Which chip the card is.
    pub fn kind(&self) -> VirtualKind {
        self.card.kind()
    }

    /// The chip's own UID, shown or not.
    pub fn uid(&self) -> Uid {
        self.card.uid()
    }

    /// The chip itself.
    pub fn chip(&self) -> &VirtualChip {
        &self.card
    }

    /// What an NTAG 424 DNA remembers; none of another chip.
    pub fn ntag424(&self) -> Option<&Memory> {
        match &self.card {
            VirtualChip::Ntag424(card) => Some(card.memory()),
            VirtualChip::Desfire(_) | VirtualChip::Type2(_) | VirtualChip::Classic(_) => None,
        }
    }

    fn make(file: StateFile, kind: VirtualKind, uid: Uid) -> Result<Self, Error> {
        let card = VirtualChip::new(VirtualMemory::delivered(kind, uid));
        let mut made = Self { card, reader: Reader::default(), file, saved: None };
        made.save()?;
        Ok(made)
    }

    /// Writes the memory if it changed. After a failure the next exchange tries again.
    fn save(&mut self) -> Result<(), Error> {
        if !self.saved.as_ref().is_some_and(|saved| self.card.remembers(saved)) {
            let memory = self.card.memory();
            self.file.write(memory.to_json().as_bytes())?;
            self.saved = Some(memory);
        }
        Ok(())
    }
}

impl VirtualCard for FileCard {
    type Error = Error;

    fn atr(&self) -> &[u8] {
        self.card.atr()
    }

    fn power_off(&mut self) -> Result<(), Error> {
        self.reader.power_off(&mut self.card);
        self.save()
    }

    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, Error> {
        let answer = self.reader.exchange(&mut self.card, command, &mut OsRandom);
        let answer = answer.map_err(Error::Random)?;
        // Before the answer leaves: what the card has said it did must be on file.
        self.save()?;
        Ok(answer)
    }
}

impl Transport for FileCard {
    type Error = Error;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Error> {
        self.exchange(command)
    }
}

impl Drop for FileCard {
    fn drop(&mut self) {
        // Nobody is left to be told. What is lost is a count of failures at most, since everything
        // the card has answered for is on file.
        let _lost = self.power_off();
    }
}

impl fmt::Debug for FileCard {
    /// The memory holds keys, so only the file's name is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileCard").field("file", &self.file.path()).finish_non_exhaustive()
    }
}

fn parse(path: &Path, content: &[u8]) -> Result<VirtualMemory, Error> {
    let file = || path.to_owned();
    let text = str::from_utf8(content).map_err(|_| Error::NotText { file: file() })?;
    VirtualMemory::from_json(text).map_err(|source| Error::Damaged { file: file(), source })
}

/// A UID such as the chip's maker gives: seven bytes, of which six are random.
fn random_uid() -> Result<Uid, Error> {
    let mut uid = [NXP; 7];
    let [_, rest @ ..] = &mut uid;
    OsRandom.fill(rest).map_err(Error::Random)?;
    Ok(Uid(uid))
}

#[cfg(test)]
mod tests;
