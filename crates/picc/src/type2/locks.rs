//! Lock bits: which page each locks, and which bit freezes it. A bit that is set stays set.
//!
//! Source: NTAG213F/216F Rev. 3.1, "Static lock bytes", "Dynamic lock bytes"; MF0ICU2 Rev. 3.3, "Lock
//! bytes"; those of the others as `hardware-notes` says.

use std::ops::RangeInclusive;

use tapsmith_card::type2::{DynamicLock, MemoryMap};

use super::chip::{Chip, Family};

/// One lock bit.
#[derive(Debug, Clone)]
pub(super) struct Lock {
    bit: u32,
    pages: RangeInclusive<u8>,
    /// The block-lock bit that freezes it. It locks no page by itself.
    frozen_by: u32,
}

/// The lock bits of a chip that stand in one place, least significant byte first.
#[derive(Debug, Clone)]
pub(super) struct Locks(Vec<Lock>);

impl Locks {
    /// Bytes 2 and 3 of page 2: bit n locks page n, from page 3 on. The first three bits freeze.
    pub(super) fn fixed() -> Self {
        let lock = |page: u8| {
            let frozen_by = match page {
                ..=0x03 => 1 << 0,
                0x04..=0x09 => 1 << 1,
                _ => 1 << 2,
            };
            Lock { bit: 1 << page, pages: page..=page, frozen_by }
        };
        Self((MemoryMap::CAPABILITY_CONTAINER..=0x0F).map(lock).collect())
    }

    /// The dynamic lock bytes; none where a chip has none.
    pub(super) fn dynamic(chip: Chip) -> Self {
        match (chip.family(), chip.map().locks) {
            (_, None) => Self(Vec::new()),
            (Family::C, Some(_)) => Self::ultralight_c(),
            (_, Some(locks)) => Self::in_groups(locks, chip.map().user_end),
        }
    }

    /// Bit n of the first two bytes locks the n-th group of pages from page 16 on; bit n of the third
    /// freezes two of them.
    fn in_groups(locks: DynamicLock, end: u8) -> Self {
        let groups = (locks.first..=end).step_by(locks.pages_per_bit.into());
        let lock = |(n, first): (u8, u8)| {
            let last = end.min(first.saturating_add(locks.pages_per_bit - 1));
            Lock { bit: 1 << n, pages: first..=last, frozen_by: 1 << (16 + n / 2) }
        };
        Self((0..locks.bits).zip(groups).map(lock).collect())
    }

    /// Two bytes. The second has bits for what is no user memory: counter, AUTH0, AUTH1, key.
    fn ultralight_c() -> Self {
        let table: [(u8, _, u8); 10] = [
            (1, 0x10..=0x13, 0),
            (2, 0x14..=0x17, 0),
            (3, 0x18..=0x1B, 0),
            (5, 0x1C..=0x1F, 4),
            (6, 0x20..=0x23, 4),
            (7, 0x24..=0x27, 4),
            (12, 0x29..=0x29, 8),
            (13, 0x2A..=0x2A, 9),
            (14, 0x2B..=0x2B, 10),
            (15, 0x2C..=0x2F, 11),
        ];
        let lock = |(bit, pages, frozen_by)| Lock {
            bit: 1_u32 << bit,
            pages,
            frozen_by: 1_u32 << frozen_by,
        };
        Self(table.into_iter().map(lock).collect())
    }

    /// Whether the bits `held` lock `page`.
    pub(super) fn lock(&self, page: u8, held: u32) -> bool {
        self.0.iter().any(|lock| held & lock.bit != 0 && lock.pages.contains(&page))
    }

    /// The bits after `wanted` was written over `held`: those that mean nothing stay out, and those that
    /// are frozen stay as they are.
    pub(super) fn merged(&self, held: u32, wanted: u32) -> u32 {
        let known = self.0.iter().fold(0, |bits, lock| bits | lock.bit | lock.frozen_by);
        let frozen = |lock: &&Lock| held & lock.frozen_by != 0;
        let frozen = self.0.iter().filter(frozen).fold(0, |bits, lock| bits | lock.bit);
        held | (wanted & known & !frozen)
    }
}
