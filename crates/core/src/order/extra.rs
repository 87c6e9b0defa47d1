//! Fields that we do not know, kept where a key may be among them.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::RevealedKey;
use crate::key::AesKey;
use crate::secret::REDACTED;

/// Unknown fields of an object that has keys in it or below it, in the order they stood in.
///
/// Their names are shown. Their values are treated as the keys beside them: printed and written
/// as `[redacted]`, unless `K` is [`RevealedKey`]. They are not wiped on drop.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent, bound(deserialize = ""))]
pub struct Extra<K = AesKey> {
    fields: Map<String, Value>,
    #[serde(skip)]
    key: PhantomData<K>,
}

impl<K> Extra<K> {
    /// Fields to be kept.
    pub fn new(fields: Map<String, Value>) -> Self {
        Self { fields, key: PhantomData }
    }

    /// The fields themselves, values and all: never to be printed.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }

    /// The same fields beside keys of another form.
    pub(super) fn convert<L>(&self) -> Extra<L> {
        Extra::new(self.fields.clone())
    }
}

/// Any fields.
impl<K> JsonSchema for Extra<K> {
    fn schema_name() -> Cow<'static, str> {
        "Extra".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": true })
    }

    fn inline_schema() -> bool {
        true
    }
}

impl<K> Default for Extra<K> {
    fn default() -> Self {
        Self::new(Map::new())
    }
}

impl<K> fmt::Debug for Extra<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for name in self.fields.keys() {
            map.entry(name, &format_args!("{REDACTED}"));
        }
        map.finish()
    }
}

/// Writes `[redacted]` for every value.
impl Serialize for Extra<AesKey> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for name in self.fields.keys() {
            map.serialize_entry(name, REDACTED)?;
        }
        map.end()
    }
}

/// Writes the values.
impl Serialize for Extra<RevealedKey> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.fields.serialize(serializer)
    }
}
