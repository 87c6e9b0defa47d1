//! The door through which an order's keys leave for the printer.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use super::{Dynamic, Line, Nfc, Order, Record};
use crate::key::AesKey;

/// A key that is written in full: 32 upper-case hex digits. It still prints as `[redacted]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealedKey(AesKey);

impl Serialize for RevealedKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.reveal_hex())
    }
}

/// As it is written. A receipt, whose keys are `[redacted]`, has none like it.
impl JsonSchema for RevealedKey {
    fn schema_name() -> Cow<'static, str> {
        "Key".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An AES-128 key.",
            "type": "string",
            "pattern": "^[0-9A-Fa-f]{32}$",
        })
    }
}

impl Order {
    /// The order as the printer gets it: its keys, and its unknown fields, are written in full.
    /// A door like [`Reveal::reveal`](crate::secret::Reveal::reveal).
    pub fn reveal(&self) -> Order<RevealedKey> {
        self.map_keys(&|key| Some(RevealedKey(key.clone())))
    }
}

impl Order<RevealedKey> {
    /// The file for the printer, in one buffer that is wiped on drop.
    ///
    /// # Errors
    /// Whatever serde may think of. Nothing in an order is known to cause one.
    pub fn to_json(&self) -> serde_json::Result<Zeroizing<Vec<u8>>> {
        // A buffer that grows leaves its former self behind, keys and all: so it is measured first.
        let mut size = Size(1);
        serde_json::to_writer_pretty(&mut size, self)?;
        let mut text = Zeroizing::new(Vec::with_capacity(size.0));
        serde_json::to_writer_pretty(&mut *text, self)?;
        text.push(b'\n');
        Ok(text)
    }
}

/// Counts what is written, and keeps nothing.
struct Size(usize);

impl std::io::Write for Size {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<K> Order<K> {
    /// The same order with each key as `change` gives it.
    pub(super) fn map_keys<L>(&self, change: &impl Fn(&K) -> Option<L>) -> Order<L> {
        let lines = |lines: &Vec<Line<K>>| lines.iter().map(|line| line.map_keys(change)).collect();
        Order {
            is_draft: self.is_draft,
            reference: self.reference.clone(),
            carrier_service_id: self.carrier_service_id.clone(),
            ship_to: self.ship_to.clone(),
            products: self.products.as_ref().map(lines),
            groups: self.groups.as_ref().map(lines),
            extra: self.extra.convert(),
        }
    }
}

impl<K> Line<K> {
    fn map_keys<L>(&self, change: &impl Fn(&K) -> Option<L>) -> Line<L> {
        Line {
            quantity: self.quantity,
            model_id: self.model_id.clone(),
            metadata: self.metadata.clone(),
            packaging_id: self.packaging_id.clone(),
            printing_visuals: self.printing_visuals.clone(),
            nfc: self.nfc.as_ref().map(|nfc| nfc.map_keys(change)),
            extra: self.extra.convert(),
        }
    }
}

impl<K> Nfc<K> {
    fn map_keys<L>(&self, change: &impl Fn(&K) -> Option<L>) -> Nfc<L> {
        Nfc {
            kind: self.kind.clone(),
            content: self.content.clone(),
            dynamic: self.dynamic.as_ref().map(|dynamic| dynamic.map_keys(change)),
            extra: self.extra.convert(),
        }
    }
}

impl<K> Dynamic<K> {
    fn map_keys<L>(&self, change: &impl Fn(&K) -> Option<L>) -> Dynamic<L> {
        Dynamic {
            base_url: self.base_url.clone(),
            records: self.records.as_ref().map(|record| record.map_keys(change)),
            extra: self.extra.convert(),
        }
    }
}

impl<K> Record<K> {
    fn map_keys<L>(&self, change: &impl Fn(&K) -> Option<L>) -> Record<L> {
        Record {
            record_id: self.record_id,
            public_key: self.public_key.as_ref().and_then(change),
            private_key: self.private_key.as_ref().and_then(change),
            extra: self.extra.convert(),
        }
    }
}
