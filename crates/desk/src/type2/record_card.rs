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

use crate::content::{key, message};
use crate::error::Error;

/// The keys of a record's card, as far as its profile asks for them.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    /// The one that opens it, or that its password comes of.
    own: Option<SlotKey>,
    /// The one that signs.
    signing: Option<SlotKey>,
}

impl Keys {
    /// The vault's.
    pub(super) fn of<E>(
        vault: &OpenVault,
        batch: &Batch,
        template: &Template,
        record: RecordId,
        generation: Generation,
    ) -> Result<Self, Error<E>> {
        let key = |role| key(vault, batch, record, generation, role);
        let own = batch.profile.protection.password.then(|| key(Role::AppMaster)).transpose()?;
        let signing = template.is_sun().then(|| key(Role::FileRead)).transpose()?;
        Ok(Self { own, signing })
    }

    /// Those of the factory, where nobody knows which record it is.
    pub(super) fn unknown(profile: &Profile, template: &Template) -> Self {
        let own = profile.protection.password.then(SlotKey::factory);
        Self { own, signing: template.is_sun().then(SlotKey::factory) }
    }
}

/// The record's card on a chip of this model.
///
/// # Errors
/// What shall stand there does not fit.
pub(super) fn target(
    profile: &Profile,
    message: &Message,
    keys: Keys,
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
    Ok(Target { content, key: keys.own, signing_key: keys.signing, settings, locks })
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
    target(profile, &message, Keys::unknown(profile, template), model).map(|_| ())
}
