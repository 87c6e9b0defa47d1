//! The data objects of transparent sessions: a tag of one byte or two, a length, a value.
//!
//! Source: PC/SC Specification, Part 3, Supplemental Document for Contactless ICCs, Rev. 2.02.00.

/// A tag and its value.
pub(super) type DataObject<'b> = (u16, &'b [u8]);

/// All objects in a row; none if they do not add up.
pub(super) fn parse(mut bytes: &[u8]) -> Option<Vec<DataObject<'_>>> {
    let mut objects = Vec::new();
    while !bytes.is_empty() {
        let (tag, rest) = tag(bytes)?;
        let (length, rest) = length(rest)?;
        let (value, rest) = rest.split_at_checked(length)?;
        objects.push((tag, value));
        bytes = rest;
    }
    Some(objects)
}

/// Tags of two bytes begin with `5F`, `7F` or `FF` here.
fn tag(bytes: &[u8]) -> Option<(u16, &[u8])> {
    match bytes {
        [first @ (0x5F | 0x7F | 0xFF), second, rest @ ..] => {
            Some((u16::from_be_bytes([*first, *second]), rest))
        }
        [first, rest @ ..] => Some((u16::from(*first), rest)),
        [] => None,
    }
}

/// One byte, or `81` and one.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    match bytes {
        [0x81, long, rest @ ..] => Some((usize::from(*long), rest)),
        [short @ 0x00..=0x7F, rest @ ..] => Some((usize::from(*short), rest)),
        _ => None,
    }
}

/// An object of a tag of one byte; none if its value is too long for `81` and a byte.
pub(super) fn object(tag: u8, value: &[u8]) -> Option<Vec<u8>> {
    let length = u8::try_from(value.len()).ok()?;
    let head = if length < 0x80 { vec![tag, length] } else { vec![tag, 0x81, length] };
    Some([&head, value].concat())
}
