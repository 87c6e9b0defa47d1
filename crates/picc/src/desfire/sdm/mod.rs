//! Secure Dynamic Messaging: what the chip shows of itself in a read without a session.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Secure Dynamic Messaging"; that DESFire EV3 does the same was seen by the author
//! of `TalkToYourDESFireCard`. The bytes are read here in other words than `tapsmith_card`'s.
//!
//! # Layout
//! - [`Sdm`]: the settings; `wire`: their bytes. `places`: where mirrors stand.
//! - `validity`: which settings the chip takes.
//! - `run`: which reads are one tap; `tap`: counting. `mirror`: the file with its mirrors filled.

mod mirror;
mod places;
mod run;
mod settings;
mod tap;
pub(super) mod validity;
mod wire;

pub(super) use run::{ReadCommand, ReadRun};
pub use settings::{EncryptedData, FileRead, Sdm};
pub(super) use wire::{SDM, comm_mode, from_lsb, lsb};
