//! What the chip forgets when the field goes.

use super::authentication::Challenge;
use super::memory::Aid;
use super::sdm::ReadRun;
use super::secured::Secured;

/// Selection, session, and whatever is under way.
#[derive(Debug, Default)]
pub(super) struct Volatile {
    pub(super) selection: Selection,
    pub(super) session: Option<Secured>,
    pub(super) pending: Option<Pending>,
    pub(super) run: Option<ReadRun>,
}

/// What is selected: after power-up the PICC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Selection {
    /// The PICC, AID 000000.
    #[default]
    Picc,
    /// An application, which there is.
    Application {
        aid: Aid,
        /// The number of the current EF.
        file: Option<u8>,
    },
}

/// A command that waits for its next frame.
#[derive(Debug)]
pub(super) enum Pending {
    /// An authentication after its first part.
    Authentication(Challenge),
    /// An answer, protected already: the frames that have not gone out yet.
    Answer(Frames),
    /// `WriteData` that comes in frames: what has come of it.
    Write(Vec<u8>),
}

/// Frames of an answer.
#[derive(Debug)]
pub(super) struct Frames {
    /// What the last one ends with.
    pub(super) status: tapsmith_card::status::Status,
    /// The next one comes first.
    pub(super) frames: std::collections::VecDeque<Vec<u8>>,
}
