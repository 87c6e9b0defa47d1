//! Orders: from a template and a batch to what goes into the order files.

use tapsmith_core::batch::Batch;
use tapsmith_core::order::{self, Finding, Order, OrderTemplate, RecordKeys};
use tapsmith_store::{BuiltOrder, LineRun, OpenVault, Vault};

use crate::batch::record_keys;

/// So many lines an order has at the most.
pub const MAX_LINES: usize = 500;

/// An order built, with its number from 1.
#[derive(Debug, Clone)]
pub struct Built {
    /// The number in its reference and file name.
    pub number: u32,
    /// The order.
    pub order: Order,
}

/// What the local check says of an order of the batch's first record: what is wrong with the
/// template is wrong with every line of every order.
///
/// # Errors
/// The vault's own.
pub fn check_template(
    vault: &OpenVault,
    batch: &Batch,
    template: &OrderTemplate,
) -> Result<Vec<Finding>, tapsmith_store::Error> {
    let first: Vec<_> = record_keys(vault, batch)?.take(1).collect::<Result<_, _>>()?;
    Ok(order::check(&order::build(template, batch, first, 1)))
}

/// The orders that the batch takes: their references, and which records they order.
///
/// # Errors
/// The vault's own.
pub fn plan(
    vault: &Vault,
    batch: &Batch,
    template: &OrderTemplate,
) -> Result<Vec<BuiltOrder>, tapsmith_store::Error> {
    let mut records = vault.generations(batch)?;
    let mut orders = Vec::new();
    for number in 1.. {
        let chunk: Vec<_> = records.by_ref().take(MAX_LINES).collect::<Result<_, _>>()?;
        if chunk.is_empty() {
            break;
        }
        let reference = order::reference(template, batch, number);
        orders.push(BuiltOrder { reference, runs: LineRun::of(chunk), reprint_of: None });
    }
    Ok(orders)
}

/// Builds the orders of `batch`, one after the other, [`MAX_LINES`] lines each; memory holds one.
///
/// # Errors
/// The vault's own errors; each order may bring one too.
pub fn build<'v>(
    vault: &'v OpenVault,
    batch: &'v Batch,
    template: &'v OrderTemplate,
) -> Result<impl Iterator<Item = Result<Built, tapsmith_store::Error>> + 'v, tapsmith_store::Error>
{
    let mut records = record_keys(vault, batch)?;
    Ok((1..).map_while(move |number| {
        let chunk: Result<Vec<RecordKeys>, _> = records.by_ref().take(MAX_LINES).collect();
        match chunk {
            Ok(chunk) if chunk.is_empty() => None,
            Ok(chunk) => {
                let order = order::build(template, batch, chunk, number);
                Some(Ok(Built { number, order }))
            }
            Err(error) => Some(Err(error)),
        }
    }))
}
