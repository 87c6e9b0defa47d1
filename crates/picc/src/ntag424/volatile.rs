//! What the chip forgets when the field goes.

use tapsmith_card::command::FileNumber;

use super::authentication::Challenge;
use super::channel::Session;
use super::memory::Configuration;
use super::sdm::ReadRun;

/// Selection, session, and whatever is under way.
#[derive(Debug)]
pub(super) struct Volatile {
    pub(super) shown: ShownUid,
    /// Whether a command came since the activation.
    pub(super) awake: bool,
    pub(super) selection: Selection,
    pub(super) session: Option<Session>,
    pub(super) pending: Option<Pending>,
    pub(super) run: Option<ReadRun>,
}

impl Volatile {
    /// A chip so configured comes into the field.
    pub(super) fn activated(configuration: &Configuration) -> Self {
        let shown = if configuration.random_uid { ShownUid::Random(None) } else { ShownUid::Own };
        Self {
            shown,
            awake: false,
            selection: Selection::default(),
            session: None,
            pending: None,
            run: None,
        }
    }
}

/// The UID that the chip shows in this activation.
///
/// Source: NT4H2421Gx Rev. 3.0, "Random ID".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShownUid {
    /// Its own.
    Own,
    /// Four bytes, once they are drawn.
    Random(Option<[u8; 4]>),
}

/// What is selected.
///
/// Source: NT4H2421Gx Rev. 3.0, "`ISOSelectFile`": after power-up the MF.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Selection {
    /// The MF.
    #[default]
    MasterFile,
    /// The application, and possibly a file of it.
    Application {
        /// The current EF.
        file: Option<FileNumber>,
    },
}

/// A command that waits for its next frame.
#[derive(Debug)]
pub(super) enum Pending {
    /// `GetVersion`.
    Version(VersionFrame),
    /// An authentication after its first part.
    Authentication(Challenge),
}

/// Which frame of `GetVersion` comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VersionFrame {
    /// The software's.
    Second,
    /// The production's.
    Third,
}
