//! `WriteData`: bytes into a file.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`WriteData`".

use tapsmith_core::access::CommMode;
use zeroize::Zeroizing;

use super::{Command, FileNumber};
use crate::settings::Offset;
use crate::status::Status;

/// Puts `data` at `offset`: at most 248 bytes in plain, 240 with a MAC, 239 in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteData {
    /// Which file.
    pub file: FileNumber,
    /// Where to.
    pub offset: Offset,
    /// What.
    pub data: Vec<u8>,
    /// The file's mode, for a write inside a session.
    pub mode: CommMode,
}

impl WriteData {
    /// So many bytes fit one command in plain.
    pub const PLAIN_LIMIT: usize = 248;

    /// The card's view of the payload; the mode is the file's.
    ///
    /// # Errors
    /// [`Status::LENGTH`] if the stated length is 0 or not that of the data, or
    /// [`Status::FILE_NOT_FOUND`].
    pub fn decode(payload: &[u8], mode: CommMode) -> Result<Self, Status> {
        let (&[number, o1, o2, o3, l1, l2, l3], data) =
            payload.split_first_chunk().ok_or(Status::LENGTH)?;
        if data.is_empty() || Offset::from_lsb([l1, l2, l3]).to_usize() != data.len() {
            return Err(Status::LENGTH);
        }
        let offset = Offset::from_lsb([o1, o2, o3]);
        Ok(Self { file: number.try_into()?, offset, data: data.to_vec(), mode })
    }
}

impl Command for WriteData {
    const NAME: &'static str = "WriteData";
    const INSTRUCTION: u8 = 0x8D;
    const HEADER: usize = 7;
    type Reply = ();

    fn mode(&self) -> CommMode {
        self.mode
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        let length = Offset::new(self.data.len()).map_or([0xFF; 3], Offset::to_lsb);
        let number = [self.file.as_u8()];
        Zeroizing::new([&number[..], &self.offset.to_lsb(), &length, &self.data].concat())
    }
}
