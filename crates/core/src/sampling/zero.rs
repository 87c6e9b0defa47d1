//! Sampling where a single defect is one too many.
//!
//! A factory key left on a card, two cards with one key or a copied chip fit no AQL. Either all
//! cards are looked at, or enough of them that a lot worse than a limit would have shown at least one.

use super::number::{ceil, real};
use super::tails::least;
use super::{Confidence, LotSize, Share};

/// The least sample in which, with that confidence, at least one defective card is found, if a lot has
/// so many of them: the smallest n with P(none in n | D of N) <= 1 - confidence.
///
/// D is `limit` of the lot, rounded up: at least one card. The whole lot, where nothing less will do.
///
/// Source: the hypergeometric distribution at Ac 0; ISO 28594:2017 has the same idea as a system.
pub fn zero_acceptance(lot: LotSize, confidence: Confidence, limit: Share) -> u64 {
    let cards = lot.as_u64();
    let defectives = defectives_at(lot, limit);
    least(1, cards, |n| is_within(none_found(cards, n, defectives), confidence.risk()))
}

/// How many cards of the lot the share is, rounded up: 1 to N. What is typed in decimals is often a hair
/// above in binary: 7 % of 100 cards are 7.
pub(super) fn defectives_at(lot: LotSize, share: Share) -> u64 {
    ceil(share.as_f64() * real(lot.as_u64()) * (1.0 - SLACK)).clamp(1, lot.as_u64())
}

/// Whether a probability is no more than a risk, if what binary fractions lose is forgiven: 1 - 0.9 is a
/// hair below 0.1.
pub(super) fn is_within(probability: f64, risk: f64) -> bool {
    probability <= risk * (1.0 + SLACK) + f64::EPSILON
}

const SLACK: f64 = 1e-12;

/// P(0 in n | D of N): C(N-D, n) / C(N, n), which is the same with n and D swapped.
fn none_found(lot: u64, n: u64, defectives: u64) -> f64 {
    let (fewer, more) = (n.min(defectives), n.max(defectives));
    let mut probability = 1.0;
    for drawn in 0..fewer {
        probability *= real((lot - drawn).saturating_sub(more)) / real(lot - drawn);
        if probability < f64::EPSILON * f64::EPSILON {
            return 0.0;
        }
    }
    probability
}
