//! What no silicon has told anybody, as switches. `hardware-notes/mifare-classic.md` lists them.
//!
//! A client is right only if it works with either setting of each.

/// All switches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unknowns {
    /// A sector whose access bits contradict themselves.
    pub blocked_sector: BlockedSector,
    /// A trailer of which a key may write a part.
    pub partial_trailer: PartialTrailer,
}

/// A sector whose access bits contradict themselves. The data sheet says that it is blocked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BlockedSector {
    /// Its keys open it, and everything else is refused.
    #[default]
    GivesNothing,
    /// Not even its keys open it.
    DoesNotOpen,
}

/// A write to a trailer by a key that may change its keys and not its access bits, or the other way round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PartialTrailer {
    /// What it may change is changed.
    #[default]
    Parts,
    /// The write is refused.
    Refused,
}
