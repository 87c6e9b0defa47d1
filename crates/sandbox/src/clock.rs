//! The time, as each server writes it.

use jiff::Timestamp;

/// Printags': `2024-07-01T09:26:55.737Z`.
pub(crate) fn printags(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// Merchrocket's: `2024-05-16T09:13:24+00:00`.
pub(crate) fn merchrocket(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}
