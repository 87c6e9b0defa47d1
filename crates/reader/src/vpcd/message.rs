//! What a virtual reader says to its card.
//!
//! Source: vsmartcard, virtualsmartcard/src/vpcd/vpcd.c, `sendToVICC` and `recvFromVICC`: a message
//! is its length, two bytes, big-endian, and as many bytes.

use std::fmt;

/// A message from the reader.
#[derive(Clone, PartialEq, Eq)]
pub enum Message {
    /// The card loses its power. Not answered.
    PowerOff,
    /// The card gets power. Not answered.
    PowerOn,
    /// The card is reset. Not answered.
    Reset,
    /// The reader asks for the answer to reset, to have it or to see that the card is there.
    GetAtr,
    /// Anything else is a command for the card, at most 65,535 bytes.
    Command(Vec<u8>),
}

impl Message {
    /// Reads a message's body.
    pub fn parse(body: Vec<u8>) -> Self {
        match *body {
            [0x00] => Self::PowerOff,
            [0x01] => Self::PowerOn,
            [0x02] => Self::Reset,
            [0x04] => Self::GetAtr,
            _ => Self::Command(body),
        }
    }
}

impl fmt::Debug for Message {
    /// A command may carry a key, so only its length is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PowerOff => f.write_str("PowerOff"),
            Self::PowerOn => f.write_str("PowerOn"),
            Self::Reset => f.write_str("Reset"),
            Self::GetAtr => f.write_str("GetAtr"),
            Self::Command(bytes) => write!(f, "Command({} bytes)", bytes.len()),
        }
    }
}

/// Length and body in one piece, since the driver is spared a wait when both come in one packet.
/// `None` if the answer is longer than a length can say.
pub fn frame(answer: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(answer.len()).ok()?;
    Some([&length.to_be_bytes(), answer].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_is_control_and_the_rest_are_commands() {
        assert_eq!(Message::parse(vec![0]), Message::PowerOff);
        assert_eq!(Message::parse(vec![1]), Message::PowerOn);
        assert_eq!(Message::parse(vec![2]), Message::Reset);
        assert_eq!(Message::parse(vec![4]), Message::GetAtr);
        for body in [vec![], vec![3], vec![0, 0], vec![0x90, 0x60, 0, 0, 0]] {
            assert_eq!(Message::parse(body.clone()), Message::Command(body));
        }
    }

    #[test]
    fn a_frame_is_length_and_body() {
        assert_eq!(frame(&[0x90, 0x00]).unwrap(), [0, 2, 0x90, 0x00]);
        assert_eq!(frame(&[0; 0x0102]).unwrap()[..2], [1, 2]);
        assert_eq!(frame(&vec![0; 0x1_0000]), None);
    }

    #[test]
    fn debug_shows_no_command() {
        let shown = format!("{:?}", Message::parse(vec![0x90, 0xC4, 0xAB]));
        assert_eq!(shown, "Command(3 bytes)");
    }
}
