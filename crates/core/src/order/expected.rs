//! What a field of an order holds, by its name: for errors that say it without serde's help.

use thiserror::Error;

/// What belongs where something else stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Expected {
    /// An object.
    #[error("an object, {{...}}")]
    Object,
    /// A list of lines.
    #[error("a list of lines, [{{...}}]")]
    Lines,
    /// A list of strings.
    #[error("a list of strings")]
    Texts,
    /// A string.
    #[error("a string")]
    Text,
    /// true or false.
    #[error("true or false")]
    Boolean,
    /// A quantity.
    #[error("a whole number from 0 to 4294967295")]
    Quantity,
    /// A record id.
    #[error("a whole number from 1 to 9007199254740991, or a string of its digits")]
    RecordId,
    /// A key.
    #[error("a string of 32 hex digits")]
    Key,
}

impl Expected {
    /// What the field `name` holds; none if it is no field of ours.
    pub(super) fn in_field(name: &str) -> Option<Self> {
        Some(match name {
            "isDraft" => Self::Boolean,
            "quantity" => Self::Quantity,
            "recordId" => Self::RecordId,
            "publicKey" | "privateKey" => Self::Key,
            "products" | "groups" => Self::Lines,
            "printingVisuals" => Self::Texts,
            "shipTo" | "address" | "servicePoint" | "metadata" | "nfc" | "dynamic" | "records" => {
                Self::Object
            }
            "reference" | "carrierServiceId" | "id" | "name" | "phone" | "email"
            | "addressLine1" | "addressLine2" | "city" | "postcode" | "countryCode" | "country"
            | "modelId" | "packagingId" | "type" | "content" | "baseUrl" => Self::Text,
            _ => return None,
        })
    }

    /// What an item of the list holds.
    pub(super) fn in_item(self) -> Self {
        if self == Self::Texts { Self::Text } else { Self::Object }
    }
}
