//! Any virtual chip: which one, what it remembers, and the chip itself.

mod kind;
mod memory;

pub use kind::{UnknownChip, VirtualKind};
pub use memory::VirtualMemory;

use tapsmith_card::classic::Model;
use tapsmith_card::field::Heard;
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;

use crate::classic::reader::KeyPlaces;
use crate::classic::{self, Classic};
use crate::desfire::Desfire;
use crate::ntag424::Ntag424;
use crate::type2::Type2;

const CLASSIC_1K: [u8; 20] = classic::reader::atr(Model::Classic1k);
const CLASSIC_4K: [u8; 20] = classic::reader::atr(Model::Classic4k);

/// A virtual chip in a reader's field.
#[derive(Debug)]
pub enum VirtualChip {
    /// It speaks APDUs.
    Ntag424(Box<Ntag424>),
    /// It speaks APDUs.
    Desfire(Box<Desfire>),
    /// It speaks frames.
    Type2(Box<Type2>),
    /// It takes what a reader for it has of its own.
    Classic(Box<classic::reader::Reader>),
}

impl VirtualChip {
    /// A chip with this memory, just come into the field.
    pub fn new(memory: VirtualMemory) -> Self {
        match memory {
            VirtualMemory::Ntag424(memory) => Self::Ntag424(Box::new(Ntag424::new(*memory))),
            VirtualMemory::Desfire(memory) => Self::Desfire(Box::new(Desfire::new(*memory))),
            VirtualMemory::Type2(memory) => Self::Type2(Box::new(Type2::new(memory))),
            VirtualMemory::Classic(memory) => {
                let chip = Classic::new(*memory);
                Self::Classic(Box::new(classic::reader::Reader::new(chip, KeyPlaces::default())))
            }
        }
    }

    /// Which chip.
    pub fn kind(&self) -> VirtualKind {
        match self {
            Self::Ntag424(chip) => {
                VirtualKind::Ntag424 { tag_tamper: chip.memory().tamper().is_some() }
            }
            Self::Desfire(_) => VirtualKind::DesfireEv3,
            Self::Type2(chip) => VirtualKind::Type2(chip.memory().chip()),
            Self::Classic(reader) => VirtualKind::Classic(reader.chip().memory().model()),
        }
    }

    /// The chip's own UID, shown or not.
    pub fn uid(&self) -> Uid {
        match self {
            Self::Ntag424(chip) => chip.memory().uid(),
            Self::Desfire(chip) => chip.memory().uid(),
            Self::Type2(chip) => chip.memory().uid(),
            Self::Classic(reader) => reader.chip().memory().uid().into(),
        }
    }

    /// A copy of what the chip remembers.
    pub fn memory(&self) -> VirtualMemory {
        match self {
            Self::Ntag424(chip) => VirtualMemory::Ntag424(Box::new(chip.memory().clone())),
            Self::Desfire(chip) => VirtualMemory::Desfire(Box::new(chip.memory().clone())),
            Self::Type2(chip) => VirtualMemory::Type2(chip.memory().clone()),
            Self::Classic(reader) => {
                VirtualMemory::Classic(Box::new(reader.chip().memory().clone()))
            }
        }
    }

    /// Whether the chip remembers just this.
    pub fn remembers(&self, memory: &VirtualMemory) -> bool {
        match (self, memory) {
            (Self::Ntag424(chip), VirtualMemory::Ntag424(memory)) => *chip.memory() == **memory,
            (Self::Desfire(chip), VirtualMemory::Desfire(memory)) => *chip.memory() == **memory,
            (Self::Type2(chip), VirtualMemory::Type2(memory)) => chip.memory() == memory,
            (Self::Classic(reader), VirtualMemory::Classic(memory)) => {
                *reader.chip().memory() == **memory
            }
            _ => false,
        }
    }

    /// What a PC/SC reader says the card's ATR is.
    pub fn atr(&self) -> &'static [u8] {
        match self {
            Self::Ntag424(_) => &Ntag424::ATR,
            Self::Desfire(_) => &Desfire::ATR,
            Self::Type2(_) => &Type2::ATR,
            Self::Classic(reader) => match reader.chip().memory().model() {
                Model::Classic1k => &CLASSIC_1K,
                Model::Classic4k => &CLASSIC_4K,
            },
        }
    }

    /// The ATS, its length byte first; nothing of a chip that speaks frames.
    pub fn ats(&self) -> &'static [u8] {
        match self {
            Self::Ntag424(_) => &Ntag424::ATS,
            Self::Desfire(_) => &Desfire::ATS,
            Self::Type2(_) | Self::Classic(_) => &[],
        }
    }

    /// The field goes and comes back: all that the chip keeps in its head is gone.
    pub fn power_off(&mut self) {
        match self {
            Self::Ntag424(chip) => chip.power_off(),
            Self::Desfire(chip) => chip.power_off(),
            Self::Type2(chip) => chip.power_off(),
            Self::Classic(reader) => reader.select(),
        }
    }

    /// The reader selects the chip again, in the same field.
    pub fn activate(&mut self) {
        match self {
            Self::Ntag424(chip) => chip.power_off(),
            Self::Desfire(chip) => chip.power_off(),
            Self::Type2(chip) => chip.activate(),
            Self::Classic(reader) => reader.select(),
        }
    }

    /// The UID of anticollision: the chip's own, or four bytes that are drawn once an activation.
    ///
    /// # Errors
    /// `random` failed.
    pub fn shown_uid<R: Random>(&mut self, random: &mut R) -> Result<Vec<u8>, R::Error> {
        match self {
            Self::Ntag424(chip) => chip.shown_uid(random),
            Self::Desfire(chip) => Ok(chip.memory().uid().0.to_vec()),
            Self::Type2(chip) => chip.shown_uid(random),
            Self::Classic(reader) => Ok(reader.chip().memory().uid().as_bytes().to_vec()),
        }
    }

    /// One frame of ISO/IEC 14443-3. A chip that speaks APDUs says nothing to it.
    ///
    /// # Errors
    /// `random` failed; the memory is as it was.
    pub fn frame<R: Random>(&mut self, frame: &[u8], random: &mut R) -> Result<Heard, R::Error> {
        match self {
            Self::Ntag424(_) | Self::Desfire(_) | Self::Classic(_) => Ok(Heard::Silence),
            Self::Type2(chip) => chip.frame(frame, random),
        }
    }
}
