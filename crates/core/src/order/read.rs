//! Reading the fields of a record. Each error is raised at the value itself, so that its line and
//! column are the value's; none says anything of the value.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IntoDeserializer, Visitor};
use serde::{Deserialize, Deserializer};

use super::json::REDACTED_KEY;
use crate::record::{RecordId, RecordIdOutOfRange};
use crate::secret::REDACTED;

/// A key in hex.
pub(super) fn key<'de, D, K>(deserializer: D) -> Result<Option<K>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de>,
{
    Ok(Option::<KeyText<K>>::deserialize(deserializer)?.map(|text| text.0))
}

/// A record id, as a number or as a string.
pub(super) fn record_id<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<RecordId>, D::Error> {
    Ok(Option::<Number>::deserialize(deserializer)?.map(|number| number.0))
}

struct KeyText<K>(K);

impl<'de, K: Deserialize<'de>> Deserialize<'de> for KeyText<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor(PhantomData)).map(Self)
    }
}

struct KeyVisitor<K>(PhantomData<K>);

impl<'de, K: Deserialize<'de>> Visitor<'de> for KeyVisitor<K> {
    type Value = K;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<K, E> {
        K::deserialize(text.into_deserializer())
            .map_err(|error: E| if text == REDACTED { E::custom(REDACTED_KEY) } else { error })
    }
}

struct Number(RecordId);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record id")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Number, E> {
        RecordId::try_from(number).map(Number).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Number, E> {
        // `parse` alone would take "+1" as well.
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits { text.parse() } else { Err(RecordIdOutOfRange) };
        number.map(Number).map_err(E::custom)
    }
}
