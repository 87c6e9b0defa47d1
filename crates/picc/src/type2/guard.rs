//! Who may read and write a page.
//!
//! Source: NTAG213F/216F Rev. 3.1, "Password verification protection", "Configuration pages"; MF0ICU2
//! Rev. 3.3, "3DES authentication", for AUTH0 and AUTH1; Ultralight AES as `hardware-notes` says.

use tapsmith_card::type2::MemoryMap;

use super::Type2;
use super::chip::Family;
use super::locks::Locks;
use super::memory::FIRST_OPEN;
use super::refusal::Refusal;
use super::unknowns::LockBits;
use super::volatile::Shown;

/// Places of an Ultralight C.
pub(super) mod c {
    /// The one-way counter of 16 bits.
    pub(in crate::type2) const COUNTER: u8 = 0x29;
    /// The first page that is guarded.
    pub(in crate::type2) const AUTH0: u8 = 0x2A;
    /// Bit 0: reading is free.
    pub(in crate::type2) const AUTH1: u8 = 0x2B;
    /// Four pages that nobody reads.
    pub(in crate::type2) const KEY: u8 = 0x2C;
}

/// Places of an Ultralight AES.
pub(super) mod aes {
    pub(in crate::type2) const CFG0: u8 = 0x29;
    /// In the first byte of CFG0.
    pub(in crate::type2) const RANDOM_UID: u8 = 0x01;
    /// In the first byte of CFG0: commands and answers carry MACs.
    pub(in crate::type2) const MESSAGING: u8 = 0x02;
    /// In the first byte of CFG1: counter 2 is free to be read.
    pub(in crate::type2) const COUNTER_READ: u8 = 0x04;
    /// In the first byte of CFG1: counter 2 is free to be raised.
    pub(in crate::type2) const COUNTER_RAISE: u8 = 0x08;
    /// Bit 7 locks key 1, bit 6 key 0, bit 5 this byte.
    pub(in crate::type2) const KEY_LOCKS: u8 = 0x2D;
    /// The key that opens memory.
    pub(in crate::type2) const DATA_KEY: u8 = 0x30;
    /// Behind it the one that tells the UID.
    pub(in crate::type2) const UID_KEY: u8 = 0x34;
    /// Behind them NXP's own key.
    pub(in crate::type2) const ORIGINALITY_KEY: u8 = 0x38;
}

/// Places of an NTAG 22x DNA.
pub(super) mod dna {
    use crate::type2::chip::Family;

    /// On an NTAG 224 DNA, where nobody saw it: before the key that signs, as on an Ultralight AES.
    pub(in crate::type2) const AES_KEY: u8 = 0x40;
    /// Bit 7 locks the key that signs; of the others nothing is known.
    pub(in crate::type2) const KEY_LOCKED: u8 = 0x80;

    /// The page with that bit, and the first of the four that hold the key.
    pub(in crate::type2) const fn places(family: Family) -> Option<(u8, u8)> {
        match family {
            Family::Dna => Some((0x2D, 0x34)),
            Family::DnaAes => Some((0x3D, 0x44)),
            _ => None,
        }
    }
}

const PROTECT_READS: u8 = 0x80;
const CONFIGURATION_LOCK: u8 = 0x40;

/// From which page on what needs a password or a key.
#[derive(Debug, Clone, Copy)]
struct Guard {
    first: u8,
    reads: bool,
}

impl Type2 {
    /// As it was at activation.
    fn guard(&self) -> Guard {
        let latched = &self.volatile.latched;
        if let Some(place) = self.configuration() {
            let ([.., first], [access, ..]) = (latched.page(place), latched.page(place + 1));
            Guard { first, reads: access & PROTECT_READS != 0 }
        } else {
            let ([first, ..], [auth1, ..]) = (latched.page(c::AUTH0), latched.page(c::AUTH1));
            Guard { first, reads: auth1 & 1 == 0 }
        }
    }

    /// CFG0, which an Ultralight C has not.
    fn configuration(&self) -> Option<u8> {
        let chip = self.memory.chip;
        chip.map().configuration.filter(|_| chip.family() != Family::C)
    }

    /// Whether memory is open to whoever is there.
    pub(super) fn is_open(&self) -> bool {
        self.volatile.shown == Some(Shown::Key)
    }

    /// The page before which a read ends now: that behind the last, or the first guarded one.
    pub(super) fn read_end(&self) -> u8 {
        let Guard { first, reads } = self.guard();
        let end = self.readable();
        if reads && !self.is_open() { end.min(first) } else { end }
    }

    /// The page behind the last one that is ever read. What may not be read among those before shows zeros;
    /// the key of an Ultralight C lies behind.
    fn readable(&self) -> u8 {
        match self.memory.chip.family() {
            Family::C => c::KEY,
            _ => self.memory.chip.map().last.saturating_add(1),
        }
    }

    /// Whether `page` may be written now.
    pub(super) fn may_write(&self, page: u8) -> Result<(), Refusal> {
        let there = (FIRST_OPEN..=self.memory.chip.map().last).contains(&page);
        let guarded = page >= self.guard().first && !self.is_open();
        if there && !guarded && !self.is_locked(page) && !self.is_fixed(page) {
            Ok(())
        } else {
            Err(Refusal::ARGUMENT)
        }
    }

    /// Whether a lock bit locks it.
    fn is_locked(&self, page: u8) -> bool {
        let chip = self.memory.chip;
        let wait = chip.family() == Family::C || self.unknowns.lock_bits == LockBits::AtActivation;
        let pages = if wait { &self.volatile.latched } else { &self.memory.pages };
        let [_, _, low, high] = pages.page(MemoryMap::STATIC_LOCK);
        let fixed = u32::from_le_bytes([low, high, 0, 0]);
        let dynamic = chip.map().locks.map_or(0, |locks| {
            let [low, middle, high, _] = pages.page(locks.page);
            u32::from_le_bytes([low, middle, high, 0])
        });
        Locks::fixed().lock(page, fixed) || Locks::dynamic(chip).lock(page, dynamic)
    }

    /// Whether the configuration forbids it: CFG0 and CFG1 once they are locked, and keys.
    fn is_fixed(&self, page: u8) -> bool {
        let Some(place) = self.configuration() else { return false };
        let [access, ..] = self.volatile.latched.page(place + 1);
        let locked = access & CONFIGURATION_LOCK != 0 && (place..=place + 1).contains(&page);
        locked
            || match self.memory.chip.family() {
                Family::Aes => self.is_fixed_in_aes(page),
                family => {
                    dna::places(family).is_some_and(|places| self.is_fixed_in_dna(page, places))
                }
            }
    }

    /// The key that signs, once it is locked. What lies behind it is the maker's.
    fn is_fixed_in_dna(&self, page: u8, (lock, key): (u8, u8)) -> bool {
        let pages = match self.unknowns.lock_bits {
            LockBits::AtOnce => &self.memory.pages,
            LockBits::AtActivation => &self.volatile.latched,
        };
        let [locks, ..] = pages.page(lock);
        let is_key = (key..key + 4).contains(&page);
        (is_key && locks & dna::KEY_LOCKED != 0) || page >= key + 4
    }

    fn is_fixed_in_aes(&self, page: u8) -> bool {
        let [locks, ..] = self.memory.pages.page(aes::KEY_LOCKS);
        let locked_by = |bit: u8| locks & bit != 0;
        match page {
            aes::ORIGINALITY_KEY.. => true,
            aes::UID_KEY.. => locked_by(0x80),
            aes::DATA_KEY.. => locked_by(0x40),
            aes::KEY_LOCKS => locked_by(0x20),
            // Between CFG1 and the keys nothing else is known.
            page => page > aes::CFG0 + 1,
        }
    }

    /// After so many failures in a row the chip opens no more; 0 is never.
    pub(super) fn limit(&self) -> u16 {
        let Some(place) = self.configuration() else { return 0 };
        let [access, _, low, high] = self.volatile.latched.page(place + 1);
        match self.memory.chip.family() {
            Family::Aes => u16::from_le_bytes([low, high & 0x03]),
            // Nobody knows where it would stand.
            Family::Dna | Family::DnaAes => 0,
            _ => u16::from(access & 0x07),
        }
    }
}
