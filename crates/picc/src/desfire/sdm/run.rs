//! Which reads are one tap.
//!
//! Source: NT4H2421Gx Rev. 3.0, "SDM Read Counter": the first read counts; those that follow, of the same file and
//! by the same command, belong to it, until another command comes between.

use super::mirror::Tap;
use crate::ev2::unknowns::ReadOfOtherFile;

/// The two commands that read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::desfire) enum ReadCommand {
    /// `ReadData`.
    Data,
    /// `ISOReadBinary`.
    Binary,
}

/// Reads that have been one tap so far. Selecting another application is another command, so the file's number is
/// enough.
#[derive(Debug, Clone, Copy)]
pub(in crate::desfire) struct ReadRun {
    pub(super) by: ReadCommand,
    pub(super) file: u8,
    pub(super) tap: Tap,
}

impl ReadRun {
    /// Whether the run outlives the arrival of a read by `by`.
    pub(in crate::desfire) fn survives(self, by: ReadCommand) -> bool {
        self.by == by
    }

    /// Whether it outlives a read of `file`.
    pub(super) fn survives_file(self, file: u8, unknown: ReadOfOtherFile) -> bool {
        self.file == file || unknown == ReadOfOtherFile::KeepsRun
    }
}
