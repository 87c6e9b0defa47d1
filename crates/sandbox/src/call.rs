//! What a stand-in can be asked, by names that both have in common.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A call of a server, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallName {
    /// Show an account.
    Account,
    /// Look an order up by its reference.
    Find,
    /// Show an order by its id.
    Get,
    /// Make an order.
    Create,
    /// Commit an order: Printags' validate, Merchrocket's confirm.
    Commit,
    /// Upload a file.
    Upload,
    /// Get a file.
    File,
    /// List the statuses.
    Statuses,
    /// List the models.
    Models,
    /// Ask what shipping costs.
    Rates,
    /// List all orders.
    List,
    /// Change an order.
    Amend,
    /// Take an order back.
    Cancel,
    /// Ask for the money back.
    Refund,
}

/// No call has this name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no call {0:?}: expected one of {list}", list = names())]
pub struct UnknownCall(pub String);

impl CallName {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Account,
        Self::Find,
        Self::Get,
        Self::Create,
        Self::Commit,
        Self::Upload,
        Self::File,
        Self::Statuses,
        Self::Models,
        Self::Rates,
        Self::List,
        Self::Amend,
        Self::Cancel,
        Self::Refund,
    ];

    /// In lower case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Find => "find",
            Self::Get => "get",
            Self::Create => "create",
            Self::Commit => "commit",
            Self::Upload => "upload",
            Self::File => "file",
            Self::Statuses => "statuses",
            Self::Models => "models",
            Self::Rates => "rates",
            Self::List => "list",
            Self::Amend => "amend",
            Self::Cancel => "cancel",
            Self::Refund => "refund",
        }
    }

    /// Whether it changes something at the server.
    pub const fn changes(self) -> bool {
        matches!(
            self,
            Self::Create | Self::Commit | Self::Upload | Self::Amend | Self::Cancel | Self::Refund
        )
    }
}

impl FromStr for CallName {
    type Err = UnknownCall;

    fn from_str(text: &str) -> Result<Self, UnknownCall> {
        let found = Self::ALL.into_iter().find(|call| call.as_str() == text);
        found.ok_or_else(|| UnknownCall(text.to_owned()))
    }
}

impl fmt::Display for CallName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

fn names() -> String {
    CallName::ALL.map(CallName::as_str).join(", ")
}
