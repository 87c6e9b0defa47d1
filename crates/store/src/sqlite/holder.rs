//! Who is writing: a line in a file beside the vault's, for whoever waits in vain.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use jiff::{Timestamp, Unit};

use crate::error::Error;

/// Where the line stands; nowhere for a vault that nobody else sees yet.
#[derive(Debug)]
pub(super) struct Holder(Option<PathBuf>);

impl Holder {
    /// Beside the vault's file.
    pub(super) fn beside(file: &Path) -> Self {
        Self(Some(file.with_extension("holder")))
    }

    /// For a file that has no name yet.
    pub(super) fn nobody() -> Self {
        Self(None)
    }

    /// Says who began to write. A line that cannot be written is only a comfort that others miss.
    pub(super) fn is(&self, who: &str) {
        let Some(path) = &self.0 else { return };
        let since = Timestamp::now().round(Unit::Second).unwrap_or_default();
        let line = format!("{who}, process {}, since {since}\n", std::process::id());
        let file =
            fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path);
        let _unwritten = file.and_then(|mut file| file.write_all(line.as_bytes()));
    }

    /// Names the one who began to write last in an error that says "busy".
    pub(super) fn name(&self, error: Error) -> Error {
        match error {
            Error::Busy { .. } => Error::Busy { holder: self.read() },
            other => other,
        }
    }

    /// One short line, whatever stands there.
    fn read(&self) -> Option<String> {
        let text = fs::read_to_string(self.0.as_ref()?).ok()?;
        let line = text.lines().next()?;
        Some(line.chars().filter(|c| !c.is_control()).take(120).collect())
    }
}
