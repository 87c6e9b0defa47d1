//! Orders: from a template and a batch to what goes into the order files.

use tapsmith_core::batch::Batch;
use tapsmith_core::order::{self, Finding, Order, OrderTemplate, RecordKeys};
use tapsmith_store::OpenVault;

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
    /// What the local check says of it.
    pub findings: Vec<Finding>,
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
            Ok(chunk) => Some(Ok(built(template, batch, chunk, number))),
            Err(error) => Some(Err(error)),
        }
    }))
}

fn built(template: &OrderTemplate, batch: &Batch, chunk: Vec<RecordKeys>, number: u32) -> Built {
    let order = order::build(template, batch, chunk, number);
    let findings = order::check(&order);
    Built { number, order, findings }
}
