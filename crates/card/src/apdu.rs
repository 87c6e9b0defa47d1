//! APDUs in the short form, the only one the chip takes.
//!
//! Source: ISO/IEC 7816-4, "Command-response pairs"; NT4H2421Gx Rev. 3.0, "APDU structure".

use std::fmt;

use crate::status::Status;

/// The class of the chip's own commands, wrapped.
pub const WRAPPED: u8 = 0x90;

/// A command in its four cases. `Debug` shows no data: a personalization starts from the factory's
/// key, and who sees its bytes can compute the new ones.
#[derive(Clone, PartialEq, Eq)]
pub struct CommandApdu {
    /// CLA.
    pub class: u8,
    /// INS.
    pub instruction: u8,
    /// P1 and P2.
    pub parameters: [u8; 2],
    /// The data, at most [`CommandApdu::LONGEST`] bytes. In a session it is already protected.
    pub data: Vec<u8>,
    /// Le, if an answer's data is wanted: 0 is 256.
    pub expected: Option<u8>,
}

impl fmt::Debug for CommandApdu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { class, instruction, data, .. } = self;
        write!(f, "CommandApdu({class:02X} {instruction:02X}, {} bytes of data)", data.len())
    }
}

impl fmt::Debug for ResponseApdu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResponseApdu({} bytes, {:?})", self.data.len(), self.status)
    }
}

/// Not an APDU in the short form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotShortApdu;

impl CommandApdu {
    /// Bytes of data that a short APDU holds.
    pub const LONGEST: usize = 255;

    /// A wrapped command: `90 INS 00 00 [Lc data] 00`.
    pub fn wrapped(instruction: u8, data: Vec<u8>) -> Self {
        Self { class: WRAPPED, instruction, parameters: [0; 2], data, expected: Some(0) }
    }

    /// The next frame of a command under way: `90 AF`.
    pub fn additional_frame(data: Vec<u8>) -> Self {
        Self::wrapped(0xAF, data)
    }

    /// The bytes for the wire. None if the data is longer than a short APDU holds.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let [p1, p2] = self.parameters;
        let mut bytes = vec![self.class, self.instruction, p1, p2];
        if !self.data.is_empty() {
            bytes.push(u8::try_from(self.data.len()).ok()?);
            bytes.extend(&self.data);
        }
        bytes.extend(self.expected);
        Some(bytes)
    }

    /// A command off the wire.
    ///
    /// # Errors
    /// Fewer than four bytes, or lengths that do not add up in the short form.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotShortApdu> {
        let (&[class, instruction, p1, p2], body) =
            bytes.split_first_chunk().ok_or(NotShortApdu)?;
        let (data, expected) = match body {
            [] => (&[][..], None),
            [le] => (&[][..], Some(*le)),
            [lc, rest @ ..] => split_data(usize::from(*lc), rest)?,
        };
        Ok(Self { class, instruction, parameters: [p1, p2], data: data.to_vec(), expected })
    }
}

fn split_data(length: usize, rest: &[u8]) -> Result<(&[u8], Option<u8>), NotShortApdu> {
    match rest.split_at_checked(length) {
        Some((data, [])) if length > 0 => Ok((data, None)),
        Some((data, [le])) if length > 0 => Ok((data, Some(*le))),
        _ => Err(NotShortApdu),
    }
}

/// An answer: its data and its status word. `Debug` shows no data.
#[derive(Clone, PartialEq, Eq)]
pub struct ResponseApdu {
    /// All but the last two bytes.
    pub data: Vec<u8>,
    /// The last two bytes.
    pub status: Status,
}

impl ResponseApdu {
    /// An answer off the wire; none if it has not even a status word.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (data, status) = bytes.split_last_chunk()?;
        Some(Self { data: data.to_vec(), status: Status(u16::from_be_bytes(*status)) })
    }

    /// The bytes for the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.data.as_slice(), &self.status.0.to_be_bytes()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_cases_survive_the_wire() {
        let cases: [&[u8]; 4] = [
            &[0x00, 0xA4, 0x04, 0x0C],
            &[0x90, 0x60, 0x00, 0x00, 0x00],
            &[0x00, 0xD6, 0x00, 0x00, 0x02, 0xAA, 0xBB],
            &[0x90, 0xF5, 0x00, 0x00, 0x01, 0x02, 0x00],
        ];
        for bytes in cases {
            let command = CommandApdu::from_bytes(bytes).unwrap();
            assert_eq!(command.to_bytes().as_deref(), Some(bytes));
        }
    }

    #[test]
    fn prints_no_data() {
        let printed = format!("{:?}", CommandApdu::wrapped(0xC4, vec![0xAB; 3]));
        assert_eq!(printed, "CommandApdu(90 C4, 3 bytes of data)");
        let answer = ResponseApdu { data: vec![0xCD; 2], status: Status::OK };
        assert_eq!(format!("{answer:?}"), "ResponseApdu(2 bytes, Status(9100))");
    }

    #[test]
    fn lengths_that_do_not_add_up_are_refused() {
        let cases: [&[u8]; 4] = [
            &[0x90, 0x60, 0x00],
            &[0x90, 0xF5, 0x00, 0x00, 0x02, 0x02],
            &[0x90, 0xF5, 0x00, 0x00, 0x01, 0x02, 0x00, 0x00],
            &[0x00, 0xB0, 0x00, 0x00, 0x00, 0x01],
        ];
        for bytes in cases {
            assert_eq!(CommandApdu::from_bytes(bytes), Err(NotShortApdu), "{bytes:02X?}");
        }
        assert_eq!(ResponseApdu::from_bytes(&[0x91]), None);
        let long = CommandApdu::wrapped(0x8D, vec![0; 256]);
        assert_eq!(long.to_bytes(), None);
    }
}
