//! What a token says of itself.

use std::fmt;

use cryptoki::slot::{Slot, TokenInfo};

/// A token by what a URI can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenName {
    /// Its label.
    pub label: String,
    /// Who made it.
    pub manufacturer: String,
    /// Its model.
    pub model: String,
    /// Its serial number.
    pub serial: String,
    /// The number of its slot.
    pub slot_id: u64,
}

impl TokenName {
    pub(super) fn new(slot: Slot, info: &TokenInfo) -> Self {
        Self {
            label: info.label().to_owned(),
            manufacturer: info.manufacturer_id().to_owned(),
            model: info.model().to_owned(),
            serial: info.serial_number().to_owned(),
            slot_id: slot.id(),
        }
    }
}

/// Escaped: a token may say anything of itself, control characters too.
impl fmt::Display for TokenName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { label, model, serial, slot_id, .. } = self;
        let (model, serial) = (model.escape_debug(), serial.escape_debug());
        write!(f, "{label:?} ({model}, serial {serial}, slot-id {slot_id})")
    }
}
