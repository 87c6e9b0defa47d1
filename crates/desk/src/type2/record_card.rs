//! What a record's card shall be.

use tapsmith_card::type2::personalize::{Content, Locks, Target, TooLong};
use tapsmith_card::type2::settings::Count;
use tapsmith_card::type2::{Model, Settings};
use tapsmith_core::batch::Batch;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::SlotKey;
use tapsmith_core::ndef::Message;
use tapsmith_core::profile::{ContentKind, Counting, Lock, Profile};
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::template::Template;
use tapsmith_store::OpenVault;

use crate::error::Error;

/// What stands on the card of `record`.
pub(crate) fn message(profile: &Profile, template: &Template, record: RecordId) -> Message {
    match (profile.content, &profile.text) {
        (ContentKind::Uri, _) => Message::uri(&template.fill(record)),
        (ContentKind::Text, Some(text)) => Message::text(&text.fill(record)),
        (ContentKind::Text, None) | (ContentKind::Empty, _) => Message::empty(),
    }
}

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

/// The key of `record`'s card, or what its password comes of.
pub(crate) fn key<E>(
    vault: &OpenVault,
    batch: &Batch,
    record: RecordId,
    generation: Generation,
) -> Result<SlotKey, Error<E>> {
    let role = Role::AppMaster;
    let keys = vault.keys(batch)?.record(record, generation)?;
    let key = keys.get(role).cloned();
    let key = key.ok_or(tapsmith_store::Error::NoKey { record, role })?;
    let version = batch.profile.generation_of(role, generation).key_version();
    Ok(SlotKey { key, version })
}
