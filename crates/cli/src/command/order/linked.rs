//! The batch that an order file was built from.

use tapsmith_core::batch::Batch;
use tapsmith_desk::order::submit::content;
use tapsmith_desk::order::{again, fit};
use tapsmith_orders::Payload;
use tapsmith_store::{BuiltOrder, NotedOrder, OpenVault, Submission};

use crate::failure::Failure;

/// Whose keys an order carries.
#[derive(Debug)]
pub(super) enum Linked {
    /// None.
    NoKeys,
    /// Those of an order that this vault built.
    Built(Batch, NotedOrder),
    /// A batch's of this vault, in an order that it did not build under this reference.
    Renamed(Batch, BuiltOrder),
    /// Those of somebody else's.
    Foreign,
}

/// Finds out whose keys they are.
pub(super) fn find(
    vault: &OpenVault,
    reference: &str,
    payload: &dyn Payload,
) -> Result<Linked, Failure> {
    if !payload.has_keys() {
        return Ok(Linked::NoKeys);
    }
    // Orders of two batches may have one reference: it is the one whose keys these are.
    let mut built = vault.built_order(reference)?;
    if !built.is_empty() {
        // Of one there is nothing to choose.
        let ours = match built.as_slice() {
            [_] => None,
            several => several.iter().position(|noted| has_keys_of(vault, noted, payload)),
        };
        let noted = built.swap_remove(ours.unwrap_or_default());
        return Ok(Linked::Built(vault.batch(&noted.batch)?, noted));
    }
    let found = fit::batch_of(vault, payload)?;
    Ok(found.map_or(Linked::Foreign, |(batch, order)| Linked::Renamed(batch, order)))
}

/// Whether these are the keys of that order.
fn has_keys_of(vault: &OpenVault, noted: &NotedOrder, payload: &dyn Payload) -> bool {
    again::rebuild(vault, noted).is_ok_and(|order| order.keys_digest() == payload.keys_digest())
}

impl Linked {
    /// The batch, if it is one of this vault's.
    pub(super) fn batch(&self) -> Option<&Batch> {
        match self {
            Self::Built(batch, _) | Self::Renamed(batch, _) => Some(batch),
            Self::NoKeys | Self::Foreign => None,
        }
    }

    /// Refuses what the vault would not build any more.
    pub(super) fn check(&self, vault: &OpenVault, payload: &dyn Payload) -> Result<(), Failure> {
        if let Some(batch) = self.batch() {
            vault.refuse_retired(batch)?;
        }
        match self {
            Self::Built(batch, noted) => Ok(fit::check_keys(vault, noted, batch, payload)?),
            _ => Ok(()),
        }
    }
}

/// Whether the vault would build just what was sent.
pub(super) fn is_as_built(
    vault: &OpenVault,
    noted: &NotedOrder,
    sent: &Submission,
) -> Result<bool, Failure> {
    if noted.template.is_none() {
        return Ok(false);
    }
    let built = tapsmith_orders::printags::payload(again::rebuild(vault, noted)?);
    Ok(content(&built)? == sent.content)
}
