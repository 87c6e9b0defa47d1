//! The batch that an order file was built from.

use tapsmith_core::batch::Batch;
use tapsmith_desk::order::{again, fit};
use tapsmith_orders::Payload;
use tapsmith_store::{NotedOrder, OpenVault};

use crate::failure::Failure;

/// The batch and what the vault remembers of the order, if this vault built it.
pub(super) fn find(
    vault: &OpenVault,
    reference: &str,
    payload: &dyn Payload,
) -> Result<Option<(Batch, NotedOrder)>, Failure> {
    if payload.records().is_empty() || vault.built_order(reference)?.is_empty() {
        return Ok(None);
    }
    let noted = again::noted(vault, reference)?;
    Ok(Some((vault.batch(&noted.batch)?, noted)))
}

/// Refuses what the vault would not build any more.
pub(super) fn check(
    vault: &OpenVault,
    batch: &Batch,
    noted: &NotedOrder,
    payload: &dyn Payload,
) -> Result<(), Failure> {
    vault.refuse_retired(batch)?;
    Ok(fit::check_keys(vault, noted, batch, payload)?)
}
