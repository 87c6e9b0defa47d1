//! Orders built: which records stand in which.

use jiff::Timestamp;
use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_core::record::RecordId;

use super::number;
use crate::error::Error;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::{Column as _, ORDERS, Wanted};
use crate::vault::Vault;

/// An order whose file is about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltOrder {
    /// Its own reference.
    pub reference: String,
    /// The records it orders.
    pub records: RecordRange,
}

impl OpenVault {
    /// Writes down that keys are about to leave the vault in orders. An order built again takes the
    /// place of the batch's own with its reference.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Busy`], [`Error::Full`].
    pub fn note_orders(
        &mut self,
        batch: &Batch,
        orders: &[BuiltOrder],
        now: Timestamp,
    ) -> Result<(), Error> {
        let (mut change, _) = self.change()?;
        let number = number(&change.reader(), batch)?;
        for BuiltOrder { reference, records } in orders {
            let (first, last) = (records.first(), records.last());
            let row = [number.to_value(), reference.to_value(), first.to_value(), last.to_value()];
            change.put(&ORDERS, row.into_iter().chain([now.to_value()]).collect())?;
            change.note(&Event::OrderBuilt { batch: &batch.name, reference, first, last }, now)?;
        }
        change.commit()
    }
}

impl Vault {
    /// How many records of `batch` stand in an order that was built.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn count_ordered(&self, batch: &Batch) -> Result<u64, Error> {
        let reader = self.reader();
        let number = number(&reader, batch)?;
        let mut ranges: Vec<(RecordId, RecordId)> =
            reader.all(&ORDERS, &Wanted::with("batch", &number), |row| {
                Ok((row.get("first_record")?, row.get("last_record")?))
            })?;
        ranges.sort_unstable();
        Ok(covered(&ranges))
    }
}

/// How many records stand in at least one of `ranges`, which are sorted.
fn covered(ranges: &[(RecordId, RecordId)]) -> u64 {
    let (mut covered, mut seen) = (0, 0);
    for (first, last) in ranges {
        let from = first.as_u64().max(seen + 1);
        covered += (last.as_u64() + 1).saturating_sub(from);
        seen = seen.max(last.as_u64());
    }
    covered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_in_two_orders_counts_once() {
        let range = |first: u64, last: u64| (first.try_into().unwrap(), last.try_into().unwrap());
        assert_eq!(covered(&[]), 0);
        assert_eq!(covered(&[range(1, 3), range(4, 4)]), 4);
        assert_eq!(covered(&[range(1, 5), range(2, 3), range(5, 7), range(9, 9)]), 8);
    }
}
