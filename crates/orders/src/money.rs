//! Money, as a decimal.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Mul, Sub};
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// An amount of money, in the account's currency: both printers charge euros.
///
/// It is read from a JSON number or from a string, digit by digit: no amount was ever a binary
/// fraction here. It is written as a number, as the printers write theirs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(Decimal);

/// Not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected an amount like 120.50")]
pub struct BadMoney;

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// So many cents.
    pub fn cents(cents: i64) -> Self {
        Self(Decimal::new(cents, 2))
    }

    /// How far it is from `other`, whichever is more.
    #[must_use]
    pub fn difference(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0).abs())
    }
}

impl FromStr for Money {
    type Err = BadMoney;

    /// Digits with at most one point; neither a sign nor an exponent.
    fn from_str(text: &str) -> Result<Self, BadMoney> {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let decimal = if plain { Decimal::from_str_exact(text).ok() } else { None };
        decimal.map(Self).ok_or(BadMoney)
    }
}

/// With two digits for cents, or more where there are more.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = self.0.normalize();
        let digits = usize::try_from(short.scale()).unwrap_or(2).max(2);
        f.pad(&format!("{short:.digits$}"))
    }
}

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// So many of the same.
impl Mul<u64> for Money {
    type Output = Self;

    fn mul(self, times: u64) -> Self {
        Self(self.0.saturating_mul(times.into()))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.to_i64().filter(|_| self.0.scale() == 0) {
            Some(whole) => serializer.serialize_i64(whole),
            // What has 15 digits or fewer is written as it was read.
            None => serializer.serialize_f64(self.0.to_f64().unwrap_or_default()),
        }
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MoneyVisitor)
    }
}

struct MoneyVisitor;

impl Visitor<'_> for MoneyVisitor {
    type Value = Money;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount of money")
    }

    fn visit_i64<E: Error>(self, whole: i64) -> Result<Money, E> {
        Ok(Money(whole.into()))
    }

    fn visit_u64<E: Error>(self, whole: u64) -> Result<Money, E> {
        Ok(Money(whole.into()))
    }

    /// The shortest text that stands for the number is the one that was in the JSON.
    fn visit_f64<E: Error>(self, number: f64) -> Result<Money, E> {
        Decimal::from_str(&number.to_string()).map(Money).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Money, E> {
        Decimal::from_str(text.trim()).map(Money).map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_what_stands_in_the_json_digit_by_digit() {
        for text in ["0.1", "4.49", "50.99", "5", "0", "1234567.89", "0.0001", "-3.5"] {
            let money: Money = serde_json::from_str(text).unwrap();
            assert_eq!(money.0, Decimal::from_str(text).unwrap(), "{text}");
            assert_eq!(serde_json::to_string(&money).unwrap(), text);
            let quoted: Money = serde_json::from_str(&format!("\"{text}\"")).unwrap();
            assert_eq!(quoted, money);
        }
    }

    #[test]
    fn ten_dimes_are_one() {
        let dime: Money = serde_json::from_str("0.1").unwrap();
        assert_eq!(std::iter::repeat_n(dime, 10).sum::<Money>(), Money::cents(100));
        assert_eq!(dime * 3, Money::cents(30));
    }

    #[test]
    fn people_see_cents() {
        let shown = |text: &str| serde_json::from_str::<Money>(text).unwrap().to_string();
        assert_eq!(shown("5"), "5.00");
        assert_eq!(shown("0.5"), "0.50");
        assert_eq!(shown("0.125"), "0.125");
        assert_eq!(shown("7.10"), "7.10");
    }

    #[test]
    fn what_people_type_is_an_amount_or_nothing() {
        assert_eq!("120.50".parse(), Ok(Money::cents(12050)));
        assert_eq!("7".parse(), Ok(Money::cents(700)));
        for bad in ["", "-1", "1e3", "1,5", "1.2.3", "EUR 5", "NaN", "."] {
            assert_eq!(bad.parse::<Money>(), Err(BadMoney), "{bad}");
        }
    }
}
