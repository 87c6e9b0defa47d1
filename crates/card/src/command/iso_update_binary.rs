//! `ISOUpdateBinary`: what a phone sends to write. Without Le: silicon refuses it with one.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ISOUpdateBinary`"; Le seen refused with 6700 on silicon.

use super::IsoCommand;
use crate::apdu::CommandApdu;

/// Puts bytes into the selected file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IsoUpdateBinary {
    /// Where to; at most 7FFFh.
    pub offset: u16,
    /// What: 1 to 255 bytes.
    pub data: Vec<u8>,
}

impl IsoCommand for IsoUpdateBinary {
    const NAME: &'static str = "ISOUpdateBinary";
    type Reply = ();

    fn apdu(&self) -> CommandApdu {
        CommandApdu {
            class: 0x00,
            instruction: 0xD6,
            parameters: (self.offset & 0x7FFF).to_be_bytes(),
            data: self.data.clone(),
            expected: None,
        }
    }
}
