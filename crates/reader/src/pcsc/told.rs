//! Readers in the words of an error.

use std::fmt;

use super::name::ReaderName;

/// What was looked for and is not there.
pub(super) struct Fitting<'a>(pub(super) &'a str);

impl fmt::Display for Fitting<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            "" => f.write_str("is there"),
            part => write!(f, "fits {part:?}"),
        }
    }
}

/// What was passed over, each with the reason; nothing if nothing was.
pub(super) struct Skipped<'a>(pub(super) &'a [ReaderName]);

impl fmt::Display for Skipped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        let each: Vec<_> = self.0.iter().map(|name| format!("{name}, {}", name.slot())).collect();
        write!(f, " (passed over: {})", each.join("; "))
    }
}

/// Names, one behind the other.
pub(super) struct Names<'a>(pub(super) &'a [ReaderName]);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&each.join(", "))
    }
}
