//! `GetKeyVersion`: the byte the chip keeps beside a key. Needs no authentication.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetKeyVersion`".

use tapsmith_core::access::CommMode;
use tapsmith_core::key::{KeyNumber, KeyVersion};
use zeroize::Zeroizing;

use super::Command;
use crate::status::Status;

/// Asks for the version of `key`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetKeyVersion {
    /// Which key.
    pub key: KeyNumber,
}

impl GetKeyVersion {
    /// The card's view of the payload.
    ///
    /// # Errors
    /// [`Status::LENGTH`], or [`Status::NO_SUCH_KEY`].
    pub fn decode(payload: &[u8]) -> Result<Self, Status> {
        let [number] = *payload else { return Err(Status::LENGTH) };
        let key = KeyNumber::try_from(number).map_err(|_| Status::NO_SUCH_KEY)?;
        Ok(Self { key })
    }
}

impl Command for GetKeyVersion {
    const NAME: &'static str = "GetKeyVersion";
    const INSTRUCTION: u8 = 0x64;
    const HEADER: usize = 1;
    type Reply = KeyVersion;

    fn mode(&self) -> CommMode {
        CommMode::Mac
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(vec![self.key.as_u8()])
    }
}
