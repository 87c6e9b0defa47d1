//! The steps, in the journal before they are tried.

use jiff::Timestamp;
use tapsmith_card::command::Command as _;
use tapsmith_card::personalize::{CardKey, Step};
use tapsmith_core::key::{KeyNumber, SlotKey};
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_store::{CardState, FileChange, KeyChange, OpenVault, Vault};

/// Writes down every change of a key or a setting in `steps`, on disk before it returns.
pub(crate) fn write_down<R: Random>(
    vault: &mut OpenVault,
    uid: Uid,
    steps: &[Step],
    now: Timestamp,
    random: &mut R,
) -> Result<(), tapsmith_store::Error> {
    let is_master = |step: &Step| matches!(step, Step::ChangeMasterKey { .. });
    // What the card's own key becomes is what slot 0 has: one note for both.
    let is_noted = steps.iter().any(is_master);
    let keys = steps.iter().filter(|step| !is_noted || !is_card_key(step));
    let keys: Vec<_> = keys.filter_map(key_change).collect();
    let files: Vec<_> = steps.iter().filter_map(file_change).collect();
    vault.journal(uid, &keys, &files, now, random)
}

fn key_change(step: &Step) -> Option<KeyChange> {
    let (slot, old, new) = match step {
        Step::ChangeKey { key, old, new } => (key.number(), old, new),
        Step::ChangeMasterKey { old, new } => (KeyNumber::MASTER, old, new),
        Step::ChangeCardKey { old, new } => {
            let (old, new) = (in_slot_0(old), in_slot_0(new));
            return Some(KeyChange { slot: KeyNumber::MASTER, old, new });
        }
        Step::Make(_)
        | Step::Configure(_)
        | Step::WriteNdef { .. }
        | Step::ChangeFileSettings { .. } => return None,
    };
    Some(KeyChange { slot, old: old.clone(), new: new.clone() })
}

fn is_card_key(step: &Step) -> bool {
    matches!(step, Step::ChangeCardKey { .. })
}

/// The key that slot 0 has, or had, where the card's own is this.
fn in_slot_0(key: &CardKey) -> SlotKey {
    match key {
        CardKey::Delivered => SlotKey::factory(),
        CardKey::Aes(held) => held.clone(),
    }
}

fn file_change(step: &Step) -> Option<FileChange> {
    match step {
        Step::ChangeFileSettings { file, old, new } => {
            Some(FileChange { file: file.as_u8(), old: old.encode(), new: new.encode() })
        }
        Step::Configure(command) => Some(FileChange {
            file: FileChange::CONFIGURATION | command.option(),
            old: Vec::new(),
            new: command.payload().to_vec(),
        }),
        Step::Make(_)
        | Step::WriteNdef { .. }
        | Step::ChangeKey { .. }
        | Step::ChangeMasterKey { .. }
        | Step::ChangeCardKey { .. } => None,
    }
}

/// The steps that no command can undo, and that nobody has confirmed for this card yet.
pub(crate) fn unconfirmed(
    vault: &Vault,
    uid: Uid,
    steps: &[Step],
) -> Result<Vec<String>, tapsmith_store::Error> {
    let for_good = steps.iter().filter(|step| step.irreversible());
    let changes = |step| (step, file_change(step).into_iter().collect());
    not_confirmed(vault, uid, for_good.map(changes))
}

/// Those of the steps, each with what it changes, that nobody has confirmed for this card: what was written down for it
/// was, as long as the card is a record's. A reset takes the word back.
pub(crate) fn not_confirmed<S: ToString>(
    vault: &Vault,
    uid: Uid,
    steps: impl Iterator<Item = (S, Vec<FileChange>)>,
) -> Result<Vec<String>, tapsmith_store::Error> {
    let card = vault.card_by_uid(uid)?;
    let written = match card.map(|card| card.state) {
        None | Some(CardState::Resetting) => Vec::new(),
        Some(_) => vault.file_changes(uid)?,
    };
    let is_written = |change: &FileChange| {
        written.iter().any(|known| (known.file, &known.new) == (change.file, &change.new))
    };
    let confirmed = |changes: &[FileChange]| !changes.is_empty() && changes.iter().all(is_written);
    let open = steps.filter(|(_, changes)| !confirmed(changes));
    Ok(open.map(|(step, _)| step.to_string()).collect())
}
