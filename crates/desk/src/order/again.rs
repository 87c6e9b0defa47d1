//! An order once more: the same file again, or its cards.

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, BatchName, RecordRange};
use tapsmith_core::order::{Order, OrderTemplate, OrderTemplateError};
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_store::{BuiltOrder, NotedOrder, OpenVault, Reprint};
use thiserror::Error;

use super::build::Builder;

/// Why an order cannot be made once more.
#[derive(Debug, Error)]
pub enum AgainError {
    /// The vault.
    #[error(transparent)]
    Store(#[from] tapsmith_store::Error),
    /// No order of this vault.
    #[error("this vault built no order with the reference {reference}")]
    NoOrder {
        /// What was asked for.
        reference: String,
    },
    /// A record that no order has.
    #[error("no order of this vault has record {record}")]
    NotOrdered {
        /// The record.
        record: RecordId,
    },
    /// Orders of several batches.
    #[error("batches {batches} both have an order with the reference {reference}")]
    Several {
        /// What was asked for.
        reference: String,
        /// The batches.
        batches: String,
    },
    /// It was built when the vault did not keep what it was built from.
    #[error("the vault does not know what the order {reference} was built from: it is too old")]
    NoTemplate {
        /// What was asked for.
        reference: String,
    },
    /// What it was built from is no template to this program.
    #[error("what the order was built from is no template any more")]
    Template(#[from] OrderTemplateError),
}

/// The one order with this reference, as the vault remembers it; of `batch`, if that is known.
///
/// # Errors
/// [`AgainError`].
pub fn noted(
    vault: &OpenVault,
    reference: &str,
    batch: Option<&BatchName>,
) -> Result<NotedOrder, AgainError> {
    let mut orders = vault.built_order(reference)?;
    orders.retain(|order| batch.is_none_or(|batch| order.batch == *batch));
    let reference = || reference.to_owned();
    match (orders.pop(), orders.as_slice()) {
        (Some(order), []) => Ok(order),
        (None, _) => Err(AgainError::NoOrder { reference: reference() }),
        (Some(last), others) => {
            let names = others.iter().chain([&last]).map(|order| order.batch.to_string());
            let batches = names.collect::<Vec<_>>().join(" and ");
            Err(AgainError::Several { reference: reference(), batches })
        }
    }
}

/// The orders that `records` of `batch` were last built into, each with those it has.
///
/// # Errors
/// [`AgainError`].
pub fn last_orders(
    vault: &OpenVault,
    batch: &Batch,
    records: &[RecordId],
) -> Result<Vec<(NotedOrder, Vec<RecordId>)>, AgainError> {
    let mut orders = Vec::new();
    for order in vault.orders_of(batch)? {
        orders.push((noted(vault, &order.reference, Some(&batch.name))?, Vec::new()));
    }
    orders.sort_by_key(|(order, _)| order.at);
    for record in records {
        let has =
            |order: &NotedOrder| order.order.runs.iter().any(|run| run.records.contains(*record));
        match orders.iter_mut().rev().find(|(order, _)| has(order)) {
            Some((_, records)) => records.push(*record),
            None => return Err(AgainError::NotOrdered { record: *record }),
        }
    }
    orders.retain(|(_, records)| !records.is_empty());
    Ok(orders)
}

/// The order that the vault remembers, as it was: byte for byte.
///
/// # Errors
/// [`AgainError`].
pub fn rebuild(vault: &OpenVault, noted: &NotedOrder) -> Result<Order, AgainError> {
    let missing = || AgainError::NoTemplate { reference: noted.order.reference.clone() };
    let text = noted.template.as_ref().ok_or_else(missing)?;
    let template = OrderTemplate::from_json(text)?;
    let batch = vault.batch(&noted.batch)?;
    Ok(Builder::new(vault, &batch)?.build(&noted.order, &template)?)
}

/// Cards to be printed again.
#[derive(Debug, Clone, Copy)]
pub struct Cards<'c> {
    /// Which.
    pub records: &'c [RecordRange],
    /// Whether they get fresh keys: those of their next generation.
    pub fresh: bool,
    /// Whether those get fresh keys too that are on cards, which fail from then on.
    pub carried: bool,
}

/// Notes a reprint of some cards of `original`, its reference the original's and a number: an order of
/// its own, built from the same template. Tells the order, and how many cards carry older keys now.
///
/// # Errors
/// [`AgainError`].
pub fn reprint<R: Random>(
    vault: &mut OpenVault,
    batch: &Batch,
    original: &NotedOrder,
    cards: Cards<'_>,
    now: Timestamp,
    random: &mut R,
) -> Result<(BuiltOrder, u64), AgainError> {
    let of = &original.order.reference;
    let missing = || AgainError::NoTemplate { reference: of.clone() };
    let template = original.template.clone().ok_or_else(missing)?;
    let taken: Vec<_> = vault.orders_of(batch)?.into_iter().map(|order| order.reference).collect();
    let names = (1_u64..).map(|number| format!("{of}-reprint-{number}"));
    // Names do not end before orders do.
    let reference = names.into_iter().find(|name| !taken.contains(name)).unwrap_or_default();
    let reprint = Reprint {
        reference: &reference,
        reprint_of: Some(of),
        template: &template,
        records: cards.records,
        fresh: cards.fresh,
        carried: cards.carried,
    };
    Ok(vault.note_reprint(batch, &reprint, now, random)?)
}
