//! What an order will cost, as far as anybody can say before it is committed.

use serde::Serialize;

use crate::money::Money;

/// An estimate. It is one as long as something is missing, and after that too: only a commit says
/// what is charged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Estimate {
    /// Charges with a price.
    pub charges: Vec<Charge>,
    /// Charges without one.
    pub missing: Vec<String>,
}

/// A charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Charge {
    /// For what.
    pub name: String,
    /// How much, for all of it.
    pub amount: Money,
}

impl Estimate {
    /// Nothing is known of the price of `what`.
    pub fn unknown(what: &str) -> Self {
        Self { charges: Vec::new(), missing: vec![what.to_owned()] }
    }

    /// The sum of what has a price.
    pub fn total(&self) -> Money {
        self.charges.iter().map(|charge| charge.amount).sum()
    }

    /// The price in words: `about 120.50 EUR`.
    pub fn words(&self) -> String {
        match (self.charges.is_empty(), self.is_whole()) {
            (_, true) => format!("about {} EUR", self.total()),
            (false, false) => format!("at least about {} EUR", self.total()),
            (true, false) => "for a price that nobody knows yet".to_owned(),
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            charges: [self.charges.clone(), other.charges.clone()].concat(),
            missing: [self.missing.clone(), other.missing.clone()].concat(),
        }
    }

    /// Whether every charge that is known of has a price.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty()
    }

    pub(crate) fn add(&mut self, name: String, amount: Money) {
        match self.charges.iter_mut().find(|charge| charge.name == name) {
            Some(charge) => charge.amount = charge.amount + amount,
            None => self.charges.push(Charge { name, amount }),
        }
    }

    pub(crate) fn miss(&mut self, name: String) {
        if !self.missing.contains(&name) {
            self.missing.push(name);
        }
    }
}
