//! The three files on a finished card.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::{Access, AccessRights, CommMode};
use crate::key::KeyNumber;

/// What a file's settings shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileRule {
    /// How its bytes travel.
    pub mode: CommMode,
    /// Who may do what.
    pub rights: AccessRights,
}

/// The settings of all three. The default leaves the first and the last as delivered, and lets
/// nobody but the holder of key 0 write the NDEF file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    /// File 01h, the capability container.
    pub capability_container: FileRule,
    /// File 02h, the NDEF file.
    pub ndef: FileRule,
    /// File 03h, the proprietary file.
    pub proprietary: FileRule,
}

impl Files {
    /// As they leave the factory.
    ///
    /// Source: NT4H2421Gx Rev. 3.0, "Delivery state".
    pub const fn delivered() -> Self {
        let [k0, _, k2, k3, _] = KeyNumber::ALL;
        let [k0, k2, k3] = [Access::Key(k0), Access::Key(k2), Access::Key(k3)];
        let open = Access::Free;
        Self {
            capability_container: rule(CommMode::Plain, open, k0, k0, k0),
            ndef: rule(CommMode::Plain, open, open, open, k0),
            proprietary: rule(CommMode::Full, k2, k3, k3, k0),
        }
    }
}

const fn rule(
    mode: CommMode,
    read: Access,
    write: Access,
    read_write: Access,
    change: Access,
) -> FileRule {
    FileRule { mode, rights: AccessRights { read, write, read_write, change } }
}

impl Default for Files {
    fn default() -> Self {
        let master = Access::Key(KeyNumber::MASTER);
        let ndef = rule(CommMode::Plain, Access::Free, master, master, master);
        Self { ndef, ..Self::delivered() }
    }
}
