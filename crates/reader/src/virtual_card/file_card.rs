//! A virtual card whose memory is a file.

use std::{fmt, path::Path};

use tapsmith_card::transport::Transport;
use tapsmith_core::{profile::Chip, random::Random as _, tamper::Loop, uid::Uid};
use tapsmith_picc::{Memory, Ntag424};

use super::{VirtualCard, error::Error, state_file::StateFile};
use crate::os_random::OsRandom;

/// NXP's manufacturer code, which is every NTAG's first UID byte.
///
/// Source: ISO/IEC 7816-6, "IC manufacturers".
const NXP: u8 = 0x04;

/// A virtual card whose memory is a file. Opening powers it on, dropping takes the power away.
pub struct FileCard {
    card: Ntag424,
    file: StateFile,
    /// What the file holds, to see whether an exchange changed anything; `None` while there is no
    /// file.
    saved: Option<Memory>,
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
                Ok(Self { card: Ntag424::new(memory.clone()), file, saved: Some(memory) })
            }
            None => Self::make(file, Memory::factory(random_uid()?)),
        }
    }

    /// Makes a card as delivered, with this UID or one of its own, in `path`, which must not exist.
    ///
    /// # Errors
    /// [`Error::Exists`], and what [`open`](Self::open) says of files.
    pub fn create(path: &Path, chip: Chip, uid: Option<Uid>) -> Result<Self, Error> {
        let file = StateFile::lock(path)?;
        if file.read()?.is_some() {
            return Err(Error::Exists { file: file.path().to_owned() });
        }
        let uid = uid.map_or_else(random_uid, Ok)?;
        let memory = Memory::delivered(chip, uid);
        Self::make(file, memory.map_err(|source| Error::Damaged { file: path.to_owned(), source })?)
    }

    /// Somebody cuts the card's tamper loop, or mends it. A card without one stays as it is.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn set_loop(&mut self, state: Loop) -> Result<(), Error> {
        match state {
            Loop::Open => self.card.cut_loop(),
            Loop::Closed | Loop::Invalid => self.card.close_loop(),
        }
        self.save()
    }

    /// What the card remembers.
    pub fn memory(&self) -> &Memory {
        self.card.memory()
    }

    fn make(file: StateFile, memory: Memory) -> Result<Self, Error> {
        let mut made = Self { card: Ntag424::new(memory), file, saved: None };
        made.save()?;
        Ok(made)
    }

    /// Writes the memory if it changed. After a failure the next exchange tries again.
    fn save(&mut self) -> Result<(), Error> {
        let memory = self.card.memory();
        if self.saved.as_ref() != Some(memory) {
            self.file.write(memory.to_json().as_bytes())?;
            self.saved = Some(memory.clone());
        }
        Ok(())
    }
}

impl VirtualCard for FileCard {
    type Error = Error;

    fn atr(&self) -> &[u8] {
        &Ntag424::ATR
    }

    fn power_off(&mut self) -> Result<(), Error> {
        self.card.power_off();
        self.save()
    }

    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, Error> {
        let answer = self.card.exchange(command, &mut OsRandom).map_err(Error::Random)?;
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

fn parse(path: &Path, content: &[u8]) -> Result<Memory, Error> {
    let file = || path.to_owned();
    let text = str::from_utf8(content).map_err(|_| Error::NotText { file: file() })?;
    Memory::from_json(text).map_err(|source| Error::Damaged { file: file(), source })
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
