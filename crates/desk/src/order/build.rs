//! From a template and a batch to orders.

use tapsmith_core::batch::Batch;
use tapsmith_core::order::{self, Finding, Order, OrderTemplate, RecordKeys};
use tapsmith_core::profile::OrderKeys;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_store::{BatchKeys, BuiltOrder, Error, LineRun, OpenVault, Vault};

use crate::batch::record_keys;

/// So many lines an order has, if nobody says otherwise.
pub const MAX_LINES: usize = 500;

/// What the local check says of an order of the batch's first record: what is wrong with the
/// template is wrong with every line of every order.
///
/// # Errors
/// The vault's own.
pub fn check_template(
    vault: &OpenVault,
    batch: &Batch,
    template: &OrderTemplate,
) -> Result<Vec<Finding>, Error> {
    let first: Vec<_> = record_keys(vault, batch)?.take(1).collect::<Result<_, _>>()?;
    let order = order::build(template, batch, first, order::reference(template, batch, 1));
    let mut findings = order::check(&order);
    findings.extend(order::check_profile(&order, &batch.profile));
    Ok(findings)
}

/// The orders that the batch takes, of at most `max_lines` records each: their references, and which
/// records they order with keys of which generation.
///
/// # Errors
/// The vault's own.
pub fn plan(
    vault: &Vault,
    batch: &Batch,
    template: &OrderTemplate,
    max_lines: usize,
) -> Result<Vec<BuiltOrder>, Error> {
    let mut records = vault.generations(batch)?;
    let mut orders = Vec::new();
    for number in 1.. {
        let chunk: Vec<_> = records.by_ref().take(max_lines).collect::<Result<_, _>>()?;
        if chunk.is_empty() {
            break;
        }
        let reference = order::reference(template, batch, number);
        orders.push(BuiltOrder { reference, runs: LineRun::of(chunk), reprint_of: None });
    }
    Ok(orders)
}

/// Builds orders of one batch.
#[derive(Debug)]
pub struct Builder<'v> {
    batch: &'v Batch,
    keys: BatchKeys<'v>,
}

impl<'v> Builder<'v> {
    /// For `batch`.
    ///
    /// # Errors
    /// The vault's own.
    pub fn new(vault: &'v OpenVault, batch: &'v Batch) -> Result<Self, Error> {
        Ok(Self { batch, keys: vault.keys(batch)? })
    }

    /// The order that `planned` says, from `template`: always the same.
    ///
    /// # Errors
    /// The vault's own.
    pub fn build(&self, planned: &BuiltOrder, template: &OrderTemplate) -> Result<Order, Error> {
        let keys: Vec<_> =
            planned.records().map(|record| self.keys(record)).collect::<Result<_, _>>()?;
        Ok(order::build(template, self.batch, keys, planned.reference.clone()))
    }

    fn keys(&self, (record, generation): (RecordId, Generation)) -> Result<RecordKeys, Error> {
        let OrderKeys { public_key, private_key } = self.batch.profile.order;
        let all = self.keys.record(record, generation)?;
        let key = |role| all.get(role).cloned().ok_or(Error::NoKey { record, role });
        Ok(RecordKeys { record, public_key: key(public_key)?, private_key: key(private_key)? })
    }
}
