//! The NDEF area of a Type 2 card: blocks of tag, length and value. Every length is checked against the card's
//! own memory.
//!
//! Source: NFC Forum Type 2 Tag 1.2, "TLV blocks".

use thiserror::Error;

/// Nothing; it has no length.
const NULL: u8 = 0x00;
/// Where dynamic lock bits stand.
const LOCK_CONTROL: u8 = 0x01;
/// Memory that is not NDEF's.
const MEMORY_CONTROL: u8 = 0x02;
/// The message.
const NDEF: u8 = 0x03;
/// Somebody's own.
const PROPRIETARY: u8 = 0xFD;
/// The last one; it has no length.
const TERMINATOR: u8 = 0xFE;

/// A block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tlv<'a> {
    /// Where dynamic lock bits stand: position, count, and sizes.
    LockControl([u8; 3]),
    /// Where memory is that is not NDEF's.
    MemoryControl([u8; 3]),
    /// A message.
    Ndef(&'a [u8]),
    /// Somebody's own.
    Proprietary(&'a [u8]),
    /// Of a type that is not in the standard.
    Unknown {
        /// Its tag.
        tag: u8,
        /// Its value.
        value: &'a [u8],
    },
}

/// Why an area cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TlvError {
    /// A length that goes beyond the memory.
    #[error(
        "the TLV block at byte {at} of the NDEF area says it is {length} bytes long: {room} are left"
    )]
    PastEnd {
        /// Where, counted from 0.
        at: usize,
        /// What it says.
        length: usize,
        /// What is there.
        room: usize,
    },
    /// A control block of another length than three.
    #[error("the control TLV block at byte {at} of the NDEF area is not 3 bytes long")]
    Control {
        /// Where, counted from 0.
        at: usize,
    },
}

/// The blocks of an area, up to the terminator or the end.
///
/// # Errors
/// The first block that cannot be.
pub fn blocks(area: &[u8]) -> Result<Vec<Tlv<'_>>, TlvError> {
    let mut blocks = Vec::new();
    let mut rest = area;
    while let Some((tag, behind)) = rest.split_first() {
        let at = area.len() - rest.len();
        match *tag {
            NULL => rest = behind,
            TERMINATOR => break,
            tag => {
                let (value, behind) = value(behind, at)?;
                blocks.push(block(tag, value, at)?);
                rest = behind;
            }
        }
    }
    Ok(blocks)
}

/// The first message in an area; none if it has no place for one.
///
/// # Errors
/// As [`blocks`].
pub fn message(area: &[u8]) -> Result<Option<&[u8]>, TlvError> {
    let first = blocks(area)?.into_iter().find_map(|block| match block {
        Tlv::Ndef(message) => Some(message),
        _ => None,
    });
    Ok(first)
}

fn block(tag: u8, value: &[u8], at: usize) -> Result<Tlv<'_>, TlvError> {
    let control = || value.try_into().map_err(|_| TlvError::Control { at });
    Ok(match tag {
        LOCK_CONTROL => Tlv::LockControl(control()?),
        MEMORY_CONTROL => Tlv::MemoryControl(control()?),
        NDEF => Tlv::Ndef(value),
        PROPRIETARY => Tlv::Proprietary(value),
        tag => Tlv::Unknown { tag, value },
    })
}

/// Length and value of the block at `at`, and what lies behind it.
fn value(area: &[u8], at: usize) -> Result<(&[u8], &[u8]), TlvError> {
    let (length, rest) = match area {
        [0xFF, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        [length, rest @ ..] if *length != 0xFF => (usize::from(*length), rest),
        short => return Err(TlvError::PastEnd { at, length: 0xFF, room: short.len() }),
    };
    let past = TlvError::PastEnd { at, length, room: rest.len() };
    rest.split_at_checked(length).ok_or(past)
}

/// A message as a block, with the terminator behind it.
pub fn wrap(message: &[u8]) -> Vec<u8> {
    let mut area = vec![NDEF];
    match u8::try_from(message.len()) {
        Ok(length) if length < 0xFF => area.push(length),
        _ => {
            let length = u16::try_from(message.len()).unwrap_or(u16::MAX);
            area.push(0xFF);
            area.extend(length.to_be_bytes());
        }
    }
    area.extend(message);
    area.push(TERMINATOR);
    area
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an NTAG213 holds at delivery (NTAG213F/216F Rev. 3.1, "Memory content at delivery").
    #[test]
    fn a_delivered_ntag213_has_a_lock_control_and_no_content() {
        let area = [0x01, 0x03, 0xA0, 0x0C, 0x34, 0x03, 0x00, 0xFE, 0, 0, 0, 0];
        let expected = vec![Tlv::LockControl([0xA0, 0x0C, 0x34]), Tlv::Ndef(&[])];
        assert_eq!(blocks(&area), Ok(expected));
        assert_eq!(message(&area), Ok(Some([].as_slice())));
        assert_eq!(message(&[0; 12]), Ok(None));
    }

    #[test]
    fn a_block_past_the_memory_is_told_where() {
        let past = |at, length, room| Err(TlvError::PastEnd { at, length, room });
        assert_eq!(blocks(&[0, 3, 9, 1]), past(1, 9, 1));
        assert_eq!(blocks(&[3, 0xFF, 0xFF, 0xFF, 1]), past(0, 0xFFFF, 1));
        assert_eq!(blocks(&[3, 0xFF, 1]), past(0, 0xFF, 2));
        assert_eq!(blocks(&[3]), past(0, 0xFF, 0));
        assert_eq!(blocks(&[1, 2, 0, 0]), Err(TlvError::Control { at: 0 }));
    }

    proptest::proptest! {
        #[test]
        fn what_was_wrapped_is_there(text in proptest::collection::vec(0_u8.., 0..900)) {
            let area = wrap(&text);
            proptest::prop_assert_eq!(message(&area), Ok(Some(text.as_slice())));
        }

        /// No bytes panic, and no block is longer than what it stands in.
        #[test]
        fn any_area_is_bounded(area in proptest::collection::vec(0_u8.., 0..900)) {
            for block in blocks(&area).unwrap_or_default() {
                let (Tlv::Ndef(value) | Tlv::Proprietary(value) | Tlv::Unknown { value, .. }) = block
                else { continue };
                proptest::prop_assert!(value.len() < area.len());
            }
        }
    }
}
