//! What stands where in the memory of a Type 2 chip.

use super::Page;

/// Pages, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoryMap {
    /// The last page for whoever owns the card; the first is [`MemoryMap::USER`].
    pub user_end: u8,
    /// The lock bits of what lies behind page 15, if the chip has them.
    pub locks: Option<DynamicLock>,
    /// CFG0; CFG1, PWD and PACK follow it on chips that have a password. Of an Ultralight C it is AUTH0, and AUTH1
    /// follows.
    pub configuration: Option<u8>,
    /// What locks the pages of keys, on chips that have one.
    pub key_lock: Option<KeyLock>,
    /// The first of four pages that hold the key with which the chip signs its taps, if it does.
    pub signing_key: Option<u8>,
    /// The last page of all.
    pub last: u8,
    /// The third byte of the capability container: the NDEF area in units of eight bytes.
    pub capacity: u8,
}

impl MemoryMap {
    /// UID, internal byte and static lock bytes: the last two bytes of page 2.
    pub const STATIC_LOCK: u8 = 0x02;
    /// The capability container, or OTP: a page whose bits are only ever set.
    pub const CAPABILITY_CONTAINER: u8 = 0x03;
    /// The first page for whoever owns the card.
    pub const USER: u8 = 0x04;

    /// Bytes of the NDEF area, from [`MemoryMap::USER`] on.
    pub fn ndef_length(&self) -> usize {
        usize::from(self.capacity) * 8
    }

    /// The capability container of a chip that holds NDEF and can be written.
    ///
    /// Source: NFC Forum Type 2 Tag 1.2, "Capability container".
    pub const fn capability_container(&self) -> [u8; 4] {
        [0xE1, 0x10, self.capacity, 0x00]
    }
}

/// The bits that lock the pages of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyLock {
    /// Where they stand.
    pub page: u8,
    /// The one that locks the key that opens the card; none if that is never locked.
    pub key: Option<Page>,
    /// All that lock, once they are set.
    pub locks: Page,
    /// Those that freeze the ones that lock, if there are any.
    pub freezes: Option<Page>,
}

impl KeyLock {
    /// The key's bits of the second byte, among those of counter, AUTH0 and AUTH1.
    ///
    /// Source: MF0ICU2 Rev. 3.3, "Lock bytes".
    pub(super) const ULTRALIGHT_C: Self = Self {
        page: 0x28,
        key: Some([0x00, 0x80, 0x00, 0x00]),
        locks: [0x00, 0x80, 0x00, 0x00],
        freezes: Some([0x00, 0x08, 0x00, 0x00]),
    };

    /// Both keys: the one that opens memory and the one that only tells a hidden UID. Key 1 stays as delivered, for
    /// no profile hides the UID, and is locked with the other.
    ///
    /// Source: `hardware-notes/ultralight.md`.
    pub(super) const ULTRALIGHT_AES: Self = Self {
        page: 0x2D,
        key: Some([0x40, 0x00, 0x00, 0x00]),
        locks: [0xC0, 0x00, 0x00, 0x00],
        freezes: Some([0x20, 0x00, 0x00, 0x00]),
    };

    /// `LOCK_SUNCMAC_KEY` of an NTAG 22x DNA. Whether another bit freezes it nobody knows: a password has to keep the
    /// page.
    ///
    /// Source: `hardware-notes/ntag22x.md`.
    pub(super) const fn dna(page: u8) -> Self {
        Self { page, key: None, locks: [0x80, 0x00, 0x00, 0x00], freezes: None }
    }
}

/// The dynamic lock bytes: three, with a bit for so many pages each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DynamicLock {
    /// Where they stand.
    pub page: u8,
    /// The first page that they lock.
    pub first: u8,
    /// Pages that one bit locks.
    pub pages_per_bit: u8,
    /// How many bits lock.
    pub bits: u8,
    /// The three bytes that lock all user pages and nothing else.
    pub all: [u8; 3],
    /// The bits that freeze others: a lock bit that was not set before is never set behind them.
    pub freezes: [u8; 3],
}

impl DynamicLock {
    /// Whether the three bytes lock `page`.
    pub fn locks(&self, page: u8, [low, middle, high]: [u8; 3]) -> bool {
        let Some(behind) = page.checked_sub(self.first) else { return false };
        let group = behind / self.pages_per_bit;
        let [all_low, all_middle, all_high] = self.all;
        let all = u32::from_le_bytes([all_low, all_middle, all_high, 0]);
        let held = u32::from_le_bytes([low, middle, high, 0]);
        // The n-th bit of those that lock.
        let bit = (0..24).filter(|bit| all & (1 << bit) != 0).nth(group.into());
        bit.is_some_and(|bit| held & (1 << bit) != 0)
    }

    /// Bit n of the first two bytes, least significant first, locks the n-th group from page 16 on.
    pub(super) fn ntag(page: u8, pages_per_bit: u8, bits: u8) -> Self {
        let [low, middle, high, _] = ((1_u32 << bits) - 1).to_le_bytes();
        let (all, freezes) = ([low, middle, high], [0x00, 0x00, 0xFF]);
        Self { page, first: 0x10, pages_per_bit, bits, all, freezes }
    }

    /// Bits 1 to 3 and 5 to 7 of the first byte, four pages each.
    pub(super) const ULTRALIGHT_C: Self = Self {
        page: 0x28,
        first: 0x10,
        pages_per_bit: 4,
        bits: 6,
        all: [0xEE, 0x00, 0x00],
        freezes: [0x11, 0x00, 0x00],
    };
}

#[cfg(test)]
mod tests {

    use crate::type2::Model;

    /// NTAG213F/216F Rev. 3.1, "Capability Container", "Dynamic lock bytes"; the lengths of the NDEF areas
    /// are as NFC Forum readers print them.
    #[test]
    fn delivered_containers_and_lock_bits() {
        let of = |model: Model| {
            let map = model.memory();
            (map.ndef_length(), map.capability_container(), map.locks.map(|locks| locks.all))
        };
        assert_eq!(of(Model::Ntag213), (144, [0xE1, 0x10, 0x12, 0], Some([0xFF, 0x0F, 0])));
        assert_eq!(of(Model::Ntag215), (496, [0xE1, 0x10, 0x3E, 0], Some([0xFF, 0, 0])));
        assert_eq!(of(Model::Ntag216), (872, [0xE1, 0x10, 0x6D, 0], Some([0xFF, 0x3F, 0])));
        assert_eq!(of(Model::UltralightEv1Small), (48, [0xE1, 0x10, 0x06, 0], None));
        let large = (128, [0xE1, 0x10, 0x10, 0], Some([0xFF, 0x03, 0]));
        assert_eq!(of(Model::UltralightEv1Large), large);
    }
}
