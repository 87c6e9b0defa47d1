//! The attributes that a URI may have.

use std::fmt;

/// An attribute by its name in RFC 7512.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UriAttribute {
    /// The token's label.
    Token,
    /// Who made the token.
    Manufacturer,
    /// The token's serial number.
    Serial,
    /// The token's model.
    Model,
    /// The number of the token's slot.
    SlotId,
    /// The key's label.
    Object,
    /// The key's `CKA_ID`.
    Id,
    /// The library's path.
    ModulePath,
    /// The library's name, to be looked up in the usual places.
    ModuleName,
    /// The file that holds the PIN.
    PinSource,
}

impl UriAttribute {
    /// Those before the `?`.
    pub(super) const PATH: [Self; 7] = [
        Self::Token,
        Self::Manufacturer,
        Self::Serial,
        Self::Model,
        Self::SlotId,
        Self::Object,
        Self::Id,
    ];

    /// Those after it.
    pub(super) const QUERY: [Self; 3] = [Self::ModulePath, Self::ModuleName, Self::PinSource];

    /// As in the URI.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Manufacturer => "manufacturer",
            Self::Serial => "serial",
            Self::Model => "model",
            Self::SlotId => "slot-id",
            Self::Object => "object",
            Self::Id => "id",
            Self::ModulePath => "module-path",
            Self::ModuleName => "module-name",
            Self::PinSource => "pin-source",
        }
    }
}

impl fmt::Display for UriAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
