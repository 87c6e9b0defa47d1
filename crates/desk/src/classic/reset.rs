//! A MIFARE Classic as it left the factory, unless it was locked for good.

use tapsmith_card::classic::personalize::{Target, plan as steps_between};
use tapsmith_card::field::Field;
use tapsmith_core::batch::Batch;
use tapsmith_core::key::SlotKey;
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_store::OpenVault;

use super::look::{apply, candidates, journal, own_key, read, tag, uid};
use crate::check::Check;
use crate::error::Error;
use crate::reset::{Request, Reset};
use crate::work::Freeing;

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
    let freeing = Freeing::of(vault, uid)?;
    let own = freeing.record.as_ref().map(|(batch, record)| key_of(vault, batch, *record));
    let keys = candidates(vault, uid, own.transpose()?.as_ref())?;
    let target = Target::blank(model);
    let steps = steps_between(&target, &read(&mut tag, model, &keys)?)?;
    freeing.begin(vault, request, &steps, None, random)?;
    let old = keys.first().cloned().unwrap_or_else(SlotKey::factory);
    let (changes, locks) = journal(&steps, &old, &SlotKey::factory());
    vault.journal(uid, &changes, &locks, request.now, random)?;
    apply(&mut tag, &steps)?;
    tag.reactivate()?;
    let state = read(&mut tag, model, &[])?;
    let same = steps_between(&target, &state).is_ok_and(|rest| rest.is_empty());
    let proofs = vec![Check::that("memory", same, "as delivered", "not as delivered")];
    let verdict = freeing.end(vault, request, &proofs, random)?;
    Ok(Reset::new(verdict, &freeing, &steps, proofs, tag.count()))
}

/// Key B that the vault has for the card's record.
fn key_of<E>(vault: &OpenVault, batch: &Batch, record: RecordId) -> Result<SlotKey, Error<E>> {
    own_key(vault, batch, record, vault.generation(batch, record)?)
}
