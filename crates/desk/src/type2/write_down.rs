//! The steps, in the journal before they are tried. A page goes by its number, where a file does on other cards.

use jiff::Timestamp;
use tapsmith_card::type2::personalize::Step;
use tapsmith_card::type2::{Model, Page, settings};
use tapsmith_core::key::{KeyNumber, SlotKey};
use tapsmith_core::profile::Slots;
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_store::{FileChange, KeyChange, OpenVault, Vault};

use crate::work::not_confirmed;

/// Writes down every change of a password, a key, a setting or a lock in `steps`, on disk before it returns.
pub(super) fn write_down<R: Random>(
    vault: &mut OpenVault,
    uid: Uid,
    model: Model,
    steps: &[Step],
    now: Timestamp,
    random: &mut R,
) -> Result<(), tapsmith_store::Error> {
    let keys: Vec<_> = steps.iter().filter_map(key_change).collect();
    let pages: Vec<_> = steps.iter().flat_map(|step| page_changes(model, step)).collect();
    vault.journal(uid, &keys, &pages, now, random)
}

/// The steps that no command can undo, and that nobody has confirmed for this card yet.
pub(super) fn unconfirmed(
    vault: &Vault,
    uid: Uid,
    model: Model,
    steps: &[Step],
) -> Result<Vec<String>, tapsmith_store::Error> {
    let for_good = steps.iter().filter(|step| step.irreversible());
    not_confirmed(vault, uid, for_good.map(|step| (step, page_changes(model, step))))
}

/// What CFG0 and CFG1 of the card held before they were first written.
pub(super) fn untouched(
    vault: &Vault,
    uid: Uid,
    model: Model,
) -> Result<Option<settings::Pages>, tapsmith_store::Error> {
    let Some(cfg0) = model.memory().configuration else { return Ok(None) };
    let changes = vault.file_changes(uid)?;
    let first = |page: u8| {
        // The newest comes first.
        let change = changes.iter().rfind(|change| change.file == page)?;
        Page::try_from(change.old.as_slice()).ok()
    };
    Ok(first(cfg0).zip(first(cfg0.saturating_add(1))).map(|(cfg0, cfg1)| [cfg0, cfg1]))
}

fn key_change(step: &Step) -> Option<KeyChange> {
    match step {
        Step::ChangePassword { old, new } | Step::ChangeKey { old, new } => {
            Some(KeyChange { slot: KeyNumber::MASTER, old: old.clone(), new: new.clone() })
        }
        // What it was nobody can tell of a chip that shows no tap.
        Step::ChangeSigningKey { new, .. } => {
            let slot = Slots::default().file_read;
            Some(KeyChange { slot, old: SlotKey::factory(), new: new.clone() })
        }
        _ => None,
    }
}

fn page_changes(model: Model, step: &Step) -> Vec<FileChange> {
    let cfg0 = model.memory().configuration.unwrap_or_default();
    let both = |old: &settings::Pages, new: &settings::Pages| {
        let ([old_0, old_1], [new_0, new_1]) = (*old, *new);
        vec![change(cfg0, old_0, new_0), change(cfg0.saturating_add(1), old_1, new_1)]
    };
    match step {
        Step::Open { old, new } | Step::Configure { old, new, .. } => both(old, new),
        Step::LimitAttempts { old, new } => vec![change(cfg0.saturating_add(1), *old, *new)],
        Step::WriteContainer { old, new } => vec![change(3, *old, *new)],
        Step::Lock { page, old, new, .. } => vec![change(*page, *old, *new)],
        Step::WriteContent { .. }
        | Step::ChangePassword { .. }
        | Step::ChangeKey { .. }
        | Step::ChangeSigningKey { .. } => Vec::new(),
    }
}

fn change(page: u8, old: Page, new: Page) -> FileChange {
    FileChange { file: page, old: old.to_vec(), new: new.to_vec() }
}
