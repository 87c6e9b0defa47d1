//! How the fields of a state file are written: everything that is bytes, as hex.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use tapsmith_core::hex;
use tapsmith_core::key::AesKey;

/// A key that is written as it is: the one door through which keys leave this chip, into the state file.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Key(pub(super) AesKey);

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0.reveal_hex())
    }
}

/// Bytes of any number, as hex.
pub(super) mod bytes_hex {
    use super::{Deserialize, Deserializer, Serializer, de, hex};

    pub(in super::super) fn serialize<S: Serializer>(
        bytes: &[u8],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(bytes))
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        let mut bytes = vec![0; text.len() / 2];
        hex::decode_into(&text, &mut bytes).map_err(de::Error::custom)?;
        Ok(bytes)
    }
}
