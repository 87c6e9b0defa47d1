//! Access rights as four nibbles.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Access rights", "Access condition values".

use tapsmith_core::access::{Access, AccessRights};
use tapsmith_core::key::KeyNumber;

/// The two bytes of a file's rights: `RW ‖ Change`, `Read ‖ Write`.
pub fn encode_rights(rights: AccessRights) -> [u8; 2] {
    [pack(rights.read_write, rights.change), pack(rights.read, rights.write)]
}

/// A file's rights from their two bytes; none if a nibble names a key the chip does not have.
pub fn decode_rights([low, high]: [u8; 2]) -> Option<AccessRights> {
    let (read_write, change) = unpack(low)?;
    let (read, write) = unpack(high)?;
    Some(AccessRights { read, write, read_write, change })
}

/// Two rights in a byte, the first in its high nibble.
pub(super) fn pack(high: Access, low: Access) -> u8 {
    nibble(high) << 4 | nibble(low)
}

/// The two rights of a byte, the high nibble first.
pub(super) fn unpack(byte: u8) -> Option<(Access, Access)> {
    Some((access(byte >> 4)?, access(byte & 0x0F)?))
}

/// A right as it is sent.
pub(crate) fn nibble(access: Access) -> u8 {
    match access {
        Access::Key(number) => number.as_u8(),
        Access::Free => 0xE,
        Access::Never => 0xF,
    }
}

/// A right from a nibble; none if it names a key the chip does not have.
pub(crate) fn access(nibble: u8) -> Option<Access> {
    match nibble {
        0xE => Some(Access::Free),
        0xF => Some(Access::Never),
        number => KeyNumber::try_from(number).ok().map(Access::Key),
    }
}
