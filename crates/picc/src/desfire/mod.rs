//! MIFARE DESFire EV3 (8 KB), the card's side: as much of it as a card with an address needs. Applications with AES
//! keys, standard files, Secure Dynamic Messaging, EV2 secure messaging; and the elder schemes, which open the
//! card as it is delivered, with a DES key.
//!
//! Source: no data sheet, since those of the DESFire family are not public. libfreefare and proxmark3 for what
//! every DESFire has; `TalkToYourDESFireCard` and the crate `desox` 0.5.4 for what was seen on EV3; NT4H2421Gx Rev.
//! 3.0 for what NTAG 424 DNA has of EV2 and SDM; AN11004. `hardware-notes/desfire-ev3.md` says which is which.
//!
//! # Layout
//! - [`Memory`]: what outlives the field; `volatile`: what does not.
//! - `wrapped`, `dispatch`, `iso`: from bytes to a command and back; `commands`: one file a command.
//! - `frames`: how a command travels, and what a tear leaves of it.
//! - `checks`, `rights`: what is refused, and in which order.
//! - `authentication`, `d40`, `ev1`, `secured`: sessions. The EV2 channel is shared with NTAG 424 DNA.
//! - `sdm`: what a tap shows.
//! - [`Unknowns`]: questions that no silicon has answered, as switches.

mod access;
mod authentication;
mod checks;
mod commands;
mod d40;
mod dispatch;
mod ev1;
mod frames;
mod iso;
mod memory;
mod outcome;
mod rights;
mod sdm;
mod secured;
mod status;
mod unknowns;
mod volatile;
mod wrapped;

pub use access::{Access, Rights};
pub(crate) use memory::CHIP;
pub use memory::{Aid, Application, DesKey, File, FileSettings, KeySettings, Memory, PiccKey};
pub use sdm::{EncryptedData, FileRead, Sdm};
pub use unknowns::{
    AidZero, DeletedRoom, IsoIdsUnused, SdmAtCreation, SdmNotCreated, Unknowns, WrongScheme,
};

use tapsmith_card::apdu::{ResponseApdu, WRAPPED};
use tapsmith_card::status::Status;
use tapsmith_core::random::Random;

use crate::personality::{self, Activation};
use volatile::{Pending, Volatile};

/// The class of ISO/IEC 7816-4 commands.
const ISO: u8 = 0x00;

/// A virtual MIFARE DESFire EV3 in a reader's field.
#[derive(Debug)]
pub struct Desfire {
    memory: Memory,
    volatile: Volatile,
    unknowns: Unknowns,
}

impl Desfire {
    /// What a PC/SC reader says the card's ATR is: the same for every DESFire.
    pub const ATR: [u8; 6] = [0x3B, 0x81, 0x80, 0x01, 0x80, 0x80];

    /// Frames of 64 bytes, one historical byte. Seen on silicon: proxmark3.
    pub const ATS: [u8; 6] = [0x06, 0x75, 0x77, 0x81, 0x02, 0x80];

    /// A chip with this memory, just come into the field.
    pub fn new(memory: Memory) -> Self {
        Self::with(memory, Unknowns::default())
    }

    /// The same, with open questions answered otherwise.
    pub fn with(memory: Memory, unknowns: Unknowns) -> Self {
        Self { memory, volatile: Volatile::default(), unknowns }
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
        let pending = self.volatile.pending.take();
        self.abandon(pending);
        self.volatile = Volatile::default();
    }

    /// One command APDU in, one answer out, status word included. Any bytes will do.
    ///
    /// # Errors
    /// `random` failed; the memory is as it was.
    pub fn exchange<R: Random>(
        &mut self,
        command: &[u8],
        random: &mut R,
    ) -> Result<Vec<u8>, R::Error> {
        if personality::is_for_reader(command) {
            let uid = self.memory.uid();
            let activation = Activation { uid: uid.bytes(), ats: &Self::ATS };
            return Ok(personality::answer(command, activation).to_bytes());
        }
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
    /// Source: NT4H2421Gx Rev. 3.0, "MAC communication mode"; for DESFire EV1, the communication examples that
    /// hack.cert.pl keeps, "Authentication invalidated".
    fn refuse(&mut self, status: Status) -> ResponseApdu {
        self.volatile.session = None;
        ResponseApdu { data: Vec::new(), status }
    }

    /// A command under way will not be finished. Of a write what has come is written.
    fn abandon(&mut self, pending: Option<Pending>) {
        if let Some(Pending::Write(body)) = pending {
            commands::write_data::break_off(self, &body, body.len());
        }
    }
}
