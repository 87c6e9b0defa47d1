//! The rules of `rules/`, on cards in LRP mode.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

use tapsmith_core::suite::Suite;

/// The mode of all cards here.
const SUITE: Suite = Suite::Lrp;

#[path = "rules/any_bytes.rs"]
mod any_bytes;
#[path = "rules/configuration.rs"]
mod configuration;
#[path = "rules/counter.rs"]
mod counter;
#[path = "rules/failures.rs"]
mod failures;
#[path = "rules/file_counters.rs"]
mod file_counters;
#[path = "rules/lengths.rs"]
mod lengths;
#[path = "rules/lrp.rs"]
mod lrp;
#[path = "rules/mirrors.rs"]
mod mirrors;
#[path = "rules/preprogrammed.rs"]
mod preprogrammed;
#[path = "rules/random_uid.rs"]
mod random_uid;
#[path = "rules/rig.rs"]
mod rig;
#[path = "rules/rights.rs"]
mod rights;
#[path = "rules/session.rs"]
mod session;
#[path = "rules/settings.rs"]
mod settings;
#[path = "rules/status.rs"]
mod status;
#[path = "rules/tamper.rs"]
mod tamper;
#[path = "rules/torn.rs"]
mod torn;
#[path = "rules/unknowns.rs"]
mod unknowns;
