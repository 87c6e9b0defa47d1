//! The chip as a whole: what has to be set, and when.

use tapsmith_core::profile::{Configuration, FailureRule};
use tapsmith_core::suite::Suite;

use super::{State, Step};
use crate::command::SetConfiguration;
use crate::settings::FileSettings;

/// What is set before anything else of the card.
pub(super) fn before_files(
    wanted: Configuration,
    configured: Configuration,
) -> impl Iterator<Item = SetConfiguration> {
    let lrp = wanted.suite == Suite::Lrp && configured.suite == Suite::Aes;
    let watch = wanted.tag_tamper.filter(|_| configured.tag_tamper.is_none());
    let [rule, held] =
        [wanted, configured].map(|of| of.failed_authentications.unwrap_or(FailureRule::DELIVERED));
    let steps = [
        lrp.then_some(SetConfiguration::LRP),
        watch.map(|read| SetConfiguration::TagTamper { on: true, read }),
        (rule != held).then_some(SetConfiguration::FailedAuthentications(rule)),
    ];
    steps.into_iter().flatten()
}

/// What is set last of all.
pub(super) fn after_keys(
    wanted: Configuration,
    configured: Configuration,
) -> impl Iterator<Item = SetConfiguration> {
    let hide = wanted.random_uid && !configured.random_uid;
    hide.then_some(SetConfiguration::RandomUid(true)).into_iter()
}

/// The files' settings once `steps` are done: the switch to LRP turns SDM off.
///
/// Source: NT4H2421Gx Rev. 3.0, "`SetConfiguration`", "Capability data".
pub(super) fn files_after(steps: &[Step], state: &State) -> [FileSettings; 3] {
    let switched = steps.contains(&Step::Configure(SetConfiguration::LRP));
    state.files.map(|settings| match settings.sdm {
        Some(_) if switched => FileSettings { sdm: None, ..settings },
        _ => settings,
    })
}
