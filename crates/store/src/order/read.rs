//! Orders as they were written down.

use std::ops::ControlFlow;

use tapsmith_core::batch::{Batch, RecordRange};

use super::ranges::{merged, overlap};
use super::{BuiltOrder, NotedOrder, template};
use crate::batch::{Stored, number, of_number};
use crate::error::Error;
use crate::guard::Reader;
use crate::open::OpenVault;
use crate::rows::{ORDERS, Row, Wanted};
use crate::vault::Vault;

impl Vault {
    /// The orders of `batch` that were built, by reference.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn orders_of(&self, batch: &Batch) -> Result<Vec<BuiltOrder>, Error> {
        let reader = self.reader();
        let wanted = Wanted::with("batch", &number(&reader, batch)?);
        reader.all(&ORDERS, &wanted, BuiltOrder::of)
    }

    /// How many records of `batch` stand in an order that was built.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn count_ordered(&self, batch: &Batch) -> Result<u64, Error> {
        let orders = self.orders_of(batch)?;
        let runs = orders.iter().flat_map(|order| &order.runs);
        let ranges = merged(runs.map(|run| run.records))?;
        Ok(ranges.into_iter().map(RecordRange::count).sum())
    }
}

impl OpenVault {
    /// The orders with this reference, one for each batch that has one, and what they were built from.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn built_order(&self, reference: &str) -> Result<Vec<NotedOrder>, Error> {
        let wanted = Wanted::with("reference", &reference.to_owned());
        self.reader().all(&ORDERS, &wanted, |row| self.noted(row))
    }

    /// Opens the template of each order; tells how many there are.
    pub(crate) fn open_templates(&self) -> Result<u64, Error> {
        let mut opened = 0;
        self.reader().visit(&ORDERS, &Wanted::all(), |row| {
            opened += u64::from(self.noted(&row)?.template.is_some());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(opened)
    }

    fn noted(&self, row: &Row<'_>) -> Result<NotedOrder, Error> {
        let Stored { batch, .. } = of_number(&self.reader(), row.get("batch")?)?;
        let order = BuiltOrder::of(row)?;
        let sealed: Option<Vec<u8>> = row.get("sealed_template")?;
        let open = |sealed| template::open(&self.data_key, batch.id, &order.reference, sealed);
        let template = sealed.as_deref().map(open).transpose()?;
        Ok(NotedOrder { batch: batch.name, order, template, at: row.get("at")? })
    }
}

/// Whether the order `reference` of the batch with this number has one of `records`.
pub(crate) fn has_one_of(
    reader: &Reader<'_>,
    number: i64,
    reference: &String,
    records: &[RecordRange],
) -> Result<bool, Error> {
    let wanted = Wanted::with("batch", &number).and("reference", reference);
    let Some(row) = reader.first(&ORDERS, &wanted)? else { return Ok(false) };
    let has = |range: &RecordRange, order: &BuiltOrder| {
        order.runs.iter().any(|run| overlap(run.records, *range))
    };
    let order = BuiltOrder::of(&row)?;
    Ok(records.iter().any(|range| has(range, &order)))
}
