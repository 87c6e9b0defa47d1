//! To text: what is set, in the order of the attributes.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use super::attribute::UriAttribute;
use super::{HsmUri, Module};

/// RFC 3986's unreserved characters and the slash stand for themselves.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

impl fmt::Display for HsmUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = UriAttribute::PATH.into_iter().filter_map(|attribute| self.part(attribute));
        let query = UriAttribute::QUERY.into_iter().filter_map(|attribute| self.part(attribute));
        let path = path.collect::<Vec<_>>().join(";");
        let query = query.collect::<Vec<_>>().join("&");
        let mark = if query.is_empty() { "" } else { "?" };
        write!(f, "pkcs11:{path}{mark}{query}")
    }
}

impl HsmUri {
    /// `name=value`, if it is set.
    fn part(&self, attribute: UriAttribute) -> Option<String> {
        let text = |text: &Option<String>| text.as_deref().map(encoded);
        let value = match attribute {
            UriAttribute::Token => text(&self.token),
            UriAttribute::Manufacturer => text(&self.manufacturer),
            UriAttribute::Serial => text(&self.serial),
            UriAttribute::Model => text(&self.model),
            UriAttribute::SlotId => self.slot_id.map(|id| id.to_string()),
            UriAttribute::Object => text(&self.object),
            UriAttribute::Id => self.id.as_deref().map(every_byte),
            UriAttribute::ModulePath | UriAttribute::ModuleName => self.module.value(attribute),
            UriAttribute::PinSource => self.pin_source.as_deref()?.to_str().map(encoded),
        };
        value.map(|value| format!("{attribute}={value}"))
    }
}

impl Module {
    fn value(&self, attribute: UriAttribute) -> Option<String> {
        match (self, attribute) {
            (Self::Path(path), UriAttribute::ModulePath) => path.to_str().map(encoded),
            (Self::Name(name), UriAttribute::ModuleName) => Some(encoded(name)),
            _ => None,
        }
    }
}

fn encoded(text: &str) -> String {
    percent_encode(text.as_bytes(), ENCODED).to_string()
}

/// As RFC 7512 recommends for `id`: its bytes are no text.
fn every_byte(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| percent_encoding::percent_encode_byte(byte)).collect()
}
