//! Profiles: what a card shall be. A profile is a TOML file; those in [`Profile::NAMES`] are shipped.
//!
//! # Layout
//! - [`Profile`]: the values; what a file leaves out is as in the default.
//! - [`Chip`]: which chip. `content`: an address, a text, or nothing.
//! - `configuration`: what the chip as a whole is told. `protection`: what a chip without files is told.
//! - `files`: the three files' modes and rights. `slots`: which role's key goes where.
//! - `read`: from TOML, with the line of what is wrong. `check`, `check_protection`, `problem`: the rules that keep a card usable.
//! - `say`: what follows from a profile: addresses, whose keys they are, what cannot be undone.

mod check;
mod check_protection;
mod chip;
mod configuration;
mod content;
mod files;
mod problem;
mod protection;
mod read;
mod say;
mod slots;

pub use chip::{Chip, Family};
pub(crate) use configuration::is_default;
pub use configuration::{Configuration, FailureRule};
pub use content::{ContentKind, Text};
pub use files::{FileRule, Files};
pub use problem::ProfileProblem;
pub use protection::{Counting, Lock, Protection};
pub use read::{ProfileError, UnknownProfile};
pub use slots::{OrderKeys, Slots};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::Access;
use crate::counter::ReadCounter;
use crate::derive::ts1::Role;

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
    /// places say what the chip mirrors. Cards that hold no address leave it out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub url: String,
    /// What stands on the card.
    #[serde(default, skip_serializing_if = "is_default")]
    pub content: ContentKind,
    /// The text of a card that holds one, with `{record_id}` where the record shall stand.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: Option<Text>,
    /// The scheme of the card's addresses, if it is another than the base URL's.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scheme: Option<String>,
    /// What stands in the encrypted file data: text with `{record_id}`, in 16 digits, and `{tt}`. It is
    /// filled up with zeros to half the length of `{enc}`. Without it, the record id.
    #[serde(default, skip_serializing_if = "is_default")]
    pub file_data: Option<String>,
    /// Whether nobody, not even the holder of key 0, can ever change the NDEF file again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub read_only: bool,
    /// The roles whose key all records of the batch share.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shared: Vec<Role>,
    /// How the chip as a whole is set.
    #[serde(default, skip_serializing_if = "is_default")]
    pub configuration: Configuration,
    /// What a chip without files is told: NTAG and MIFARE Ultralight of pages, MIFARE Classic.
    #[serde(default, skip_serializing_if = "is_default")]
    pub protection: Protection,
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
