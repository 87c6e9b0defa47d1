//! What is to be done to a card.

use std::fmt;

use crate::classic::{Data, DataBlock, Opener, Sector, Trailer};

/// One write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Put data into a block.
    WriteBlock {
        /// Which.
        block: DataBlock,
        /// What.
        data: Data,
        /// By which key.
        by: Opener,
    },
    /// Put other keys or conditions on a sector.
    WriteTrailer {
        /// Which.
        sector: Sector,
        /// What.
        trailer: Trailer,
        /// By which key.
        by: Opener,
    },
}

/// What a step is called, for people and programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepName {
    /// `write_block_4`
    WriteBlock(DataBlock),
    /// `write_trailer_1`: of sector 1.
    WriteTrailer(Sector),
    /// `lock_sector_1`: the same, for good.
    LockSector(Sector),
}

impl Step {
    /// Whether no command can undo it.
    pub fn irreversible(&self) -> bool {
        match self {
            Self::WriteBlock { .. } => false,
            Self::WriteTrailer { trailer, .. } => trailer.irreversible(),
        }
    }

    /// Its name.
    pub fn name(&self) -> StepName {
        match self {
            Self::WriteBlock { block, .. } => StepName::WriteBlock(*block),
            Self::WriteTrailer { sector, .. } if self.irreversible() => {
                StepName::LockSector(*sector)
            }
            Self::WriteTrailer { sector, .. } => StepName::WriteTrailer(*sector),
        }
    }
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WriteBlock(block) => f.pad(&format!("write_block_{block}")),
            Self::WriteTrailer(sector) => f.pad(&format!("write_trailer_{sector}")),
            Self::LockSector(sector) => f.pad(&format!("lock_sector_{sector}")),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name().fmt(f)
    }
}
