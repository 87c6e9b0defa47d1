//! The check `tag_tamper`.

use tapsmith_core::tamper::TagTamper;

use crate::check::Check;
use crate::work::LoopStatus;

/// Its name.
pub(crate) const NAME: &str = "tag_tamper";

/// The worse of what the tap has signed and what the card told.
pub(crate) fn worst(signed: Option<TagTamper>, told: Option<LoopStatus>) -> Option<TagTamper> {
    let seen = signed.into_iter().chain(told.and_then(LoopStatus::status));
    seen.max_by_key(|status| !status.is_intact())
}

/// Passes a loop that is whole and never was cut.
pub(crate) fn check(status: TagTamper) -> Check {
    if status.is_intact() {
        Check::pass(NAME, status.to_string())
    } else {
        Check::fail(NAME, status.to_string())
    }
}
