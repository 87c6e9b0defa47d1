//! What a chip remembers, whichever it is.

use tapsmith_core::uid::Uid;
use zeroize::Zeroizing;

use super::kind::{UnknownChip, VirtualKind};
use crate::state::{self, StateError};
use crate::{classic, desfire, ntag424, type2};

/// What a virtual chip remembers. It holds keys; `Debug` does not show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VirtualMemory {
    /// Of an NTAG 424 DNA.
    Ntag424(Box<ntag424::Memory>),
    /// Of a MIFARE DESFire EV3.
    Desfire(Box<desfire::Memory>),
    /// Of a chip that speaks frames.
    Type2(type2::Memory),
    /// Of a MIFARE Classic.
    Classic(Box<classic::Memory>),
}

impl VirtualMemory {
    /// A chip as delivered.
    pub fn delivered(kind: VirtualKind, uid: Uid) -> Self {
        match kind {
            VirtualKind::NTAG424TT => {
                Self::Ntag424(Box::new(ntag424::Memory::factory_tag_tamper(uid)))
            }
            VirtualKind::Ntag424 { .. } => Self::Ntag424(Box::new(ntag424::Memory::factory(uid))),
            VirtualKind::DesfireEv3 => Self::Desfire(Box::new(desfire::Memory::factory(uid))),
            VirtualKind::Type2(chip) => Self::Type2(type2::Memory::factory(chip, uid)),
            VirtualKind::Classic(model) => {
                let uid = match uid.bytes() {
                    [a, b, c, d] => classic::Uid::Four([*a, *b, *c, *d]),
                    _ => classic::Uid::Seven(uid.0),
                };
                Self::Classic(Box::new(classic::Memory::delivered(model, uid)))
            }
        }
    }

    /// Which chip's.
    pub fn kind(&self) -> VirtualKind {
        match self {
            Self::Ntag424(memory) => VirtualKind::Ntag424 { tag_tamper: memory.tamper().is_some() },
            Self::Desfire(_) => VirtualKind::DesfireEv3,
            Self::Type2(memory) => VirtualKind::Type2(memory.chip()),
            Self::Classic(memory) => VirtualKind::Classic(memory.model()),
        }
    }

    /// The chip's own UID, shown or not.
    pub fn uid(&self) -> Uid {
        match self {
            Self::Ntag424(memory) => memory.uid(),
            Self::Desfire(memory) => memory.uid(),
            Self::Type2(memory) => memory.uid(),
            Self::Classic(memory) => memory.uid().into(),
        }
    }

    /// The memory as JSON, keys in hex among it; wiped on drop.
    pub fn to_json(&self) -> Zeroizing<String> {
        match self {
            Self::Ntag424(memory) => memory.to_json(),
            Self::Desfire(memory) => memory.to_json(),
            Self::Type2(memory) => memory.to_json(),
            Self::Classic(memory) => memory.to_json(),
        }
    }

    /// A memory from what [`VirtualMemory::to_json`] wrote: whose it is stands in its field `chip`.
    ///
    /// # Errors
    /// The text is damaged, newer than this program, or of a chip that is not known here.
    pub fn from_json(text: &str) -> Result<Self, StateError> {
        match state::chip_of(text)?.parse().map_err(|UnknownChip| StateError::Chip)? {
            VirtualKind::Ntag424 { .. } => {
                Ok(Self::Ntag424(Box::new(ntag424::Memory::from_json(text)?)))
            }
            VirtualKind::DesfireEv3 => {
                Ok(Self::Desfire(Box::new(desfire::Memory::from_json(text)?)))
            }
            VirtualKind::Type2(_) => Ok(Self::Type2(type2::Memory::from_json(text)?)),
            VirtualKind::Classic(_) => {
                Ok(Self::Classic(Box::new(classic::Memory::from_json(text)?)))
            }
        }
    }
}
