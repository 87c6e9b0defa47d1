//! What a sample says about the share of defective cards: exact bounds, after Clopper and Pearson.
//!
//! Source: C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of
//! the binomial", Biometrika 26 (1934), 404-413. For a finite lot the same reasoning with the
//! hypergeometric distribution.

use super::tails::{binomial, end_of, hypergeometric, least};
use super::zero::is_within;
use super::{Confidence, LotSize};

/// Two-sided bounds on the share in a process of which `n` cards showed `defects`: lower and upper, 0 to 1.
///
/// Each side has half of the risk, at 0 and at n defects as well. No card says nothing: 0 to 1.
pub fn clopper_pearson(defects: u64, n: u64, confidence: Confidence) -> (f64, f64) {
    let risk = confidence.risk() / 2.0;
    (lower(defects, n, risk), upper(defects, n, risk))
}

/// The one-sided upper bound on the same share: the whole risk is above it.
pub fn clopper_pearson_upper(defects: u64, n: u64, confidence: Confidence) -> f64 {
    upper(defects, n, confidence.risk())
}

/// The share at which `defects` or more have the probability `risk`; 0 where there are none.
fn lower(defects: u64, n: u64, risk: f64) -> f64 {
    let Some(fewer) = defects.min(n).checked_sub(1) else { return 0.0 };
    end_of(|p| binomial(n, p, fewer).more < risk)
}

/// The share at which `defects` or fewer have the probability `risk`; 1 where all are defective.
fn upper(defects: u64, n: u64, risk: f64) -> f64 {
    if defects >= n { 1.0 } else { end_of(|p| binomial(n, p, defects).at_most > risk) }
}

/// Two-sided bounds on the number of defective cards in a lot of which `n` cards showed `defects`: the least
/// and the most for which the sample is not too unlikely, those of the sample among them.
pub fn defectives_in_lot(lot: LotSize, n: u64, defects: u64, confidence: Confidence) -> (u64, u64) {
    let risk = confidence.risk() / 2.0;
    (fewest(lot, n, defects, risk), most(lot, n, defects, risk))
}

/// The one-sided upper bound on the same number: the whole risk is above it.
pub fn defectives_in_lot_upper(lot: LotSize, n: u64, defects: u64, confidence: Confidence) -> u64 {
    most(lot, n, defects, confidence.risk())
}

/// The least D with P(X >= defects | D) > risk.
fn fewest(lot: LotSize, n: u64, defects: u64, risk: f64) -> u64 {
    let (first, last) = possible(lot, n, defects);
    let Some(fewer) = first.checked_sub(1) else { return 0 };
    least(first, last, |d| !is_within(hypergeometric(lot.as_u64(), n, d, fewer).more, risk))
}

/// The largest D with P(X <= defects | D) > risk.
fn most(lot: LotSize, n: u64, defects: u64, risk: f64) -> u64 {
    let (first, last) = possible(lot, n, defects);
    let too_many = |d| is_within(hypergeometric(lot.as_u64(), n, d, defects).at_most, risk);
    // One beyond the possible ones is always too many.
    least(first, last + 1, too_many).saturating_sub(1)
}

/// The numbers of defective cards that a lot can have after such a sample.
fn possible(lot: LotSize, n: u64, defects: u64) -> (u64, u64) {
    let cards = lot.as_u64();
    let n = n.min(cards);
    let defects = defects.min(n);
    (defects, cards - n + defects)
}
