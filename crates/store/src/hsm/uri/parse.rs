//! From text. Stricter than the percent-encoding crate, which lets a stray `%` stand for itself.

use std::path::PathBuf;
use std::str::FromStr;

use percent_encoding::percent_decode_str;

use super::attribute::UriAttribute;
use super::{HsmUri, Module, UriError};

const SCHEME: &str = "pkcs11:";

/// What `p11-kit` and GnuTLS write into the URI of a key like ours.
const OUR_TYPE: &str = "type=secret-key";

impl FromStr for HsmUri {
    type Err = UriError;

    fn from_str(text: &str) -> Result<Self, UriError> {
        let rest = without_scheme(text).ok_or(UriError::Scheme)?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = path.split(';').map(|part| (part, &UriAttribute::PATH[..]));
        let query = query.split('&').map(|part| (part, &UriAttribute::QUERY[..]));
        let mut uri = Self::default();
        let mut seen = Vec::new();
        for (index, (part, known)) in path.chain(query).enumerate() {
            if part.is_empty() || part == OUR_TYPE {
                continue;
            }
            let (name, value) =
                part.split_once('=').ok_or(UriError::Part { position: index + 1 })?;
            let attribute = attribute(name, known)?;
            if seen.contains(&attribute) {
                return Err(UriError::Twice(attribute));
            }
            seen.push(attribute);
            uri.set(attribute, decode(attribute, value)?)?;
        }
        Ok(uri)
    }
}

fn without_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_at_checked(SCHEME.len())?;
    scheme.eq_ignore_ascii_case(SCHEME).then_some(rest)
}

fn attribute(name: &str, known: &'static [UriAttribute]) -> Result<UriAttribute, UriError> {
    if name == "pin-value" {
        return Err(UriError::PinValue);
    }
    let unknown = || UriError::Unknown { name: name.to_owned(), known };
    known.iter().copied().find(|attribute| attribute.name() == name).ok_or_else(unknown)
}

fn decode(attribute: UriAttribute, value: &str) -> Result<Vec<u8>, UriError> {
    if value.is_empty() {
        return Err(UriError::Empty(attribute));
    }
    let is_escape = |after: &str| {
        after.as_bytes().first_chunk::<2>().is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
    };
    if !value.split('%').skip(1).all(is_escape) {
        return Err(UriError::Percent(attribute));
    }
    Ok(percent_decode_str(value).collect())
}

impl HsmUri {
    fn set(&mut self, attribute: UriAttribute, value: Vec<u8>) -> Result<(), UriError> {
        let text = |value| String::from_utf8(value).map_err(|_| UriError::NotText(attribute));
        match attribute {
            UriAttribute::Token => self.token = Some(text(value)?),
            UriAttribute::Manufacturer => self.manufacturer = Some(text(value)?),
            UriAttribute::Serial => self.serial = Some(text(value)?),
            UriAttribute::Model => self.model = Some(text(value)?),
            UriAttribute::SlotId => self.slot_id = Some(slot_id(&text(value)?)?),
            UriAttribute::Object => self.object = Some(text(value)?),
            UriAttribute::Id => self.id = Some(value),
            UriAttribute::ModulePath => self.set_module(module_path(&text(value)?)?)?,
            UriAttribute::ModuleName => self.set_module(module_name(text(value)?)?)?,
            UriAttribute::PinSource => self.pin_source = Some(pin_source(&text(value)?)?),
        }
        Ok(())
    }

    fn set_module(&mut self, module: Module) -> Result<(), UriError> {
        if self.module != Module::Proxy {
            return Err(UriError::TwoModules);
        }
        self.module = module;
        Ok(())
    }
}

/// Digits alone: Rust would take a sign too.
fn slot_id(text: &str) -> Result<u64, UriError> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(UriError::SlotId);
    }
    text.parse().map_err(|_| UriError::SlotId)
}

/// A library runs with all our rights, and the PIN is given to it: never one found by chance.
fn module_path(text: &str) -> Result<Module, UriError> {
    let path = PathBuf::from(text);
    if path.is_absolute() { Ok(Module::Path(path)) } else { Err(UriError::ModulePath) }
}

fn module_name(text: String) -> Result<Module, UriError> {
    if text.contains(['/', '\\']) { Err(UriError::ModuleName) } else { Ok(Module::Name(text)) }
}

/// `file:/path`, `file:///path` or a path; RFC 7512's `|command` is not run.
fn pin_source(text: &str) -> Result<PathBuf, UriError> {
    let path = match text.strip_prefix("file:") {
        Some(rest) => rest.strip_prefix("//").unwrap_or(rest),
        None => text,
    };
    let is_local = path == text || path.starts_with('/');
    if text.starts_with('|') || !is_local || path.contains("://") {
        return Err(UriError::PinSource);
    }
    Ok(PathBuf::from(path))
}
