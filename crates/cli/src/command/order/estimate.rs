//! What an order that was sent will cost: from what the vault remembers of it, for its file is a receipt.

use tapsmith_desk::order::again;
use tapsmith_orders::price::Estimate;
use tapsmith_orders::printags::payload;
use tapsmith_orders::{Name, Payload as _, Provider};
use tapsmith_store::OpenVault;

use crate::failure::Failure;

/// The estimate; of an order that this vault did not build it knows nothing, and says so.
pub(super) fn of(
    vault: &OpenVault,
    provider: &dyn Provider,
    reference: &str,
) -> Result<Estimate, Failure> {
    if provider.name() == Name::Merchrocket {
        return Ok(Estimate::unknown("the order: Merchrocket says none before the bill"));
    }
    if vault.built_order(reference)?.is_empty() {
        return Ok(Estimate::unknown("an order that this vault did not build"));
    }
    let noted = again::noted(vault, reference)?;
    if noted.template.is_none() {
        return Ok(Estimate::unknown("an order that was built long ago"));
    }
    let order = again::rebuild(vault, &noted)?;
    Ok(provider.estimate(&payload(order).wants())?)
}
