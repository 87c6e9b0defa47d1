//! `ISOReadBinary`: what a phone sends. Outside a session, from the NDEF file, it is a tap.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`ISOReadBinary`".

use super::IsoCommand;
use crate::apdu::CommandApdu;

/// Asks for bytes of the selected file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IsoReadBinary {
    /// From where; at most 7FFFh.
    pub offset: u16,
    /// How many bytes; 0 is all to the end, up to 256.
    pub length: u8,
}

impl IsoCommand for IsoReadBinary {
    const NAME: &'static str = "ISOReadBinary";
    type Reply = Vec<u8>;

    fn apdu(&self) -> CommandApdu {
        CommandApdu {
            class: 0x00,
            instruction: 0xB0,
            parameters: (self.offset & 0x7FFF).to_be_bytes(),
            data: Vec::new(),
            expected: Some(self.length),
        }
    }
}
