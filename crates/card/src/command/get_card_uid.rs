//! `GetCardUID`: the true UID, to whoever is authenticated.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetCardUID`".

use tapsmith_core::access::CommMode;
use tapsmith_core::uid::Uid;
use zeroize::Zeroizing;

use super::Command;

/// Asks for the UID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetCardUid;

impl Command for GetCardUid {
    const NAME: &'static str = "GetCardUID";
    const INSTRUCTION: u8 = 0x51;
    const HEADER: usize = 0;
    type Reply = Uid;

    fn mode(&self) -> CommMode {
        CommMode::Full
    }

    fn payload(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::default()
    }
}
