//! Between counts and real numbers.

/// A count as a real number: exact up to 2^53, far beyond any lot.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "a count of cards has at most 32 bits; beyond 2^53 the nearest real number will do"
)]
pub(super) const fn real(count: u64) -> f64 {
    count as f64
}

/// The next whole number; 0 for what is below 0, the largest for what is too large.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the conversion saturates"
)]
pub(super) const fn ceil(value: f64) -> u64 {
    value.ceil() as u64
}
