//! Operating characteristics: how likely a plan accepts a lot, by how bad the lot is.
//!
//! Source: ISO 2859-1:1999, 12. Type A is the hypergeometric distribution, of one lot; type B the
//! binomial, of the process it comes from.

use super::LotSize;
use super::number::{ceil, real};
use super::tails::{binomial, end_of, hypergeometric};

/// One point of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The share of defective cards, 0 to 1.
    pub share: f64,
    /// The probability that the lot is accepted, 0 to 1.
    pub accepted: f64,
}

/// Type A: the probability that a lot with so many defective cards is accepted.
///
/// A sample of the lot's size or more is all of it; more defective cards than cards are all of them.
pub fn accept_lot(lot: LotSize, n: u64, accept: u32, defectives: u64) -> f64 {
    hypergeometric(lot.as_u64(), n, defectives, accept.into()).at_most
}

/// Type B: the probability that a lot from a process with the share `p` of defective cards is accepted.
///
/// What is below 0 counts as 0, what is above 1 as 1.
pub fn accept_process(n: u64, accept: u32, p: f64) -> f64 {
    binomial(n, p, accept.into()).at_most
}

/// The producer's risk: the probability that a lot from a process as good as `p`, say the AQL, is not
/// accepted.
pub fn producer_risk(n: u64, accept: u32, p: f64) -> f64 {
    binomial(n, p, accept.into()).more
}

/// The share of defective cards in a process at which lots are accepted with probability `pa`: with 0.10
/// the limiting quality LQ10, which ISO 2859-1:1999, Tables 6-A to 6-C, call consumer's risk quality.
///
/// 1 for a plan that accepts everything.
pub fn lq(n: u64, accept: u32, pa: f64) -> f64 {
    end_of(|p| accept_process(n, accept, p) > pa)
}

/// The type B curve: so many points (at least 2), evenly from share 0 to where hardly a lot is accepted
/// any more (1 in 1000).
pub fn curve(n: u64, accept: u32, points: u32) -> Vec<Point> {
    let end = lq(n, accept, HARDLY);
    let share = |step: u32| end * f64::from(step) / f64::from(points.max(2) - 1);
    let point = |share| Point { share, accepted: accept_process(n, accept, share) };
    (0..points.max(2)).map(|step| point(share(step))).collect()
}

/// The type A curve over the same range: a point at whole numbers of defective cards alone, so at most so
/// many (at least 2), and fewer in a small lot.
pub fn lot_curve(lot: LotSize, n: u64, accept: u32, points: u32) -> Vec<Point> {
    let cards = lot.as_u64();
    let end = ceil(lq(n, accept, HARDLY) * real(cards)).min(cards);
    let last = u64::from(points.max(2) - 1);
    let mut defectives: Vec<_> = (0..=last).map(|step| whole_part(end, step, last)).collect();
    defectives.dedup();
    let point = |found| Point {
        share: real(found) / real(cards),
        accepted: accept_lot(lot, n, accept, found),
    };
    defectives.into_iter().map(point).collect()
}

const HARDLY: f64 = 0.001;

/// `end * step / last`, rounded down. Both factors have at most 32 bits.
const fn whole_part(end: u64, step: u64, last: u64) -> u64 {
    end * step / last
}
