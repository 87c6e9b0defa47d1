//! What the chip forgets when the field goes.

use super::commands::Challenge;
use super::memory::Memory;
use super::messaging::Messaging;
use super::pages::Pages;

/// Whether it listens, what it was shown, and what is under way.
#[derive(Debug)]
pub(super) struct Volatile {
    /// ACTIVE or AUTHENTICATED. If not, IDLE or HALT: it hears no command.
    pub(super) awake: bool,
    /// Memory as it was at activation: what acts only then is taken from here.
    pub(super) latched: Pages,
    pub(super) shown: Option<Shown>,
    pub(super) pending: Option<Pending>,
    /// MACs, from an authentication on that switches them on.
    pub(super) messaging: Option<Messaging>,
    /// Whether this power-up's first read was counted.
    pub(super) counted: bool,
    /// The UID that is shown instead of the real one, once it is drawn.
    pub(super) random_uid: Option<[u8; 4]>,
}

/// What somebody has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// The password, or the key that opens memory.
    Key,
    /// The key that only tells the UID.
    UidKey,
}

/// A command that waits for its next frame.
#[derive(Debug)]
pub(super) enum Pending {
    /// `COMPATIBILITY_WRITE` into this page.
    Write(u8),
    /// An authentication.
    Authentication(Challenge),
}

impl Volatile {
    /// The field comes on, and the reader selects the chip.
    pub(super) fn in_the_field(memory: &Memory) -> Self {
        Self {
            awake: true,
            latched: memory.pages.clone(),
            shown: None,
            pending: None,
            messaging: None,
            counted: false,
            random_uid: None,
        }
    }
}
