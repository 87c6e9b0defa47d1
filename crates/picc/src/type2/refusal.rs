//! How a chip says no.

use tapsmith_card::field::Heard;

/// A refusal. The chip is asleep behind each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Four bits.
    Nak(u8),
    /// Nothing at all.
    Silence,
}

impl Refusal {
    /// Argument, page or right.
    ///
    /// Source: NTAG213F/216F Rev. 3.1, "ACK and NAK".
    pub(super) const ARGUMENT: Self = Self::Nak(0x0);
    /// Checksum or parity.
    pub(super) const CHECKSUM: Self = Self::Nak(0x1);
    /// A counter is at its end: that of wrong passwords, or one of an Ultralight EV1.
    pub(super) const COUNTER: Self = Self::Nak(0x4);

    pub(super) const fn heard(self) -> Heard {
        match self {
            Self::Nak(bits) => Heard::Nak(Some(bits)),
            Self::Silence => Heard::Silence,
        }
    }
}
