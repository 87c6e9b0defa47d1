//! What the chip is told once with `SetConfiguration`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::Access;
use crate::suite::Suite;

/// How the chip as a whole shall be set. The default is as delivered. All but the limit of failed
/// authentications is for good: no command undoes it.
///
/// Source: NT4H2421Gx Rev. 3.0, "`SetConfiguration`".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Configuration {
    /// What it speaks. LRP is for good.
    #[serde(skip_serializing_if = "is_default")]
    pub suite: Suite,
    /// Whether it shows readers a random UID, anew at each activation. For good.
    #[serde(skip_serializing_if = "is_default")]
    pub random_uid: bool,
    /// Whether it watches its tag-tamper loop, and who may ask for its state by command. For good.
    #[serde(skip_serializing_if = "is_default")]
    pub tag_tamper: Option<Access>,
    /// When failed authentications lock a key; without it as delivered: 1000, less 10 for each success.
    #[serde(skip_serializing_if = "is_default")]
    pub failed_authentications: Option<FailureRule>,
}

/// `TotFailCtr`: so many failed authentications lock a key.
///
/// Source: AN12196, "Failed authentication counter".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FailureRule {
    /// So many lock the key; 0 switches the counter off.
    pub limit: u16,
    /// So many are forgiven for each success.
    pub decrement: u16,
}

impl FailureRule {
    /// As the chip is delivered.
    pub const DELIVERED: Self = Self { limit: 1000, decrement: 10 };

    /// The least limit a profile may have: below it, a few questions of a stranger, or of a desk that looks which
    /// key fits, would lock a key, and key 0 for good.
    pub const LEAST_LIMIT: u16 = 50;
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
