//! A card of software, and the file that is its memory.
//!
//! # Layout
//! - [`file_card`]: the card: its memory is read from the file, and written back after every
//!   exchange that changed it.
//! - [`state_file`]: the file: one process at a time, nothing half-written, readable by its owner only.
//! - [`error`]: what may go wrong with either.

pub mod error;
pub mod file_card;
pub mod state_file;

pub use self::{error::Error, file_card::FileCard};

/// A card of software as a reader sees it: power, an answer to reset, and exchanges.
///
/// Any chip, and any reader's own pseudo-APDUs, can stand behind it.
pub trait VirtualCard {
    /// Why there was no answer at all; a refusal is an answer.
    type Error;

    /// The answer to reset, at most 33 bytes.
    fn atr(&self) -> &[u8];

    /// Takes the power away: session, selected file and the like are lost, memory is not. The next
    /// exchange finds the card freshly powered on.
    ///
    /// # Errors
    /// The card remembers something of it (an authentication left unfinished may count as failed) and
    /// could not save it.
    fn power_off(&mut self) -> Result<(), Self::Error>;

    /// One command in, one answer out, status word included.
    ///
    /// # Errors
    /// The card could not act at all; it then says nothing of whether it did.
    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, Self::Error>;
}
