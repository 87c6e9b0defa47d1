//! What a record's card shall be.

use tapsmith_card::type2::personalize::{Content, Locks, Target, TooLong};
use tapsmith_card::type2::settings::Count;
use tapsmith_card::type2::{Model, Settings};
use tapsmith_core::key::SlotKey;
use tapsmith_core::ndef::Message;
use tapsmith_core::profile::{ContentKind, Counting, Lock, Profile};
use tapsmith_core::record::RecordId;
use tapsmith_core::template::Template;

use crate::content::message;

/// The record's card on a chip of this model.
///
/// # Errors
/// What shall stand there does not fit.
pub(super) fn target(
    profile: &Profile,
    message: &Message,
    key: &SlotKey,
    model: Model,
) -> Result<Target, TooLong> {
    let rules = &profile.protection;
    let locks = Locks {
        statics: rules.locks(Lock::Static),
        dynamic: rules.locks(Lock::Dynamic),
        keys: rules.locks(Lock::Keys),
    };
    let delivered = Settings::delivered(model);
    let content = match profile.content {
        ContentKind::Empty => Content::delivered(model),
        ContentKind::Uri | ContentKind::Text => {
            let read_only = locks.statics && (locks.dynamic || model.memory().locks.is_none());
            Content::of(model, message, read_only)?
        }
    };
    let shows_count = message.offsets.counter.is_some();
    let settings = Settings {
        mirror: Content::mirror(model, message),
        protected_from: rules.protected_from().unwrap_or(delivered.protected_from),
        // Where nothing is protected, nobody asks from what.
        reads: if rules.password { rules.reads } else { delivered.reads },
        attempts: rules.attempts,
        count: match rules.count {
            Counting::Off if !shows_count => Count::Off,
            Counting::Off | Counting::Free => Count::Free,
            Counting::Protected => Count::Protected,
        },
        locked: rules.locks(Lock::Configuration),
    };
    Ok(Target { content, key: rules.password.then(|| key.clone()), settings, locks })
}

/// Whether the content of every record of the batch, up to the longest, fits the profile's chip.
///
/// # Errors
/// It does not.
pub(crate) fn check_fits(
    profile: &Profile,
    template: &Template,
    last: RecordId,
) -> Result<(), TooLong> {
    let Some(model) = Model::of_chip(profile.chip) else { return Ok(()) };
    let message = message(profile, template, last);
    target(profile, &message, &SlotKey::factory(), model).map(|_| ())
}
