//! Where a chip writes into an address.

use std::ops::Range;

/// A stretch, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Where it starts.
    pub start: usize,
    /// How long it is.
    pub length: usize,
}

/// Where the chip writes, in bytes. What the template has no place for is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Offsets {
    /// PICCENCData: 32 characters, 48 in LRP mode.
    pub picc: Option<Window>,
    /// The plain UID.
    pub uid: Option<usize>,
    /// The plain read counter.
    pub counter: Option<usize>,
    /// SDMENCFileData. Its first half is what the chip encrypts.
    pub enc: Option<Window>,
    /// The tag-tamper status: in the open, or in the first half of `enc`.
    pub tag_tamper: Option<usize>,
    /// The start of the MAC's input. Equal to `mac` if it covers nothing.
    pub mac_input: Option<usize>,
    /// SDMMAC.
    pub mac: Option<usize>,
}

impl Offsets {
    /// The same places, each put elsewhere.
    #[must_use]
    pub fn map(self, place: impl Fn(usize) -> usize) -> Self {
        let window = |window: Window| Window { start: place(window.start), ..window };
        Self {
            picc: self.picc.map(window),
            uid: self.uid.map(&place),
            counter: self.counter.map(&place),
            enc: self.enc.map(window),
            tag_tamper: self.tag_tamper.map(&place),
            mac_input: self.mac_input.map(&place),
            mac: self.mac.map(&place),
        }
    }

    /// The stretches the chip writes.
    pub fn mirrors(&self) -> impl Iterator<Item = Range<usize>> {
        let of = |start: Option<usize>, length| start.map(|start| start..start + length);
        let window = |window: Option<Window>| window.map(|w| w.start..w.start + w.length);
        [
            window(self.picc),
            of(self.uid, 14),
            of(self.counter, 6),
            window(self.enc),
            of(self.tag_tamper, 2),
            of(self.mac, 16),
        ]
        .into_iter()
        .flatten()
    }
}
