//! `GetFileCounters`: the read counter, to whoever `SDMCtrRet` names.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetFileCounters`".

use tapsmith_core::access::CommMode;
use tapsmith_core::bytes::join;
use tapsmith_core::counter::ReadCounter;
use zeroize::Zeroizing;

use super::{Command, FileNumber, Reply};
use crate::status::Status;

/// Asks for the read counter of `file`: the NDEF file, for no other has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetFileCounters {
    /// Which file.
    pub file: FileNumber,
    /// How it travels in a session: in full, but plain if anybody may ask.
    pub mode: CommMode,
}

impl GetFileCounters {
    /// The card's view of the payload; the mode is the right's.
    ///
    /// # Errors
    /// [`Status::LENGTH`], or [`Status::FILE_NOT_FOUND`].
    pub fn decode(payload: &[u8], mode: CommMode) -> Result<Self, Status> {
        let [number] = *payload else { return Err(Status::LENGTH) };
        Ok(Self { file: number.try_into()?, mode })
    }
}

impl Command for GetFileCounters {
    const NAME: &'static str = "GetFileCounters";
    const INSTRUCTION: u8 = 0xF6;
    const HEADER: usize = 1;
    type Reply = ReadCounter;

    fn mode(&self) -> CommMode {
        self.mode
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(vec![self.file.as_u8()])
    }
}

/// `SDMReadCtr ‖ 0000`
impl Reply for ReadCounter {
    fn encode(&self) -> Vec<u8> {
        join::<5>(&[&self.to_lsb()]).to_vec()
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        match *bytes {
            [low, middle, high, 0, 0] => Some(Self::from_lsb([low, middle, high])),
            _ => None,
        }
    }
}
