//! Taps seen before: on an earlier line of the same input, or in the vault's memory.

use tapsmith_core::batch::Batch;
use tapsmith_core::bytes::join;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::sun::Rejection;
use tapsmith_store::{Fresh, OpenVault, Tap};

use super::Judged;
use crate::check::Verdict;

/// The good taps of an input so far, in at most 16 bytes each once there are many.
#[derive(Debug, Default)]
pub struct Replays {
    of_cards: Seen,
    /// Taps that say no UID.
    of_records: Seen,
}

impl Replays {
    /// Marks `judged` if the same card with the same counter stood on an earlier line. It is still
    /// a genuine tap.
    pub fn mark(&mut self, judged: &mut Judged) {
        let Some(counter) = judged.read_counter.filter(|_| judged.verdict == Verdict::Pass) else {
            return;
        };
        let is_new = match (judged.uid, judged.record_id) {
            (Some(uid), _) => {
                self.of_cards.insert(u64::from_be_bytes(join(&[&[0], &uid.0])), counter)
            }
            (None, Some(record)) => self.of_records.insert(record.as_u64(), counter),
            // Whose it is, nobody knows.
            (None, None) => true,
        };
        judged.replay = !is_new;
    }
}

/// Numbers of 80 bits: 56 of a card or record, 24 of a counter. They are shuffled, so that the first 16 bits of each say
/// in which of many short, sorted lists the other 64 stand, and all lists are about equally long.
#[derive(Debug, Default)]
struct Seen(Vec<Vec<u64>>);

impl Seen {
    /// Whether it was not there.
    fn insert(&mut self, whose: u64, counter: ReadCounter) -> bool {
        if self.0.is_empty() {
            self.0 = vec![Vec::new(); 1 << 16];
        }
        let [list, rest] = shuffle(u128::from(whose) << 24 | u128::from(u32::from(counter)));
        let place = usize::try_from(list).ok().and_then(|list| self.0.get_mut(list));
        place.is_some_and(|list| match list.binary_search(&rest) {
            Ok(_) => false,
            Err(at) => {
                if list.len() == list.capacity() {
                    list.reserve_exact(list.len() / 8 + 4);
                }
                list.insert(at, rest);
                true
            }
        })
    }
}

/// Another order of all numbers of 80 bits: the list, and the rest. Each step can be undone, so that no two become one.
fn shuffle(number: u128) -> [u64; 2] {
    const BITS: u32 = 80;
    const ODD: u128 = 0x9E37_79B9_7F4A_7C15_F39D;
    let mask = (1 << BITS) - 1;
    let mixed = (number ^ number >> 41).wrapping_mul(ODD) & mask;
    let mixed = (mixed ^ mixed >> 41).wrapping_mul(ODD) & mask;
    let [high, low] = [mixed >> 64, mixed].map(|half| half & u128::from(u64::MAX));
    [high, low].map(|half| u64::try_from(half).unwrap_or_default())
}

/// Keeps each card's highest counter in the vault, and fails the taps that are not above it.
///
/// # Errors
/// The vault's own. Nothing was remembered then.
pub fn remember(
    vault: &mut OpenVault,
    batch: Option<&Batch>,
    judged: &mut [Judged],
) -> Result<(), tapsmith_store::Error> {
    let mut good: Vec<_> =
        judged.iter_mut().filter_map(|judged| Some((tap(judged)?, judged))).collect();
    let taps: Vec<_> = good.iter().map(|(tap, _)| *tap).collect();
    let answers = vault.remember(batch, &taps)?;
    for ((_, judged), fresh) in good.iter_mut().zip(answers) {
        if let Fresh::Replayed { highest } = fresh {
            judged.verdict = Verdict::Fail;
            judged.reason = Some(Rejection::Replayed.reason());
            judged.detail = Some(format!("{}: {highest}", Rejection::Replayed));
        }
    }
    Ok(())
}

fn tap(judged: &Judged) -> Option<Tap> {
    let (uid, counter) = judged.uid.zip(judged.read_counter)?;
    let generation = judged.generation;
    (judged.verdict == Verdict::Pass).then_some(Tap { uid, generation, counter })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn counter(number: u32) -> ReadCounter {
        (number & 0x00FF_FFFF).try_into().unwrap()
    }

    /// A million taps of as many cards: each is new once, and what is kept of it is little.
    #[test]
    fn a_million_taps_cost_sixteen_bytes_each() {
        let mut seen = Seen::default();
        for number in 0..1_000_000 {
            assert!(seen.insert(0x04_0000_0000_0000 + u64::from(number), counter(number)));
        }
        let bytes: usize = seen.0.iter().map(|list| list.capacity() * 8 + size_of_val(list)).sum();
        assert!(bytes <= 16_000_000, "{bytes} bytes");
        assert!(!seen.insert(0x04_0000_0000_0000, counter(0)));
        assert!(seen.insert(0x04_0000_0000_0000, counter(1)));
    }

    proptest! {
        /// It says what a plain set says; few numbers, so that many come twice.
        #[test]
        fn seen_is_a_set(taps in prop::collection::vec((0..4_u64, 0..4_u32, 0..56_u32), 0..200)) {
            let (mut seen, mut set) = (Seen::default(), HashSet::new());
            for (whose, number, shift) in taps {
                let whose = whose << shift & 0x00FF_FFFF_FFFF_FFFF;
                prop_assert_eq!(seen.insert(whose, counter(number)), set.insert((whose, number)));
            }
        }

        /// No two numbers become one: the multiplier has an inverse, and each shift can be taken back.
        #[test]
        fn a_shuffle_loses_nothing(a in 0..1_u128 << 80, b in 0..1_u128 << 80, bit in 0..80_u32) {
            prop_assert_eq!(shuffle(a) == shuffle(b), a == b);
            prop_assert_ne!(shuffle(a), shuffle(a ^ 1 << bit));
        }
    }
}
