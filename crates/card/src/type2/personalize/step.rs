//! One change of a card, with all that is needed to do it.

use std::fmt;

use tapsmith_core::key::SlotKey;

use crate::type2::Page;
use crate::type2::settings::Pages;

/// One change of a card. Its name is its `Display`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Take the protection away, so that password or key protects nothing and any number of attempts is free; or a
    /// mirror, so that what is under it can be read.
    Open {
        /// What CFG0 and CFG1 hold.
        old: Pages,
        /// What they shall hold.
        new: Pages,
    },
    /// Write the owner's pages, the last one first.
    WriteContent {
        /// Which, and what.
        pages: Vec<(u8, Page)>,
    },
    /// Set bits of the capability container.
    WriteContainer {
        /// What it holds.
        old: Page,
        /// What it shall hold.
        new: Page,
    },
    /// Write another password, and show it.
    ChangePassword {
        /// What it was, as far as anybody knows.
        old: SlotKey,
        /// What it shall be.
        new: SlotKey,
    },
    /// Write another key, and prove it.
    ChangeKey {
        /// What it was, as far as anybody knows.
        old: SlotKey,
        /// What it shall be.
        new: SlotKey,
    },
    /// Write another key to sign with. It is proved by a tap: at once if the chip mirrors one, else when it is told to.
    ChangeSigningKey {
        /// What it shall be.
        new: SlotKey,
        /// Whether the chip mirrors.
        mirrors: bool,
        /// What opens the card again after that tap, if it is protected.
        opens: Option<SlotKey>,
    },
    /// Write CFG1, then CFG0.
    Configure {
        /// What they hold.
        old: Pages,
        /// What they shall hold.
        new: Pages,
        /// What opens the card from then on, if that protects anything.
        protects: Option<SlotKey>,
        /// What signs its taps from then on, if anything does.
        signs: Option<SlotKey>,
    },
    /// Let so many wrong passwords lock the chip.
    LimitAttempts {
        /// What CFG1 holds.
        old: Page,
        /// What it shall hold.
        new: Page,
    },
    /// Set lock bits.
    Lock {
        /// Which.
        what: Locked,
        /// The page they stand in.
        page: u8,
        /// The page as it is.
        old: Page,
        /// The bits to set.
        new: Page,
    },
}

/// What lock bits lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locked {
    /// Pages 3 to 15.
    Static,
    /// The owner's pages behind them.
    Dynamic,
    /// CFG0 and CFG1.
    Configuration,
    /// The pages of the key.
    Keys,
}

impl Step {
    /// Whether no command can undo it.
    pub const fn irreversible(&self) -> bool {
        matches!(self, Self::WriteContainer { .. } | Self::Lock { .. })
    }

    /// Its name, for people and programs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::WriteContent { .. } => "write_ndef",
            Self::WriteContainer { .. } => "write_capability_container",
            Self::ChangePassword { .. } => "change_password",
            Self::ChangeKey { .. } => "change_key",
            Self::ChangeSigningKey { .. } => "change_signing_key",
            Self::Configure { .. } => "change_configuration",
            Self::LimitAttempts { .. } => "limit_attempts",
            Self::Lock { what: Locked::Static, .. } => "lock_static",
            Self::Lock { what: Locked::Dynamic, .. } => "lock_dynamic",
            Self::Lock { what: Locked::Configuration, .. } => "lock_configuration",
            Self::Lock { what: Locked::Keys, .. } => "lock_keys",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
