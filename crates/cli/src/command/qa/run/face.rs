//! What is shown: drawn from the session's state and the last thing that happened, and from nothing else.

use tapsmith_desk::qa::report::DrawnBy;
use tapsmith_desk::qa::session::Session;

use super::word::Word;
use crate::failure::Failure;

/// Whoever shows a session, and hears the operator.
pub(super) trait Face {
    /// Shows how things stand.
    fn show(&mut self, view: &View<'_>) -> Result<(), Failure>;

    /// What the operator has said since it was last asked.
    fn words(&mut self) -> Result<Vec<Word>, Failure>;

    /// Whether somebody can say that the lot is to be judged; otherwise it is, once it can be.
    fn has_operator(&self) -> bool;
}

/// How things stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'v> {
    /// The plan's name.
    pub(super) plan_id: &'v str,
    /// All that happened.
    pub(super) session: &'v Session,
    /// Whether cards of software were judged.
    pub(super) rehearsal: bool,
    /// The last thing that happened.
    pub(super) notice: &'v Notice,
    /// How many things happened before it: the same may happen twice.
    pub(super) turn: u64,
    /// Whether a card lies on the reader.
    pub(super) lies: bool,
}

/// The last thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Notice {
    /// A card is waited for.
    Waiting,
    /// A card lies there, and is being asked.
    Reading,
    /// The last card of the session was judged; it lies there still.
    Judged,
    /// It was taken away.
    Taken,
    /// A card could not be judged: nothing was counted. It may be gone since.
    Problem(String),
    /// The reader was unplugged.
    ReaderGone,
    /// There are no more cards to come.
    Through,
    /// Something was said, and done.
    Done(&'static str),
    /// Something was said that cannot be done.
    Refused(String),
}

/// The position of the delivery to take the next card from, where positions were drawn.
pub(super) fn next_position(session: &Session) -> Option<u64> {
    match session.plan().drawn_by {
        DrawnBy::Position => session.open_units().first().copied(),
        DrawnBy::Record => None,
    }
}
