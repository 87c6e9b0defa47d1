//! Type 2 chips, the card's side: NTAG213, 215 and 216, NTAG 223 DNA and 224 DNA, MIFARE Ultralight EV1,
//! Ultralight C and Ultralight AES. One engine plays them all; frames of ISO/IEC 14443-3 go in and come out.
//!
//! Source: NTAG213F/216F Rev. 3.1 and MF0ICU2 Rev. 3.3; what of the others is seen on silicon, or only
//! assumed, stands in `hardware-notes/ntag21x.md` and `hardware-notes/ultralight.md`. What stands where
//! in a chip's memory is `tapsmith_card`'s; each rule is written here in its own words.
//!
//! # Layout
//! - [`Chip`]: which chip. [`Memory`]: what outlives the field; `volatile`: what does not.
//! - `commands`: one file a command. `messaging`: the MACs of an Ultralight AES.
//! - `guard`: who may read and write. `locks`: lock bits. `programming`: what a write leaves.
//! - `mirror`: what a read shows beside memory. [`Torn`]: power lost while memory is written.
//! - [`Unknowns`]: questions that no silicon has answered, as switches.

mod activation;
mod chip;
mod commands;
mod factory;
mod guard;
mod locks;
mod memory;
mod messaging;
mod mirror;
mod pages;
mod programming;
mod refusal;
mod stored;
mod torn;
mod unknowns;
mod volatile;

pub use chip::Chip;
pub use memory::Memory;
pub use torn::Torn;
pub use unknowns::{
    LockBits, MirrorSettings, NewSecret, OtherLength, SecondFrame, Unknowns, WrongPassword,
};

use refusal::Refusal;
use tapsmith_card::field::Heard;
use tapsmith_core::random::Random;
use volatile::Volatile;

/// What a command comes to.
type Reply = Result<Heard, Refusal>;

/// A virtual Type 2 chip in a reader's field.
#[derive(Debug)]
pub struct Type2 {
    memory: Memory,
    volatile: Volatile,
    unknowns: Unknowns,
    /// How the power goes during this frame, if it does.
    torn: Option<Torn>,
}

impl Type2 {
    /// What a PC/SC reader says the card's ATR is, of all these chips.
    ///
    /// Source: PC/SC Specification, Part 3, Rev. 2.01.09, "Contactless storage cards": `00 03`, Ultralight.
    pub const ATR: [u8; 20] = [
        0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06, 0x03, 0x00, 0x03,
        0x00, 0x00, 0x00, 0x00, 0x68,
    ];

    /// A chip with this memory, just come into the field and selected.
    pub fn new(memory: Memory) -> Self {
        Self::with(memory, Unknowns::default())
    }

    /// The same, with open questions answered otherwise.
    pub fn with(memory: Memory, unknowns: Unknowns) -> Self {
        let volatile = Volatile::in_the_field(&memory);
        Self { memory, volatile, unknowns, torn: None }
    }

    /// What the chip remembers.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The memory alone; the chip leaves the field.
    pub fn into_memory(self) -> Memory {
        self.memory
    }

    /// One frame in, without its checksum, and what the reader hears. Any bytes will do.
    ///
    /// After any refusal the chip is back in IDLE, and says nothing until it is activated again.
    ///
    /// # Errors
    /// `random` failed; the memory is as it was.
    pub fn frame<R: Random>(&mut self, frame: &[u8], random: &mut R) -> Result<Heard, R::Error> {
        if !self.volatile.awake {
            return Ok(Heard::Silence);
        }
        let reply = commands::obey(self, frame, random)?;
        Ok(reply.unwrap_or_else(|refusal| self.fall_asleep(refusal)))
    }

    /// A frame whose checksum is wrong.
    ///
    /// Source: NTAG213F/216F Rev. 3.1, "ACK and NAK"; seen on silicon (proxmark3).
    pub fn damaged_frame(&mut self) -> Heard {
        if !self.volatile.awake {
            return Heard::Silence;
        }
        self.fall_asleep(Refusal::CHECKSUM)
    }

    /// The chip leaves ACTIVE. What it was shown goes with the next activation, before which it hears nothing.
    ///
    /// Source: NTAG213F/216F Rev. 3.1, "ACTIVE state"; MF0ICU2 Rev. 3.3, "ACK and NAK". IDLE and HALT
    /// differ in which call wakes the chip; a reader's activation wakes it from both.
    fn fall_asleep(&mut self, refusal: Refusal) -> Heard {
        self.volatile.awake = false;
        refusal.heard()
    }
}
