//! The check `tag_tamper`.

use tapsmith_core::tamper::TagTamper;

use crate::check::Check;

/// Its name.
pub(crate) const NAME: &str = "tag_tamper";

/// Passes a loop that is whole and never was cut.
pub(crate) fn check(status: TagTamper) -> Check {
    if status.is_intact() {
        Check::pass(NAME, status.to_string())
    } else {
        Check::fail(NAME, status.to_string())
    }
}
