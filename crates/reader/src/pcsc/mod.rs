//! Readers of the PC/SC service.
//!
//! Every call speaks to the service afresh: it costs about a millisecond, and a service that was
//! restarted between two calls (on Windows it stops with the last reader) is then no matter.
//!
//! # Layout
//! - [`name`]: a reader's name; [`slot`]: what the name tells of the slot.
//! - [`list`]: the readers there are; [`presence`]: what lies on one.
//! - [`mod@choose`]: the one reader a user meant.
//! - [`wait`]: until a card comes, until it leaves, until a reader is plugged in.
//! - [`placements`]: cards put down and taken away, one event each.
//! - [`card`]: one card, one transaction; [`transport`]: the exchanges in it.
//! - [`error`]: what may go wrong, and the service's words for it; `told`: ours.

pub mod card;
pub mod choose;
pub mod error;
pub mod list;
pub mod name;
pub mod placements;
pub mod presence;
pub mod slot;
mod told;
pub mod transport;
pub mod wait;

use ::pcsc::{Context, Scope};

pub use self::{
    card::with_card,
    choose::choose,
    error::Error,
    list::{ReaderInfo, readers},
    name::ReaderName,
    placements::{Placement, Placements},
    presence::Presence,
    slot::Slot,
    transport::PcscTransport,
};

/// A way to the service.
///
/// # Errors
/// [`Error::Service`], whatever the reason was: without a context there is nobody else to blame.
fn establish() -> Result<Context, Error> {
    Context::establish(Scope::User).map_err(Error::Service)
}
