//! What a printer says of an account, of what it sells, and of carrying it.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::money::Money;

/// An account. What the printer does not say is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// What is left in it.
    pub balance: Option<Money>,
    /// What has to stay in it.
    pub minimal_balance: Option<Money>,
    /// All else it says, as it says it.
    pub other: Map<String, Value>,
}

/// Something that can be ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Model {
    /// Its id: an order's `modelId`.
    pub id: String,
    /// Whether it has a chip that can be written.
    pub can_be_encoded: Option<bool>,
    /// Its prices, as the server writes them.
    pub prices: Vec<Value>,
    /// All else it says, as it says it.
    pub other: Map<String, Value>,
}

/// A service that carries an order, and its price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rate {
    /// Its id: an order's `carrierServiceId`.
    pub id: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// What it costs.
    pub price: Money,
}
