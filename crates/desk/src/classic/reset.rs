//! A MIFARE Classic as it left the factory, unless it was locked for good.

use tapsmith_card::classic::personalize::{Step, Target, apply_step, plan as steps_between};
use tapsmith_card::field::Field;
use tapsmith_core::key::SlotKey;
use tapsmith_core::random::Random;
use tapsmith_store::{Card, OpenVault};

use super::look::{candidates, journal, own_key, read, tag, uid};
use crate::check::{Check, Verdict};
use crate::encode::Done;
use crate::error::Error;
use crate::reset::{Request, Reset};

/// Resets the card in `field`: sectors emptied, keys and conditions as delivered.
///
/// # Errors
/// The reader, the card or the vault; see [`Error`]. Running again goes on where it stopped.
pub fn reset<F: Field, R: Random>(
    field: &mut F,
    vault: &mut OpenVault,
    request: Request<'_>,
    random: &mut R,
) -> Result<Reset, Error<F::Error>> {
    let (mut tag, model) = tag(field)?;
    let uid = uid(&mut tag)?;
    let card = vault.card_by_uid(uid)?;
    if card.is_none() && !vault.has_journal(uid)? {
        return Err(Error::NotOurs { uid });
    }
    let own = card.as_ref().map(|card| key_of(vault, card)).transpose()?;
    let keys = candidates(vault, uid, own.as_ref())?;
    let target = Target::blank(model);
    let steps = steps_between(&target, &read(&mut tag, model, &keys)?)?;
    if !request.confirmed && !steps.is_empty() {
        let steps: Vec<_> = steps.iter().map(|step| step.name().to_string()).collect();
        return Err(Error::NotConfirmed { steps: steps.join(", ") });
    }
    // Fresh keys for the record first: a reset that is not finished may be encoded over.
    let on = card.as_ref().map(|card| Ok::<_, Error<_>>((vault.batch(&card.batch)?, card.record)));
    let on = on.transpose()?;
    if let (Some((batch, record)), false) = (&on, steps.is_empty()) {
        vault.begin_reset(batch, *record, uid, request.now, random)?;
    }
    let old = keys.first().cloned().unwrap_or_else(SlotKey::factory);
    let (changes, locks) = journal(&steps, &old, &SlotKey::factory());
    vault.journal(uid, &changes, &locks, request.now, random)?;
    for step in &steps {
        let name = step.name().to_string();
        apply_step(&mut tag, step).map_err(|source| Error::TornSectors { step: name, source })?;
    }
    tag.reactivate()?;
    let state = read(&mut tag, model, &[])?;
    let same = steps_between(&target, &state).is_ok_and(|rest| rest.is_empty());
    let proofs = vec![Check::that("memory", same, "as delivered", "not as delivered")];
    let verdict = Verdict::over(&proofs);
    if let (Some((batch, record)), Verdict::Pass) = (&on, verdict) {
        vault.begin_reset(batch, *record, uid, request.now, random)?;
        vault.end_reset(batch, *record, uid, request.now)?;
    }
    let count = tag.count();
    let names: Vec<_> = steps.iter().map(Step::name).collect();
    Ok(Reset {
        verdict,
        uid,
        batch: card.as_ref().map(|card| card.batch.to_string()),
        record_id: card.map(|card| card.record),
        steps: names.iter().map(Done::of).collect(),
        for_good: Vec::new(),
        proofs,
        apdus: count.exchanges,
        failed_authentications: count.failed_authentications,
    })
}

/// Key B that the vault has for the card's record.
fn key_of<E>(vault: &OpenVault, card: &Card) -> Result<SlotKey, Error<E>> {
    let batch = vault.batch(&card.batch)?;
    let generation = vault.generation(&batch, card.record)?;
    own_key(vault, &batch, card.record, generation)
}
