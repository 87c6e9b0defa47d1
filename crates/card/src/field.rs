//! What a reader is to a card that speaks no APDUs, and to tell such cards from those that do.

use serde::Serialize;

use crate::transport::Transport;

/// A card within reach of a reader, whatever it speaks.
///
/// A card of ISO/IEC 14443-4 takes APDUs, by [`Transport::transmit`]. One of ISO/IEC 14443-3 takes
/// frames, by [`Field::frame`]: how a reader brings those is its own affair, and not every reader can.
pub trait Field: Transport {
    /// The answer to reset that the reader made up. It tells APDU cards from storage cards, and no chip
    /// from another (PC/SC Part 3, "Answer to Reset").
    fn atr(&self) -> &[u8];

    /// What the reader can bring to a card.
    fn abilities(&self) -> Abilities;

    /// One frame of ISO/IEC 14443-3, without its checksum. A refusal is the card's answer and no error.
    ///
    /// # Errors
    /// The reader or the way to the card failed. Whether the card acted is unknown.
    fn frame(&mut self, frame: &[u8]) -> Result<Heard, Self::Error>;

    /// Takes the field from the card and gives it back: what the card keeps in its head is gone, and
    /// what it latches at activation is new.
    ///
    /// # Errors
    /// The card did not come back, or the reader failed.
    fn reactivate(&mut self) -> Result<(), Self::Error>;
}

/// What came back to a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Bytes, without their checksum.
    Answer(Vec<u8>),
    /// The four bits `A`.
    Ack,
    /// Any other four bits, as far as the reader tells. The card is back where it was when it came into
    /// the field, and wants to be selected again.
    Nak(Option<u8>),
    /// Nothing, in the time that the command has.
    Silence,
    /// The reader cannot bring this frame to a card; the card was not asked.
    Unable,
}

/// What a reader can bring to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Abilities {
    /// The name of the reader's family, as `--reader-profile` takes it.
    pub profile: &'static str,
    /// Whether any frame reaches a Type 2 card. Without it, only READ and WRITE do.
    pub raw_frames: bool,
    /// The highest page that READ and WRITE reach, where frames do not.
    pub highest_page: u8,
    /// Where the reader keeps a MIFARE Classic key: the number of a volatile place.
    pub key_slot: u8,
    /// The longest APDU, in bytes, header and status word included.
    pub longest_apdu: usize,
}

impl Abilities {
    /// A reader that can do everything.
    pub const ALL: Self = Self {
        profile: "acs",
        raw_frames: true,
        highest_page: u8::MAX,
        key_slot: 0,
        longest_apdu: 506,
    };
}

/// What an answer to reset says of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaks {
    /// APDUs.
    Apdus,
    /// Frames of a Type 2 card: `NTAG21x`, Ultralight, NTAG 22x.
    Type2,
    /// MIFARE Classic, with 1 KB or 4 KB.
    Classic {
        /// Whether it is the one of 4 KB.
        large: bool,
    },
    /// Something that nothing here speaks to.
    Other {
        /// What people call such a card.
        called: &'static str,
    },
}

impl Speaks {
    /// What the answer to reset `atr` says.
    ///
    /// Source: PC/SC Specification, Part 3, Rev. 2.01.09, "Contactless storage cards", and its supplement
    /// of card names: after `4F 0C A0 00 00 03 06 SS`, `00 01` is MIFARE Classic 1K, `00 02` 4K, `00 26` Mini.
    /// Readers call every Type 2 chip `00 03`, and some call an Ultralight C `00 3A`. `SS` is 03 where a card is of
    /// ISO/IEC 14443-3 type A, and 11 of `FeliCa`. A name that is none of those is taken for a Type 2 chip's: what it is
    /// is asked of the card then. `F0 04`, `F0 11` and `F0 12` are an ACR122U's own words (its API manual, "ATR
    /// generation").
    pub fn of(atr: &[u8]) -> Self {
        let [
            0x3B,
            0x8F,
            0x80,
            0x01,
            0x80,
            0x4F,
            0x0C,
            0xA0,
            0x00,
            0x00,
            0x03,
            0x06,
            kind,
            name @ ..,
        ] = atr
        else {
            return Self::Apdus;
        };
        let called = match (kind, name) {
            (0x11, _) | (_, [0x00, 0x3B, ..] | [0xF0, 0x11 | 0x12, ..]) => "a FeliCa card",
            (0x03, [0x00, 0x01, ..]) => return Self::Classic { large: false },
            (0x03, [0x00, 0x02, ..]) => return Self::Classic { large: true },
            (0x03, [0x00, 0x26, ..]) => "a MIFARE Mini",
            (0x03, [0x00, 0x36..=0x39, ..]) => "a MIFARE Plus",
            (_, [0x00, 0x30, ..] | [0xF0, 0x04, ..]) => "a Topaz tag",
            (0x03, _) => return Self::Type2,
            _ => "a storage card that is not of ISO/IEC 14443-3 type A",
        };
        Self::Other { called }
    }

    /// What people call such a card.
    pub const fn called(self) -> &'static str {
        match self {
            Self::Apdus => "a card that takes APDUs",
            Self::Type2 => "an NTAG21x, an NTAG 22x DNA or a MIFARE Ultralight",
            Self::Classic { .. } => "a MIFARE Classic",
            Self::Other { called } => called,
        }
    }
}

impl<T: Field + ?Sized> Field for &mut T {
    fn atr(&self) -> &[u8] {
        (**self).atr()
    }

    fn abilities(&self) -> Abilities {
        (**self).abilities()
    }

    fn frame(&mut self, frame: &[u8]) -> Result<Heard, Self::Error> {
        (**self).frame(frame)
    }

    fn reactivate(&mut self) -> Result<(), Self::Error> {
        (**self).reactivate()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers to reset as readers' manuals print them.
    #[test]
    fn an_answer_to_reset_tells_families_apart() {
        let storage = |name: [u8; 2]| {
            let head = [0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0, 0, 3, 6, 3];
            Speaks::of(&[head.as_slice(), &name, &[0; 5]].concat())
        };
        assert_eq!(storage([0, 1]), Speaks::Classic { large: false });
        assert_eq!(storage([0, 2]), Speaks::Classic { large: true });
        assert_eq!(storage([0, 3]), Speaks::Type2);
        assert_eq!(storage([0, 0x3A]), Speaks::Type2);
        assert_eq!(storage([0, 0x26]).called(), "a MIFARE Mini");
        assert_eq!(storage([0, 0x37]).called(), "a MIFARE Plus");
        assert_eq!(storage([0xF0, 0x04]).called(), "a Topaz tag");
        assert_eq!(storage([0xF0, 0x12]).called(), "a FeliCa card");
        let of_kind = |kind| {
            Speaks::of(&[0x3B, 0x8F, 0x80, 1, 0x80, 0x4F, 0x0C, 0xA0, 0, 0, 3, 6, kind, 0, 3])
        };
        assert_eq!(of_kind(0x03), Speaks::Type2);
        assert_eq!(of_kind(0x11).called(), "a FeliCa card");
        assert!(of_kind(0x09).called().contains("not of ISO/IEC 14443-3 type A"));
        assert_eq!(Speaks::of(&[0x3B, 0x81, 0x80, 0x01, 0x80, 0x80]), Speaks::Apdus);
        assert_eq!(Speaks::of(&[]), Speaks::Apdus);
    }
}
