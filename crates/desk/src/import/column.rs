//! What a column, or a JSON field, holds.

use std::fmt;

use tapsmith_core::derive::ts1::Role;
use tapsmith_core::profile::OrderKeys;

/// A column that an import reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// `record_id`
    RecordId,
    /// `url`
    Url,
    /// `public_key`: the role that the profile names.
    PublicKey,
    /// `private_key`: the role that the profile names.
    PrivateKey,
    /// A role by its own name.
    Role(Role),
}

impl Column {
    const NAMED: [Self; 4] = [Self::RecordId, Self::Url, Self::PublicKey, Self::PrivateKey];

    /// The column of that name, in `snake_case` or `camelCase`.
    pub(super) fn named(name: &str) -> Option<Self> {
        let roles = Role::ALL.map(Self::Role);
        Self::NAMED.into_iter().chain(roles).find(|column| same(name, column.name()))
    }

    /// Its name, in `snake_case`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RecordId => "record_id",
            Self::Url => "url",
            Self::PublicKey => "public_key",
            Self::PrivateKey => "private_key",
            Self::Role(role) => role.name(),
        }
    }

    /// The role whose key stands here, if it is a key.
    pub(super) const fn role(self, order: OrderKeys) -> Option<Role> {
        match self {
            Self::RecordId | Self::Url => None,
            Self::PublicKey => Some(order.public_key),
            Self::PrivateKey => Some(order.private_key),
            Self::Role(role) => Some(role),
        }
    }

    pub(super) const fn is_key(self) -> bool {
        !matches!(self, Self::RecordId | Self::Url)
    }
}

/// Equal but for case and underscores: that is all that tells `record_id` from `recordId`.
fn same(one: &str, other: &str) -> bool {
    let letters = |name| str::bytes(name).filter(|byte| *byte != b'_');
    letters(one).map(|byte| byte.to_ascii_lowercase()).eq(letters(other))
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
