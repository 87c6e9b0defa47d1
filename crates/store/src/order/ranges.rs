//! Records in several ranges, each once.

use tapsmith_core::batch::RecordRange;

use crate::batch::range;
use crate::error::Damage;

/// The same records, the lowest first, no record in two ranges.
pub(super) fn merged(
    ranges: impl IntoIterator<Item = RecordRange>,
) -> Result<Vec<RecordRange>, Damage> {
    let mut sorted: Vec<_> = ranges.into_iter().collect();
    sorted.sort_unstable_by_key(|range| range.first());
    let mut merged: Vec<RecordRange> = Vec::new();
    for next in sorted {
        match merged.last_mut() {
            Some(before) if next.first() <= before.last() => {
                *before = range(before.first(), before.last().max(next.last()))?;
            }
            _ => merged.push(next),
        }
    }
    Ok(merged)
}

/// Whether a record is in both.
pub(super) fn overlap(one: RecordRange, other: RecordRange) -> bool {
    one.first() <= other.last() && other.first() <= one.last()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(first: u64, last: u64) -> RecordRange {
        range(first.try_into().unwrap(), last.try_into().unwrap()).unwrap()
    }

    #[test]
    fn each_record_is_in_one_range() {
        assert_eq!(merged([]), Ok(vec![]));
        assert_eq!(merged([of(4, 4), of(1, 3)]), Ok(vec![of(1, 3), of(4, 4)]));
        let many = [of(9, 9), of(2, 3), of(5, 7), of(1, 5), of(9, 9)];
        assert_eq!(merged(many), Ok(vec![of(1, 7), of(9, 9)]));
    }

    #[test]
    fn ranges_overlap_where_they_share_a_record() {
        for (first, last, shares) in [(1, 2, false), (1, 3, true), (4, 4, true), (5, 9, true)] {
            assert_eq!(overlap(of(3, 5), of(first, last)), shares);
            assert_eq!(overlap(of(first, last), of(3, 5)), shares);
        }
        assert!(!overlap(of(3, 5), of(6, 6)));
    }
}
