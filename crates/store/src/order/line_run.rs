//! Consecutive lines of an order.

use serde::{Deserialize, Serialize};
use tapsmith_core::batch::RecordRange;
use tapsmith_core::record::{Generation, RecordId};

use crate::batch::range;
use crate::error::Damage;

/// Consecutive records whose keys are of the same generation. As JSON `[first, last, generation]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Triple", into = "Triple")]
pub struct LineRun {
    /// The records.
    pub records: RecordRange,
    /// The generation of their keys.
    pub generation: Generation,
}

type Triple = (RecordId, RecordId, Generation);

impl LineRun {
    /// As few runs as `records` make, in their order.
    pub fn of(records: impl IntoIterator<Item = (RecordId, Generation)>) -> Vec<Self> {
        let mut runs: Vec<Self> = Vec::new();
        for (record, generation) in records {
            let longer = runs.last().and_then(|run| run.with(record, generation));
            match (longer, runs.last_mut()) {
                (Some(longer), Some(run)) => *run = longer,
                // One record is always a range.
                _ => runs.extend(
                    RecordRange::new(record, 1).map(|records| Self { records, generation }),
                ),
            }
        }
        runs
    }

    /// With one record more, if that is the next one.
    fn with(self, record: RecordId, generation: Generation) -> Option<Self> {
        let Self { records, .. } = self;
        let follows = self.generation == generation && records.last().plus(1) == Some(record);
        let longer = || RecordRange::new(records.first(), records.count() + 1).ok();
        follows.then(longer).flatten().map(|records| Self { records, generation })
    }
}

impl TryFrom<Triple> for LineRun {
    type Error = Damage;

    fn try_from((first, last, generation): Triple) -> Result<Self, Damage> {
        Ok(Self { records: range(first, last)?, generation })
    }
}

impl From<LineRun> for Triple {
    fn from(LineRun { records, generation }: LineRun) -> Self {
        (records.first(), records.last(), generation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(records: &[(u64, u8)]) -> String {
        let typed = |(id, n): &(u64, u8)| ((*id).try_into().unwrap(), (*n).try_into().unwrap());
        let runs = LineRun::of(records.iter().map(typed));
        let json = serde_json::to_string(&runs).unwrap();
        assert_eq!(serde_json::from_str::<Vec<LineRun>>(&json).unwrap(), runs);
        json
    }

    #[test]
    fn a_run_ends_where_number_or_generation_leaps() {
        assert_eq!(runs(&[]), "[]");
        assert_eq!(runs(&[(1, 0), (2, 0), (3, 0)]), "[[1,3,0]]");
        assert_eq!(runs(&[(1, 0), (2, 1), (3, 1), (5, 1)]), "[[1,1,0],[2,3,1],[5,5,1]]");
        assert_eq!(runs(&[(2, 0), (1, 0), (1, 0)]), "[[2,2,0],[1,1,0],[1,1,0]]");
        let last = RecordId::MAX.as_u64();
        assert_eq!(runs(&[(last, 254)]), format!("[[{last},{last},254]]"));
    }

    #[test]
    fn what_is_no_run_is_not_read() {
        for bad in ["[2,1,0]", "[0,1,0]", "[1,2]", "[1,2,255]", "{}", "[1,2,0,0]"] {
            assert!(serde_json::from_str::<LineRun>(bad).is_err(), "{bad}");
        }
    }
}
