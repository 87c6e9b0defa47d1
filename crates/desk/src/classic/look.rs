//! Which card this is, and what it holds.

use tapsmith_card::classic::personalize::{Limit, State, Step, Target, apply_step, read_state};
use tapsmith_card::classic::{self, Key, Keyring, Model, Tag};
use tapsmith_card::field::{Field, Speaks};
use tapsmith_core::batch::Batch;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::{KeyNumber, SlotKey};
use tapsmith_core::ndef::Message;
use tapsmith_core::profile::{Chip, ContentKind, Lock};
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;
use tapsmith_store::{FileChange, KeyChange, OpenVault, Vault};

use crate::content::key;
use crate::error::Error;
use crate::work::{journaled, not_confirmed};

/// A MIFARE Classic, if one lies there.
pub(super) fn tag<F: Field>(field: &mut F) -> Result<(Tag<'_, F>, Model), Error<F::Error>> {
    match Speaks::of(field.atr()) {
        Speaks::Classic { large: false } => Ok((Tag::new(field), Model::Classic1k)),
        Speaks::Classic { large: true } => Ok((Tag::new(field), Model::Classic4k)),
        other => Err(Error::OtherKind { found: other.called() }),
    }
}

/// Whether the chip is the profile's.
pub(super) fn is(model: Model, chip: Chip) -> bool {
    model.name() == chip.name()
}

/// The UID, of four bytes or seven: the reader's word is the only one that costs no key.
pub(super) fn uid<F: Field>(tag: &mut Tag<'_, F>) -> Result<Uid, Error<F::Error>> {
    // Four bytes that start so are made up anew at each activation (ISO/IEC 14443-3, "UID contents").
    let lasting = tag.uid()?.filter(|shown| !matches!(shown.as_slice(), [0x08, _, _, _]));
    lasting.and_then(|shown| Uid::of(&shown)).ok_or(Error::RandomUid)
}

/// What the card holds, as far as the keys that everybody has and `keys` show it. A
/// stranger's card is given up after so many keys.
pub(super) fn read<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    keys: &[SlotKey],
) -> Result<State, classic::Error<F::Error>> {
    let keyring = Keyring::new(keys.iter().map(Key::of));
    read_state(tag, model, &keyring, limit(model))
}

/// So many keys may fail on one card; each costs a selection. Ten a sector: one that nobody here can open, and that is
/// asked for every key that a card of ours could have, lets the next ones be read all the same.
pub(super) fn limit(model: Model) -> Limit {
    Limit(u32::try_from(10 * model.sectors().count()).unwrap_or(u32::MAX))
}

/// The keys that a card of ours may have as key B: its record's, then those of the journal.
pub(super) fn candidates(
    vault: &OpenVault,
    uid: Uid,
    own: Option<&SlotKey>,
) -> Result<Vec<SlotKey>, tapsmith_store::Error> {
    Ok(own.cloned().into_iter().chain(journaled(vault, uid)?).collect())
}

/// Key B of a record's card: its own, or the factory's where the profile sets none.
pub(super) fn own_key<E>(
    vault: &OpenVault,
    batch: &Batch,
    record: RecordId,
    generation: Generation,
) -> Result<SlotKey, Error<E>> {
    if batch.profile.protection.password {
        key(vault, batch, record, generation, Role::AppMaster)
    } else {
        Ok(SlotKey::factory())
    }
}

/// What a card shall be that holds `message`.
pub(super) fn target<E>(
    batch: &Batch,
    model: Model,
    message: &Message,
    own: &SlotKey,
) -> Result<Target, Error<E>> {
    let profile = &batch.profile;
    let read_only = profile.protection.locks(Lock::Static);
    Ok(match profile.content {
        ContentKind::Empty => Target::blank(model),
        ContentKind::Uri | ContentKind::Text => {
            Target::ndef(model, &message.bytes, &Key::of(own), read_only)?
        }
    })
}

/// The steps in the journal: the one key that they put everywhere, and each sector that is locked.
pub(super) fn journal(
    steps: &[Step],
    old: &SlotKey,
    new: &SlotKey,
) -> (Vec<KeyChange>, Vec<FileChange>) {
    let changes_keys = steps.iter().any(|step| matches!(step, Step::WriteTrailer { .. }));
    let key = KeyChange { slot: KeyNumber::MASTER, old: old.clone(), new: new.clone() };
    let keys = if changes_keys { vec![key] } else { Vec::new() };
    (keys, steps.iter().filter_map(lock_change).collect())
}

/// The steps that no command can undo, and that nobody has confirmed for this card yet.
pub(super) fn unconfirmed(
    vault: &Vault,
    uid: Uid,
    steps: &[Step],
) -> Result<Vec<String>, tapsmith_store::Error> {
    let for_good = steps.iter().filter(|step| step.irreversible());
    let changes = |step| (step, lock_change(step).into_iter().collect());
    not_confirmed(vault, uid, for_good.map(changes))
}

/// Does the steps in order.
pub(super) fn apply<F: Field>(tag: &mut Tag<'_, F>, steps: &[Step]) -> Result<(), Error<F::Error>> {
    steps.iter().try_for_each(|step| {
        let torn = |source| Error::TornSectors { step: step.to_string(), source };
        apply_step(tag, step).map_err(torn)
    })
}

fn lock_change(step: &Step) -> Option<FileChange> {
    let Step::WriteTrailer { sector, trailer, .. } = step else { return None };
    step.irreversible().then(|| FileChange {
        file: sector.as_u8(),
        old: Vec::new(),
        new: trailer.access.encode().to_vec(),
    })
}
