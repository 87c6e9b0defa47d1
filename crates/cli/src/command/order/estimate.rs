//! What an order that was sent will cost: from what the vault remembers of it, for its file is a receipt.

use tapsmith_desk::order::again::{self, AgainError};
use tapsmith_desk::order::fit;
use tapsmith_desk::order::submit::content;
use tapsmith_orders::price::Estimate;
use tapsmith_orders::printags::payload;
use tapsmith_orders::{Name, Payload as _, Provider};
use tapsmith_store::{NotedOrder, OpenVault, Submission};

use crate::failure::Failure;

/// The estimate, of an order that is fit to be made. Of one that this vault did not build, or that was
/// changed after it was built, nothing is known, and that is said.
pub(super) fn of(
    vault: &OpenVault,
    provider: &dyn Provider,
    sent: &Submission,
) -> Result<Estimate, Failure> {
    if provider.name() == Name::Merchrocket {
        return Ok(Estimate::unknown("the order: Merchrocket says none before the bill"));
    }
    let Some(noted) = noted(vault, sent)? else {
        return Ok(Estimate::unknown("an order that this vault did not build"));
    };
    check(vault, &noted)?;
    match again::rebuild(vault, &noted) {
        Ok(order) => {
            let order = payload(order);
            if content(&order)? == sent.content {
                return Ok(provider.estimate(&order.wants())?);
            }
            Ok(Estimate::unknown("an order that was changed after it was built"))
        }
        Err(AgainError::NoTemplate { .. }) => {
            Ok(Estimate::unknown("an order that was built long ago"))
        }
        Err(error) => Err(error.into()),
    }
}

fn noted(vault: &OpenVault, sent: &Submission) -> Result<Option<NotedOrder>, Failure> {
    match again::noted(vault, &sent.key.reference, sent.batch.as_ref()) {
        Ok(noted) => Ok(Some(noted)),
        Err(AgainError::NoOrder { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Refuses to have cards made that would fail.
fn check(vault: &OpenVault, noted: &NotedOrder) -> Result<(), Failure> {
    let batch = vault.batch(&noted.batch)?;
    vault.refuse_retired(&batch)?;
    fit::check_generations(vault, noted, &batch).map_err(|error| {
        Failure::from(error).at(&noted.order.reference).hint(
            "nothing was committed: have the printer take the draft away, and build the order again \
             under another reference",
        )
    })
}
