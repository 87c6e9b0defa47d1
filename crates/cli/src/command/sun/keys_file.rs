//! `--keys FILE`: the two keys of a card, as JSON.

use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tapsmith_core::key::AesKey;
use tapsmith_core::sun::TapKeys;
use zeroize::Zeroizing;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    meta_read: SecretString,
    file_read: SecretString,
}

/// Reads the keys. What is wrong is said by place: the text itself may be a key.
pub(crate) fn read(path: &Path) -> Result<TapKeys, Failure> {
    let text = Zeroizing::new(files::read(path)?);
    let keys: Keys = serde_json::from_str(&text).map_err(|error| {
        let place = format!("{}, line {}, column {}", path.display(), error.line(), error.column());
        let wanted = r#"expected {"meta_read":"32 hex","file_read":"32 hex"}"#;
        Failure::say(Exit::Input, format!("{place}: {wanted}"))
    })?;
    let key = |name: &str, hex: &SecretString| {
        AesKey::from_hex(hex.expose_secret())
            .map_err(|error| Failure::input(error).at(format!("{}: {name}", path.display())))
    };
    let meta_read = key("meta_read", &keys.meta_read)?;
    Ok(TapKeys { meta_read, file_read: key("file_read", &keys.file_read)? })
}
