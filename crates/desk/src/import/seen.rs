//! Which records were read, and on which line.

use std::collections::BTreeMap;

use tapsmith_core::record::RecordId;

/// The records read so far, kept as runs of records that stand on lines in the same order: a list in
/// order costs one run, a shuffled one about 40 bytes a record.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// By its first record: how many there are in the run, and the line of the first.
    runs: BTreeMap<u64, Run>,
}

#[derive(Debug, Clone, Copy)]
struct Run {
    length: u64,
    line: u64,
}

impl Seen {
    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Notes that `record` stands on `line`.
    ///
    /// # Errors
    /// The line on which it stood before.
    pub(super) fn insert(&mut self, record: RecordId, line: u64) -> Result<(), u64> {
        let id = record.as_u64();
        if let Some((first, run)) = self.runs.range_mut(..=id).next_back() {
            let steps = id - first;
            if steps < run.length {
                return Err(run.line + steps);
            }
            if steps == run.length && run.line + steps == line {
                run.length += 1;
                return Ok(());
            }
        }
        self.runs.insert(id, Run { length: 1, line });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn as_a_plain_map_would(steps in prop::collection::vec((1_u64..40, 1_u64..3), 0..80)) {
            let (mut seen, mut plain, mut line) = (Seen::default(), HashMap::new(), 1);
            for (id, blank) in steps {
                line += blank;
                let expected = plain.get(&id).copied().map_or(Ok(()), Err);
                plain.entry(id).or_insert(line);
                prop_assert_eq!(seen.insert(id.try_into().unwrap(), line), expected);
            }
        }
    }

    #[test]
    fn a_list_in_order_is_one_run() {
        let mut seen = Seen::default();
        for id in 1..=1000_u64 {
            assert_eq!(seen.insert(id.try_into().unwrap(), id + 1), Ok(()));
        }
        assert_eq!(seen.runs.len(), 1);
        assert_eq!(seen.insert(RecordId::MIN, 1002), Err(2));
    }
}
