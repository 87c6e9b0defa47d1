//! Where an NDEF message stands in memory: among blocks of type, length and value.
//!
//! Source: AN1304 Rev. 1.3, "TLV blocks": a length below 255 is one byte, a longer one `FF` and two.

use thiserror::Error;

/// Nothing, one byte long.
const NULL: u8 = 0x00;
/// An NDEF message.
const NDEF: u8 = 0x03;
/// Nothing behind this counts.
const TERMINATOR: u8 = 0xFE;
/// Two bytes of length follow.
const LONG: u8 = 0xFF;

/// The message does not fit the chip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "the message needs {needed} bytes with what stands before it, and this card has {capacity}"
)]
pub struct TooLong {
    /// Bytes needed.
    pub needed: usize,
    /// Bytes there are.
    pub capacity: usize,
}

/// Memory that ends in the middle of a block of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("what begins at byte {at} of the card's NDEF memory goes beyond its end")]
pub struct PastEnd {
    /// Where it begins, counted from 0.
    pub at: usize,
}

/// A memory of `capacity` bytes that holds `message`: the rest of it is zeros. The byte that ends it is
/// left out where there is no room.
///
/// # Errors
/// It does not fit.
pub fn memory(message: &[u8], capacity: usize) -> Result<Vec<u8>, TooLong> {
    let header = match u16::try_from(message.len()).map(u16::to_be_bytes) {
        Ok([0, short]) if short < LONG => vec![NDEF, short],
        Ok([high, low]) => vec![NDEF, LONG, high, low],
        Err(_) => return Err(TooLong { needed: message.len() + 4, capacity }),
    };
    let mut memory = [header.as_slice(), message].concat();
    if memory.len() > capacity {
        return Err(TooLong { needed: memory.len(), capacity });
    }
    memory.push(TERMINATOR);
    memory.resize(capacity, 0);
    Ok(memory)
}

/// The first NDEF message in `memory`; none if there is none. One of no bytes is a message too.
///
/// # Errors
/// Something begins that goes beyond the end.
pub fn message(memory: &[u8]) -> Result<Option<&[u8]>, PastEnd> {
    let mut rest = memory;
    loop {
        let at = memory.len() - rest.len();
        rest = match rest {
            [] | [TERMINATOR, ..] => return Ok(None),
            [NULL, rest @ ..] => rest,
            [kind, rest @ ..] => {
                let (value, rest) = value(rest).ok_or(PastEnd { at })?;
                if *kind == NDEF {
                    return Ok(Some(value));
                }
                rest
            }
        };
    }
}

/// A value by the length before it, and what is behind it.
fn value(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    match bytes {
        [LONG, high, low, rest @ ..] => {
            rest.split_at_checked(u16::from_be_bytes([*high, *low]).into())
        }
        [LONG, ..] | [] => None,
        [length, rest @ ..] => rest.split_at_checked((*length).into()),
    }
}

#[cfg(test)]
mod tests;
