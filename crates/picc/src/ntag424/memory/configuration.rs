//! What `SetConfiguration` sets, as the chip keeps it.

use serde::{Deserialize, Serialize};
use tapsmith_core::profile::FailureRule;
use tapsmith_core::suite::Suite;

use super::fields;

/// How the chip as a whole is set. What belongs to the tag-tamper loop is in [`Tamper`].
///
/// Source: NT4H2421Gx Rev. 3.0, "`SetConfiguration`".
///
/// [`Tamper`]: super::Tamper
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Configuration {
    /// What the chip speaks.
    pub suite: Suite,
    /// `PDCap2.5` and `PDCap2.6`, which mean what their user likes.
    #[serde(with = "fields::bytes_hex")]
    pub capabilities: [u8; 2],
    /// Whether it shows readers a random UID.
    pub random_uid: bool,
    /// Whether it refuses writes of several frames in a session's MAC and full modes.
    pub chained_writes_off: bool,
    /// When failed authentications lock a key; a limit of 0 is never.
    pub failed_authentications: FailureRule,
    /// How strongly it answers.
    pub strong_back_modulation: bool,
}

/// As delivered.
impl Default for Configuration {
    fn default() -> Self {
        Self {
            suite: Suite::Aes,
            capabilities: [0; 2],
            random_uid: false,
            chained_writes_off: false,
            failed_authentications: FailureRule::DELIVERED,
            strong_back_modulation: true,
        }
    }
}

impl Configuration {
    pub(super) fn is_delivered(&self) -> bool {
        *self == Self::default()
    }
}
