//! Who may do what: by the key settings of the PICC and of an application, and by a file's rights.
//!
//! Source: libfreefare and proxmark3; NT4H2421Gx Rev. 3.0, "Communication modes": a file's bytes travel in its
//! mode, but in plain where only a free right lets the command through.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use super::Desfire;
use super::access::Access;
use super::memory::{FileSettings, KeySettings};

impl Desfire {
    /// The key that the session was opened with.
    pub(super) fn key(&self) -> Option<u8> {
        self.volatile.session.as_ref().map(super::secured::Secured::key)
    }

    /// The key settings of what is selected.
    pub(super) fn key_settings(&self) -> KeySettings {
        self.application().map_or(self.memory.picc.settings, |application| application.settings)
    }

    /// Whether the session is one of the master key.
    pub(super) fn master(&self) -> Result<(), Status> {
        allow(self.key() == Some(0))
    }

    /// Whether lists and settings may be shown.
    pub(super) fn directory(&self) -> Result<(), Status> {
        if self.key_settings().has_free_directory() { Ok(()) } else { self.master() }
    }

    /// Whether something may be created, or a file deleted.
    pub(super) fn creation(&self) -> Result<(), Status> {
        if self.key_settings().has_free_creation() { Ok(()) } else { self.master() }
    }
}

/// How the bytes of a read travel. Outside a session `SDMFileRead` lets everybody read.
pub(super) fn read(settings: &FileSettings, session: Option<u8>) -> Result<CommMode, Status> {
    let rights = settings.rights;
    let shown =
        session.is_none() && settings.sdm.as_ref().is_some_and(|sdm| sdm.file_read.is_some());
    match any([rights.read, rights.read_write], settings.mode, session) {
        Err(_) if shown => Ok(CommMode::Plain),
        outcome => outcome,
    }
}

/// How the bytes of a write travel.
pub(super) fn write(settings: &FileSettings, session: Option<u8>) -> Result<CommMode, Status> {
    any([settings.rights.write, settings.rights.read_write], settings.mode, session)
}

/// How a command of mode `mode` travels that one right alone stands for.
pub(super) fn one(right: Access, mode: CommMode, session: Option<u8>) -> Result<CommMode, Status> {
    any([right], mode, session)
}

/// One of `rights` is enough. If nobody can have any of them, the command is not allowed at all; otherwise this
/// session is the wrong one.
fn any<const N: usize>(
    rights: [Access; N],
    mode: CommMode,
    session: Option<u8>,
) -> Result<CommMode, Status> {
    if session.is_some_and(|key| rights.contains(&Access::Key(key))) {
        Ok(mode)
    } else if rights.contains(&Access::Free) {
        Ok(CommMode::Plain)
    } else if rights == [Access::Never; N] {
        Err(Status::PERMISSION_DENIED)
    } else {
        Err(Status::AUTHENTICATION)
    }
}

/// [`Status::AUTHENTICATION`] unless `holds`.
pub(super) fn allow(holds: bool) -> Result<(), Status> {
    if holds { Ok(()) } else { Err(Status::AUTHENTICATION) }
}
