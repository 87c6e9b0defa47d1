//! NTAG 424 DNA and NTAG 424 DNA TagTamper, the card's side, in AES mode and in LRP mode.
//!
//! Source: NT4H2421Gx Rev. 3.0 and NT4H2421Tx Rev. 3.0; AN12196, AN12321; and what was seen on
//! silicon, as marked in `hardware-notes/ntag424-dna.md`.
//!
//! # Layout
//! - [`Memory`]: what outlives the field; `volatile`: what does not.
//! - `wrapped`, `iso`: from bytes to a handler and back; `handlers`: one file a command.
//! - `frames`: how a command travels, and what a tear leaves of it.
//! - `checks`, `rights`: what is refused, and in which order.
//! - `activation`: what there is before any command.
//! - `authentication`: the card's end of it. The session it opens is `ev2`'s, which DESFire EV3 shares.
//! - `sdm`: what a tap shows.
//! - [`Unknowns`]: questions that no silicon has answered, as switches.

mod activation;
mod authentication;
mod checks;
mod frames;
mod handlers;
mod iso;
mod memory;
mod rights;
mod sdm;
mod unknowns;
mod volatile;
mod wrapped;

pub use crate::state::StateError;
pub use memory::{Configuration, Failures, Memory, Tamper};
pub use unknowns::{
    CheckOrder, ConfigurationAnswer, CounterAtRewrite, CounterUnasked, CounterWithoutMirror,
    DelayAtPowerOff, FailuresOff, FreeCounterInSession, FreeStatusInSession, InterruptingFirst,
    IsoInSession, IsoReadPastEnd, LastFrame, MissingMac, ReadBesideMirrors, ReadOfOtherFile,
    ReadPastEnd, Reselect, SelectInSession, ShortFileIds, UnfinishedAuthentication, Unknowns,
    WrappedHeader,
};

use tapsmith_card::apdu::{ResponseApdu, WRAPPED};
use tapsmith_card::status::Status;
use tapsmith_core::random::Random;

use crate::ev2::{answer, channel};
use crate::personality::{self, Activation};
use authentication::Challenge;
use memory::Counting;
use volatile::{Pending, Volatile};

/// The class of ISO/IEC 7816-4 commands.
const ISO: u8 = 0x00;

/// A virtual NTAG 424 DNA in a reader's field.
#[derive(Debug)]
pub struct Ntag424 {
    memory: Memory,
    volatile: Volatile,
    unknowns: Unknowns,
}

impl Ntag424 {
    /// What a PC/SC reader says the card's ATR is.
    ///
    /// Source: PC/SC Specification, Part 3, of the ATS below; seen on silicon.
    pub const ATR: [u8; 6] = [0x3B, 0x81, 0x80, 0x01, 0x80, 0x80];

    /// Source: NT4H2421Gx Rev. 3.0, "ATS": frames of 128 bytes, one historical byte.
    pub const ATS: [u8; 6] = [0x06, 0x77, 0x77, 0x71, 0x02, 0x80];

    /// A chip with this memory, just come into the field.
    pub fn new(memory: Memory) -> Self {
        Self::with(memory, Unknowns::default())
    }

    /// The same, with open questions answered otherwise.
    pub fn with(memory: Memory, unknowns: Unknowns) -> Self {
        let volatile = Volatile::activated(&memory.configuration);
        Self { memory, volatile, unknowns }
    }

    /// What the chip remembers.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The memory alone; the chip leaves the field.
    pub fn into_memory(mut self) -> Memory {
        self.power_off();
        self.memory
    }

    /// The field goes: selection, session and whatever was under way are forgotten.
    pub fn power_off(&mut self) {
        let next = Volatile::activated(&self.memory.configuration);
        let Volatile { pending, .. } = std::mem::replace(&mut self.volatile, next);
        self.abandon(pending);
        if self.unknowns.delay_at_power_off == DelayAtPowerOff::StartsOver {
            self.memory.keys.for_each(|slot| slot.failures.spent = 0);
        }
    }

    /// One command APDU in, one answer out, status word included. Any bytes will do.
    ///
    /// # Errors
    /// `random` failed; the memory is as it was, but for what was measured of the tag-tamper loop.
    pub fn exchange<R: Random>(
        &mut self,
        command: &[u8],
        random: &mut R,
    ) -> Result<Vec<u8>, R::Error> {
        if personality::is_for_reader(command) {
            let uid = self.shown_uid(random)?;
            let activation = Activation { uid: &uid, ats: &Self::ATS };
            return Ok(personality::answer(command, activation).to_bytes());
        }
        self.wake();
        let answer = match command.first() {
            Some(&WRAPPED) => self.wrapped(command, random)?,
            Some(&ISO) => self.iso(command, random)?,
            Some(_) => self.stray(Status::ISO_CLASS),
            None => self.stray(Status::ISO_LENGTH),
        };
        Ok(answer.to_bytes())
    }

    /// What belongs to no class of commands the chip knows.
    fn stray(&mut self, status: Status) -> ResponseApdu {
        let pending = self.volatile.pending.take();
        self.abandon(pending);
        self.volatile.run = None;
        self.refuse(status)
    }

    /// An error ends a session, and carries no MAC.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "MAC communication mode", "Full communication mode".
    fn refuse(&mut self, status: Status) -> ResponseApdu {
        self.volatile.session = None;
        ResponseApdu { data: Vec::new(), status }
    }

    /// A command under way will not be finished.
    fn abandon(&mut self, pending: Option<Pending>) {
        let counted = self.unknowns.unfinished_authentication == UnfinishedAuthentication::Counted;
        if let Some(Pending::Authentication(Challenge::Application(asked))) = pending
            && counted
        {
            let counting = self.counting();
            self.memory.keys.slot_mut(asked.key).failures.failed(counting);
        }
    }

    /// How failed authentications are counted.
    fn counting(&self) -> Counting {
        let total = self.memory.configuration.failed_authentications;
        let all_off = self.unknowns.failures_off == FailuresOff::Everything;
        Counting { total, in_a_row: total.limit > 0 || !all_off }
    }
}

#[cfg(test)]
mod tests;
