//! Profiles: what a card shall be. A profile is a TOML file; four are shipped.
//!
//! # Layout
//! - [`Profile`]: the values; what a file leaves out is as in the default.
//! - `files`: the three files' modes and rights. `slots`: which role's key goes where.
//! - `read`: from TOML, with the line of what is wrong. `check`: the rules that keep a card usable.

mod check;
mod files;
mod read;
mod slots;

pub use check::ProfileProblem;
pub use files::{FileRule, Files};
pub use read::{ProfileError, UnknownProfile};
pub use slots::{OrderKeys, Slots};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::Access;
use crate::counter::ReadCounter;

/// What every card of a batch shall say and allow. Kept whole in the batch, so that a profile that
/// changes later changes no card already ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The chip it is for.
    #[serde(default)]
    pub chip: Chip,
    /// The address, with `{base}` for the batch's base URL and places like `{picc}` and `{mac}`. Its
    /// places say what the chip mirrors.
    pub url: String,
    /// The three files.
    #[serde(default)]
    pub files: Files,
    /// The read counter's own settings.
    #[serde(default)]
    pub counter: CounterRule,
    /// Which slot of the chip each role's key goes to.
    #[serde(default)]
    pub slots: Slots,
    /// Which role's key is which of the order's two.
    #[serde(default)]
    pub order: OrderKeys,
}

/// The chips a profile can be for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Chip {
    /// NTAG 424 DNA.
    #[default]
    Ntag424,
}

/// Who may read the chip's tap counter by command, and where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CounterRule {
    /// `SDMCtrRet`.
    pub read: Access,
    /// `SDMReadCtrLimit`: after so many taps the chip answers no more.
    #[schemars(with = "Option<u32>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<ReadCounter>,
}

impl Default for CounterRule {
    fn default() -> Self {
        Self { read: Access::Never, limit: None }
    }
}

#[cfg(test)]
mod tests;
