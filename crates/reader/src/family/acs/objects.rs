//! The data objects of an answer: a tag, a length, a value.

/// The values that an exchange is judged by.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Objects<'a> {
    /// `C0`: the first object that failed, and the status word. Only the word counts here.
    pub(super) status: Option<u16>,
    /// `92`: how many bits of the last byte count; 0 is all of them.
    pub(super) bits: u8,
    /// `96`: what was wrong with the answer; the low nibble of its first byte: checksum, collision, parity, framing.
    pub(super) faults: u8,
    /// `97`: what the card sent.
    pub(super) data: &'a [u8],
}

impl<'a> Objects<'a> {
    /// None if lengths do not add up. Objects that nobody asked for are passed over.
    pub(super) fn parse(mut rest: &'a [u8]) -> Option<Self> {
        let mut objects = Self::default();
        while let Some((&tag, after)) = rest.split_first() {
            // Tags of two bytes, like 5F 51 for an answer to reset, have five ones in the first.
            let after = if tag & 0x1F == 0x1F { after.get(1..)? } else { after };
            let (value, after) = value(after)?;
            objects.take(tag, value)?;
            rest = after;
        }
        Some(objects)
    }

    fn take(&mut self, tag: u8, value: &'a [u8]) -> Option<()> {
        match (tag, value) {
            (0xC0, [_, word @ ..]) => self.status = Some(u16::from_be_bytes(word.try_into().ok()?)),
            (0x92, [bits]) => self.bits = bits & 0x07,
            (0x96, [faults, ..]) => self.faults = *faults,
            (0x97, data) => self.data = data,
            (0xC0 | 0x92 | 0x96, _) => return None,
            _ => {}
        }
        Some(())
    }
}

/// A length of one byte, or of one or two behind `81` and `82`; and as many bytes.
fn value(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    match *rest {
        [length @ ..=0x7F, ref rest @ ..] | [0x81, length, ref rest @ ..] => {
            rest.split_at_checked(length.into())
        }
        [0x82, high, low, ref rest @ ..] => {
            rest.split_at_checked(u16::from_be_bytes([high, low]).into())
        }
        _ => None,
    }
}
