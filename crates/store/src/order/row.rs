//! An order as a row.

use jiff::Timestamp;
use tapsmith_core::batch::RecordRange;
use tapsmith_core::record::Generation;

use super::{BuiltOrder, LineRun};
use crate::batch::range;
use crate::error::Error;
use crate::rows::{Column as _, Row, Value, json};

impl BuiltOrder {
    /// From its least record to its greatest.
    pub(super) fn span(&self) -> Result<RecordRange, Error> {
        let first = self.runs.iter().map(|run| run.records.first()).min();
        let last = self.runs.iter().map(|run| run.records.last()).max();
        let (Some(first), Some(last)) = (first, last) else {
            return Err(Error::EmptyOrder { reference: self.reference.clone() });
        };
        Ok(range(first, last)?)
    }

    /// The row, in the batch with this number.
    pub(super) fn values(
        &self,
        number: i64,
        sealed_template: &Vec<u8>,
        now: Timestamp,
    ) -> Result<Vec<Value>, Error> {
        let span = self.span()?;
        Ok(vec![
            number.to_value(),
            self.reference.to_value(),
            span.first().to_value(),
            span.last().to_value(),
            now.to_value(),
            json(&self.runs)?,
            sealed_template.to_value(),
            self.reprint_of.to_value(),
        ])
    }

    /// What the row says. Format 1 knew no runs: its order was one.
    pub(super) fn of(row: &Row<'_>) -> Result<Self, Error> {
        let runs: Option<Vec<LineRun>> = row.get("runs")?;
        let runs = match runs {
            Some(runs) => runs,
            None => vec![LineRun {
                records: range(row.get("first_record")?, row.get("last_record")?)?,
                generation: Generation::default(),
            }],
        };
        Ok(Self { reference: row.get("reference")?, runs, reprint_of: row.get("reprint_of")? })
    }
}
