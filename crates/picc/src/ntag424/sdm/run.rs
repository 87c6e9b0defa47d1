//! Which reads are one tap.
//!
//! Source: NT4H2421Gx Rev. 3.0, "SDM Read Counter": the first read counts; those that follow, of
//! the same file and by the same command, belong to it, until another command comes between.

use tapsmith_card::command::FileNumber;

use super::mirror::Tap;
use crate::ntag424::unknowns::ReadOfOtherFile;

/// The two commands that read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ntag424) enum ReadCommand {
    /// `ReadData`.
    Data,
    /// `ISOReadBinary`.
    Binary,
}

/// Reads that have been one tap so far.
#[derive(Debug, Clone, Copy)]
pub(in crate::ntag424) struct ReadRun {
    pub(super) by: ReadCommand,
    pub(super) file: FileNumber,
    pub(super) tap: Tap,
}

impl ReadRun {
    /// Whether the run outlives the arrival of a read by `by`.
    pub(in crate::ntag424) fn survives(self, by: ReadCommand) -> bool {
        self.by == by
    }

    /// Whether it outlives a read of `file`.
    pub(super) fn survives_file(self, file: FileNumber, unknown: ReadOfOtherFile) -> bool {
        self.file == file || unknown == ReadOfOtherFile::KeepsRun
    }
}
