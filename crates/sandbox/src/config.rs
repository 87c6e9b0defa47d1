//! What a stand-in is started with.

use std::net::{Ipv4Addr, SocketAddr};

use tapsmith_orders::Name;

use crate::fault::Planned;

/// The one token that the stand-in for Printags takes.
pub const PRINTAGS_TOKEN: &str = "sk_test_sandbox_0000";

/// The one token that the stand-in for Merchrocket takes.
pub const MERCHROCKET_TOKEN: &str = "mrp_test_sandbox_0000";

/// What a stand-in is, and how it behaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Whose server it stands in for.
    pub provider: Name,
    /// Where it listens: on this machine. Port 0 is any that is free.
    pub address: SocketAddr,
    /// What goes wrong, the first first.
    pub faults: Vec<Planned>,
    /// Printags: an order that is shown repeats the keys it came with. They are kept for it, in memory.
    pub echo_keys: bool,
    /// Printags: models are shown without prices, as in the example of the page.
    pub no_prices: bool,
    /// Merchrocket: lists have the newer form, without the prefix `hydra:`.
    pub plain_lists: bool,
}

impl Config {
    /// A stand-in for `provider`, on a port that is free, with which all is well.
    pub fn new(provider: Name) -> Self {
        Self {
            provider,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            faults: Vec::new(),
            echo_keys: false,
            no_prices: false,
            plain_lists: false,
        }
    }

    /// The same with another fault planned.
    #[must_use]
    pub fn fault(mut self, planned: impl Into<Planned>) -> Self {
        self.faults.push(planned.into());
        self
    }

    pub(crate) const fn token(&self) -> &'static str {
        match self.provider {
            Name::Printags => PRINTAGS_TOKEN,
            Name::Merchrocket => MERCHROCKET_TOKEN,
        }
    }
}
