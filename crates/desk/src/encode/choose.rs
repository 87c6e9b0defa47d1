//! Which record goes onto a card.

use tapsmith_core::uid::Uid;
use tapsmith_store::{Card, Claim, OpenVault};

use super::Request;
use crate::error::Error;

/// The record that goes onto this card: the one asked for, the one already on it, or the next; and
/// the card that it is taken off. Its keys are then of the next generation. Nothing is written down yet.
pub(crate) fn choose<E>(
    vault: &OpenVault,
    request: &Request<'_>,
    uid: Uid,
    is_virtual: bool,
) -> Result<Claim, Error<E>> {
    let batch = request.batch;
    let own = vault.card_by_uid(uid)?;
    if let Some(Card { batch: other, record, .. }) = &own
        && *other != batch.name
    {
        let (batch, record) = (other.clone(), *record);
        return Err(tapsmith_store::Error::CardTaken { uid, batch, record }.into());
    }
    let record = match request.record.or(own.map(|card| card.record)) {
        Some(record) => record,
        None => vault
            .next_free_record(batch)?
            .ok_or_else(|| Error::NoRecordLeft { batch: batch.name.to_string() })?,
    };
    let on = vault.card_of_record(batch, record)?.map(|card| card.uid);
    let replaces = on.filter(|on| request.replace && *on != uid);
    let generation = vault.generation(batch, record)?;
    let generation = match replaces {
        Some(_) => generation.next().ok_or(tapsmith_store::Error::LastGeneration { record })?,
        None => generation,
    };
    let claim = Claim { record, uid, generation, is_virtual, replaces };
    vault.check_claim(batch, claim)?;
    Ok(claim)
}
