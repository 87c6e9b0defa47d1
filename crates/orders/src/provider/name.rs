//! The printers there are. A new one is its own module, and a line in each list here.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::status::LifeCycle;
use crate::finding::Finding;
use crate::http::Http;
use crate::merchrocket::{self, Merchrocket};
use crate::payload::{BadOrder, Payload};
use crate::printags::{self, Printags};
use crate::provider::Provider;

/// A printer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Name {
    /// Printags: cards, with keys.
    #[default]
    Printags,
    /// Merchrocket: printed goods, without.
    Merchrocket,
}

/// No printer has this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected printags or merchrocket")]
pub struct UnknownProvider;

impl Name {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Printags, Self::Merchrocket];

    /// In lower case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Printags => "printags",
            Self::Merchrocket => "merchrocket",
        }
    }

    /// As the printer writes it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Printags => "Printags",
            Self::Merchrocket => "Merchrocket",
        }
    }

    /// Its server.
    pub const fn url(self) -> &'static str {
        match self {
            Self::Printags => printags::URL,
            Self::Merchrocket => merchrocket::URL,
        }
    }

    /// Its server for tests, if it has one.
    pub const fn staging_url(self) -> Option<&'static str> {
        match self {
            Self::Printags => None,
            Self::Merchrocket => Some(merchrocket::STAGING_URL),
        }
    }

    /// The printer at the other end of `http`; `account` if it is not the token's own.
    pub fn connect(self, http: Http, account: Option<String>) -> Box<dyn Provider> {
        match self {
            Self::Printags => Box::new(Printags::new(http, account)),
            Self::Merchrocket => Box::new(Merchrocket::new(http)),
        }
    }

    /// Reads an order for this printer.
    ///
    /// # Errors
    /// [`BadOrder`].
    pub fn read(self, text: &str) -> Result<Box<dyn Payload>, BadOrder> {
        match self {
            Self::Printags => printags::read(text),
            Self::Merchrocket => merchrocket::read(text),
        }
    }

    /// Whose order this text is, by the fields it has: Printags' unless it is clearly another's.
    pub fn of_order(text: &str) -> Self {
        if merchrocket::is_order(text) { Self::Merchrocket } else { Self::Printags }
    }

    /// What is wrong with a change of an order, a JSON merge patch, without a network.
    pub fn check_patch(self, patch: &serde_json::Value) -> Vec<Finding> {
        match self {
            Self::Printags => Vec::new(),
            Self::Merchrocket => merchrocket::check_patch(patch),
        }
    }

    pub(crate) fn life_cycle(self) -> &'static LifeCycle {
        match self {
            Self::Printags => &printags::LIFE_CYCLE,
            Self::Merchrocket => &merchrocket::LIFE_CYCLE,
        }
    }
}

impl FromStr for Name {
    type Err = UnknownProvider;

    fn from_str(text: &str) -> Result<Self, UnknownProvider> {
        Self::ALL.into_iter().find(|name| name.as_str() == text).ok_or(UnknownProvider)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
