//! What a write leaves in memory.
//!
//! Source: NTAG213F/216F Rev. 3.1, "Static lock bytes", "Dynamic lock bytes", "Capability Container";
//! MF0ICU2 Rev. 3.3, "OTP bytes", "Lock bytes", "16-bit counter".

use tapsmith_card::type2::{MemoryMap, Page};

use super::Type2;
use super::chip::Family;
use super::guard::{aes, c};
use super::locks::Locks;
use super::refusal::Refusal;

impl Type2 {
    /// Writes `data` where it is allowed.
    pub(super) fn write(&mut self, page: u8, data: Page) -> Result<(), Refusal> {
        self.may_write(page)?;
        let dynamic = self.memory.chip.map().locks.map(|locks| locks.page);
        match page {
            MemoryMap::STATIC_LOCK => self.set_fixed_locks(data),
            MemoryMap::CAPABILITY_CONTAINER => self.add_bits(page, data),
            page if Some(page) == dynamic => self.set_dynamic_locks(page, data),
            c::COUNTER if self.memory.chip.family() == Family::C => return self.count_up(data),
            aes::KEY_LOCKS if self.memory.chip.family() == Family::Aes => {
                let [locks, ..] = data;
                self.program(page, [locks & 0xE0, 0x00, 0x00, 0x00]);
            }
            page => self.program(page, data),
        }
        Ok(())
    }

    /// Bytes 2 and 3; the first two are the maker's.
    fn set_fixed_locks(&mut self, [_, _, low, high]: Page) {
        let [check, internal, held_low, held_high] = self.memory.page(MemoryMap::STATIC_LOCK);
        let held = u32::from_le_bytes([held_low, held_high, 0, 0]);
        let wanted = u32::from_le_bytes([low, high, 0, 0]);
        let [low, high, ..] = Locks::fixed().merged(held, wanted).to_le_bytes();
        self.program_safely(MemoryMap::STATIC_LOCK, [check, internal, low, high]);
    }

    /// The first three bytes; the last means nothing.
    fn set_dynamic_locks(&mut self, page: u8, [low, middle, high, _]: Page) {
        let [held_low, held_middle, held_high, end] = self.memory.page(page);
        let held = u32::from_le_bytes([held_low, held_middle, held_high, 0]);
        let wanted = u32::from_le_bytes([low, middle, high, 0]);
        let merged = Locks::dynamic(self.memory.chip).merged(held, wanted);
        let [low, middle, high, _] = merged.to_le_bytes();
        self.program_safely(page, [low, middle, high, end]);
    }

    /// Bits are set and never cleared.
    fn add_bits(&mut self, page: u8, data: Page) {
        let mut held = self.memory.page(page);
        for (byte, more) in held.iter_mut().zip(data) {
            *byte |= more;
        }
        self.program_safely(page, held);
    }

    /// The counter of an Ultralight C: the first write sets it, each further one adds up to 15.
    fn count_up(&mut self, [low, high, ..]: Page) -> Result<(), Refusal> {
        let [held_low, held_high, ..] = self.memory.page(c::COUNTER);
        let next = match u16::from_le_bytes([held_low, held_high]) {
            0 => Some(u16::from_le_bytes([low, high])),
            held => held.checked_add(u16::from(low & 0x0F)),
        };
        let [low, high] = next.ok_or(Refusal::ARGUMENT)?.to_le_bytes();
        self.program_safely(c::COUNTER, [low, high, 0x00, 0x00]);
        Ok(())
    }

    /// A page that a tear leaves in any state.
    fn program(&mut self, page: u8, data: Page) {
        let old = self.memory.page(page);
        let left = self.torn.map_or(data, |torn| torn.mix(old, data));
        self.memory.pages.set(page, left);
    }

    /// A page that is safe against tears.
    fn program_safely(&mut self, page: u8, data: Page) {
        if self.lands() {
            self.memory.pages.set(page, data);
        }
    }
}
