//! One file a command: what a PC/SC reader does with a storage card.
//!
//! Source: PC/SC Specification, Part 3, Rev. 2.01.09, "Storage card functionality support"; ACS's reference
//! manuals of the ACR122U and ACR1252U, "PICC commands", which name the bytes for MIFARE Classic.

mod general_authenticate;
mod load_keys;
mod read_binary;
mod update_binary;

pub use general_authenticate::GeneralAuthenticate;
pub use load_keys::LoadKeys;
pub use read_binary::ReadBinary;
pub use update_binary::UpdateBinary;

use zeroize::Zeroizing;

/// The class of a reader's own commands.
const READER: u8 = 0xFF;

/// A command to the reader, which asks the card.
pub trait Command {
    /// Its name.
    const NAME: &'static str;
    /// Whether the card hears of it.
    const REACHES_CARD: bool;
    /// What is answered.
    type Reply;

    /// The APDU. It may hold a key, and is wiped on drop.
    fn apdu(&self) -> Zeroizing<Vec<u8>>;

    /// The reply in an answer's data; none if it is none to this command.
    fn reply(&self, data: &[u8]) -> Option<Self::Reply>;
}

/// Done, where nothing else is answered.
fn done(data: &[u8]) -> Option<()> {
    data.is_empty().then_some(())
}

#[cfg(test)]
mod tests;
