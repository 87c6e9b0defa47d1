//! `ReadData`: bytes of a file. Outside a session, from the NDEF file, it is a tap.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ReadData`".

use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use super::{Command, FileNumber};
use crate::settings::Offset;
use crate::status::Status;

/// Asks for `length` bytes from `offset` on. Length 0 is all to the end, at most 256 bytes with
/// what secure messaging adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadData {
    /// Which file.
    pub file: FileNumber,
    /// From where.
    pub offset: Offset,
    /// How many bytes.
    pub length: Offset,
    /// The file's mode, for a read inside a session.
    pub mode: CommMode,
}

impl ReadData {
    /// The card's view of the payload; the mode is the file's.
    ///
    /// # Errors
    /// [`Status::LENGTH`], or [`Status::FILE_NOT_FOUND`].
    pub fn decode(payload: &[u8], mode: CommMode) -> Result<Self, Status> {
        let [number, o1, o2, o3, l1, l2, l3] = *payload else { return Err(Status::LENGTH) };
        let (offset, length) = (Offset::from_lsb([o1, o2, o3]), Offset::from_lsb([l1, l2, l3]));
        Ok(Self { file: number.try_into()?, offset, length, mode })
    }
}

impl Command for ReadData {
    const NAME: &'static str = "ReadData";
    const INSTRUCTION: u8 = 0xAD;
    const HEADER: usize = 7;
    type Reply = Vec<u8>;

    fn mode(&self) -> CommMode {
        self.mode
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        let number = [self.file.as_u8()];
        Zeroizing::new([&number[..], &self.offset.to_lsb(), &self.length.to_lsb()].concat())
    }
}
