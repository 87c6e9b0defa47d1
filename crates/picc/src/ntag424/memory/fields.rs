//! How the fields of a state file are written: everything that is bytes, as hex.

use serde::{Deserialize, Deserializer, Serializer, de};
use tapsmith_core::hex;
use tapsmith_core::key::AesKey;

/// The one door through which a key leaves this crate: into the state file.
pub(super) fn reveal_key<S: Serializer>(key: &AesKey, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&key.reveal_hex())
}

/// Bytes as hex.
pub(super) mod bytes_hex {
    use super::{Deserialize, Deserializer, Serializer, de, hex};

    pub(in super::super) fn serialize<S: Serializer>(
        bytes: &[u8],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(bytes))
    }

    pub(in super::super) fn deserialize<'de, const N: usize, D: Deserializer<'de>>(
        from: D,
    ) -> Result<[u8; N], D::Error> {
        hex::decode(&String::deserialize(from)?).map_err(de::Error::custom)
    }
}

/// A signature as hex.
pub(super) mod signature_hex {
    use super::{Deserializer, Serializer, bytes_hex};
    use tapsmith_card::command::Signature;

    pub(in super::super) fn serialize<S: Serializer>(
        of: &Signature,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        bytes_hex::serialize(&of.0, to)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Signature, D::Error> {
        bytes_hex::deserialize(from).map(Signature)
    }
}

/// Settings as the hex of what `ChangeFileSettings` sends.
pub(super) mod settings_hex {
    use super::{Deserialize, Deserializer, Serializer, de, hex};
    use tapsmith_card::settings::FileSettings;

    pub(in super::super) fn serialize<S: Serializer>(
        settings: &FileSettings,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(&settings.encode()))
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<FileSettings, D::Error> {
        let text = String::deserialize(from)?;
        let mut bytes = vec![0; text.len() / 2];
        hex::decode_into(&text, &mut bytes).map_err(de::Error::custom)?;
        FileSettings::decode(&bytes).map_err(|_| de::Error::custom("no settings of a file"))
    }
}
