//! MIFARE Classic, 1 KB and 4 KB, the card's side. The cipher is not here: a reader and a card that agree on a
//! key do not show it on the wire, so what is asked of the chip is whether a key opens a sector, and then
//! blocks.
//!
//! Source: `MF1S50yyX` Rev. 3.0, `MF1S70yyX`; `hardware-notes/mifare-classic.md` says what of it is not known
//! from silicon. Nothing here uses the reader's side of `tapsmith-card` but the names of chips and keys: where
//! sectors lie and who may do what is written anew.
//!
//! # Layout
//! - [`Memory`]: what outlives the field. [`Classic`]: the chip in a field.
//! - `rights`: who may do what, from the bytes of a trailer.
//! - [`Unknowns`]: questions that no silicon has answered, as switches.
//! - [`reader`]: a PC/SC reader before it, with its storage-card commands.

mod memory;
pub mod reader;
mod rights;
mod unknowns;

pub use memory::{Memory, StateError, Uid};
pub use reader::{KeyPlaces, Reader};
pub use unknowns::{BlockedSector, PartialTrailer, Unknowns};

use subtle::ConstantTimeEq;
use tapsmith_card::classic::{Data, KeyKind};

use rights::{Keys, Rights, trailer_of};

/// A virtual MIFARE Classic in a reader's field.
#[derive(Debug)]
pub struct Classic {
    memory: Memory,
    unknowns: Unknowns,
    activity: Activity,
}

/// What the chip is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Activity {
    /// Selected, and nothing is open.
    Selected,
    /// A sector is open with a key.
    Open {
        /// The sector, by its trailer.
        trailer: u8,
        /// Which key.
        by: Keys,
    },
    /// It answers nothing until it is selected again.
    Silent,
}

/// What is left of a block when the field goes in the middle of a write: each bit that is set here is new,
/// and each other one old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Torn(pub Data);

impl Torn {
    /// The write has not begun.
    pub const OLD: Self = Self([0x00; 16]);
    /// The write was done, and nobody heard of it.
    pub const NEW: Self = Self([0xFF; 16]);
}

impl Classic {
    /// A chip with this memory, just come into the field.
    pub fn new(memory: Memory) -> Self {
        Self::with(memory, Unknowns::default())
    }

    /// The same, with open questions answered otherwise.
    pub fn with(memory: Memory, unknowns: Unknowns) -> Self {
        Self { memory, unknowns, activity: Activity::Selected }
    }

    /// What the chip remembers.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The memory alone; the chip leaves the field.
    pub fn into_memory(self) -> Memory {
        self.memory
    }

    /// The field goes and comes again: nothing is open, and the chip answers.
    pub fn power_off(&mut self) {
        self.activity = Activity::Selected;
    }

    /// Whether `key` opens the sector of `block`. A wrong one silences the chip.
    ///
    /// Source: `MF1S50yyX` Rev. 3.0, "Three pass authentication sequence".
    pub fn authenticate(&mut self, block: u8, kind: KeyKind, key: &[u8; 6]) -> bool {
        let opened = (self.activity != Activity::Silent)
            .then(|| self.open_with(trailer_of(block), kind, key))
            .flatten();
        self.activity = opened.unwrap_or(Activity::Silent);
        opened.is_some()
    }

    fn open_with(&self, at: u8, kind: KeyKind, key: &[u8]) -> Option<Activity> {
        let trailer = self.memory.block(at)?;
        let held = match kind {
            KeyKind::A => trailer.first_chunk::<6>()?,
            KeyKind::B => trailer.last_chunk::<6>()?,
        };
        let refuses = self.unknowns.blocked_sector == BlockedSector::DoesNotOpen;
        let blocked = Rights::of_trailer(trailer).is_none();
        if !bool::from(held.ct_eq(key)) || blocked && refuses {
            return None;
        }
        Some(Activity::Open { trailer: at, by: Keys::from(kind) })
    }

    /// What `block` shows to the key that opened its sector; none if that may not read it, and the chip is
    /// silent then.
    ///
    /// Source: `MF1S50yyX` Rev. 3.0, "Access conditions"; of a trailer, "Sector trailer".
    pub fn read(&mut self, block: u8) -> Option<Data> {
        let shown = self.shown(block);
        if shown.is_none() {
            self.activity = Activity::Silent;
        }
        shown
    }

    fn shown(&self, block: u8) -> Option<Data> {
        let (rights, by) = self.rights_at(block)?;
        let held = self.memory.block(block)?;
        let shows = rights.read_mask(by)?;
        Some(mix(&[0; 16], held, &shows))
    }

    /// Writes `block`; whether the key that opened its sector may. If not, the chip is silent.
    pub fn write(&mut self, block: u8, data: &Data) -> bool {
        let written = self.written(block, data, Torn::NEW).is_some();
        if !written {
            self.activity = Activity::Silent;
        }
        written
    }

    /// The same, and the field goes before anybody hears of it: what `torn` says is new.
    pub fn write_torn(&mut self, block: u8, data: &Data, torn: Torn) {
        let _ = self.written(block, data, torn);
        self.power_off();
    }

    fn written(&mut self, block: u8, data: &Data, torn: Torn) -> Option<()> {
        let (rights, by) = self.rights_at(block)?;
        let whole = self.unknowns.partial_trailer == PartialTrailer::Refused;
        let may = rights.write_mask(by, whole)?;
        let held = self.memory.block(block)?;
        let landed = mix(held, data, &mix(&[0; 16], &torn.0, &may));
        *self.memory.block_mut(block)? = landed;
        Some(())
    }

    /// What may be done with `block`, and by which key it is open; none if its sector is not open, or
    /// blocked, or open with a key B that is data.
    fn rights_at(&self, block: u8) -> Option<(Rights, Keys)> {
        let at = trailer_of(block);
        let Activity::Open { trailer, by } = self.activity else { return None };
        let rights = Rights::of_block(self.memory.block(at)?, block)?;
        (trailer == at && !(by == Keys::B && rights.key_b_is_data)).then_some((rights, by))
    }
}

/// `new` where `mask` has a bit, `old` elsewhere.
fn mix(old: &Data, new: &Data, mask: &Data) -> Data {
    (u128::from_be_bytes(*old) & !u128::from_be_bytes(*mask)
        | u128::from_be_bytes(*new) & u128::from_be_bytes(*mask))
    .to_be_bytes()
}

#[cfg(test)]
mod tests;
