//! Orders built: which records stand in which, and with keys of which generation.
//!
//! What an order was built from is kept too, so that its file can be made again, byte for byte.

mod line_run;
mod note;
mod ranges;
mod read;
mod reprint;
mod row;
mod template;

use std::fmt;

use jiff::Timestamp;
use tapsmith_core::batch::BatchName;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::secret::REDACTED;
use zeroize::Zeroizing;

pub use line_run::LineRun;
pub(crate) use read::has_one_of;
pub use reprint::Reprint;

/// An order whose file is about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltOrder {
    /// Its own reference.
    pub reference: String,
    /// The records it orders, in the order of its lines. Never none.
    pub runs: Vec<LineRun>,
    /// The reference of the order that it prints again.
    pub reprint_of: Option<String>,
}

impl BuiltOrder {
    /// How many records it orders.
    pub fn count(&self) -> u64 {
        self.runs.iter().map(|run| run.records.count()).sum()
    }

    /// Each record it orders, with the generation of the keys that go with it.
    pub fn records(&self) -> impl Iterator<Item = (RecordId, Generation)> {
        let each = |run: &LineRun| {
            let generation = run.generation;
            run.records.iter().map(move |record| (record, generation))
        };
        self.runs.iter().flat_map(each)
    }
}

/// An order as it was written down.
#[derive(Clone, PartialEq, Eq)]
pub struct NotedOrder {
    /// The batch of its records.
    pub batch: BatchName,
    /// Its records. Where format 1 wrote it down: all in generation 0, whichever they were.
    pub order: BuiltOrder,
    /// The text of the template it was built from; none where format 1 wrote it down.
    pub template: Option<Zeroizing<String>>,
    /// When.
    pub at: Timestamp,
}

/// Without the template: an order's file serves as one, and may hold keys.
impl fmt::Debug for NotedOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let template = self.template.as_ref().map(|_| REDACTED);
        f.debug_struct("NotedOrder")
            .field("batch", &self.batch)
            .field("order", &self.order)
            .field("template", &template)
            .field("at", &self.at)
            .finish()
    }
}
