//! Who may do what with a file, and how its bytes then travel.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Access conditions", "Communication modes": the file's mode, but
//! plain where only a free right lets the command through.

use tapsmith_card::settings::FileSettings;
use tapsmith_card::status::Status;
use tapsmith_core::access::{Access, CommMode};
use tapsmith_core::key::KeyNumber;

/// Why a command may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grant {
    /// The session's key holds the right.
    Key,
    /// Everybody may.
    Free,
}

impl Grant {
    /// How the bytes travel of a command whose own mode is `mode`.
    pub(super) fn mode(self, mode: CommMode) -> CommMode {
        match self {
            Self::Key => mode,
            Self::Free => CommMode::Plain,
        }
    }
}

/// Reading. Outside a session `SDMFileRead` gives it to everybody too.
pub(super) fn read(settings: &FileSettings, session: Option<KeyNumber>) -> Result<Grant, Status> {
    let rights = settings.rights;
    let shown = session.is_none() && settings.sdm.is_some_and(|sdm| sdm.file_read.is_some());
    match any([rights.read, rights.read_write], session) {
        Err(_) if shown => Ok(Grant::Free),
        outcome => outcome,
    }
}

/// Writing.
pub(super) fn write(settings: &FileSettings, session: Option<KeyNumber>) -> Result<Grant, Status> {
    any([settings.rights.write, settings.rights.read_write], session)
}

/// Changing the settings.
pub(super) fn change(settings: &FileSettings, session: Option<KeyNumber>) -> Result<Grant, Status> {
    any([settings.rights.change], session)
}

/// What one right alone stands for: the read counter's, or the tag-tamper status's.
pub(super) fn one(right: Access, session: Option<KeyNumber>) -> Result<Grant, Status> {
    any([right], session)
}

/// One of `rights` is enough. If nobody can have any of them, the command is not allowed at all;
/// otherwise this session is the wrong one.
fn any<const N: usize>(rights: [Access; N], session: Option<KeyNumber>) -> Result<Grant, Status> {
    if session.is_some_and(|key| rights.contains(&Access::Key(key))) {
        Ok(Grant::Key)
    } else if rights.contains(&Access::Free) {
        Ok(Grant::Free)
    } else if rights == [Access::Never; N] {
        Err(Status::PERMISSION_DENIED)
    } else {
        Err(Status::AUTHENTICATION)
    }
}
