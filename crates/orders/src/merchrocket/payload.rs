//! An order for Merchrocket, as it stands in a file.

use serde::Deserialize;
use serde::de::IgnoredAny;
use sha2::{Digest as _, Sha256};
use tapsmith_core::record::RecordId;
use zeroize::Zeroizing;

use super::NewOrder;
use super::check::check;
use crate::finding::Finding;
use crate::payload::{BadOrder, Payload, Wants, WantsLine};

/// Reads an order.
pub(crate) fn read(text: &str) -> Result<Box<dyn Payload>, BadOrder> {
    Ok(Box::new(NewOrder::from_json(text)?))
}

impl NewOrder {
    /// Reads an order. A byte order mark at its start is no part of it.
    ///
    /// # Errors
    /// [`BadOrder::Merchrocket`].
    pub fn from_json(text: &str) -> Result<Self, BadOrder> {
        from_json(text)
    }

    /// The order's file.
    ///
    /// # Errors
    /// Whatever serde may think of.
    pub fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        let mut body = serde_json::to_vec_pretty(self)?;
        body.push(b'\n');
        Ok(body)
    }
}

fn from_json(text: &str) -> Result<NewOrder, BadOrder> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut json = serde_json::Deserializer::from_str(text);
    let bad = |error: &serde_json::Error, path: String| BadOrder::Merchrocket {
        line: error.line(),
        column: error.column(),
        path,
    };
    let order = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| bad(error.inner(), error.path().to_string()))?;
    json.end().map_err(|error| bad(&error, String::new()))?;
    Ok(order)
}

/// Whether this text is an order for Merchrocket, and not for anybody else.
pub(crate) fn is_order(text: &str) -> bool {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let Ok(fields) = serde_json::from_str::<Fields>(text) else { return false };
    let Fields { order_items, external_id, products, groups } = fields;
    (order_items.is_some() || external_id.is_some()) && products.is_none() && groups.is_none()
}

/// Which fields there are. What stands in them may be keys, and is not read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields {
    order_items: Option<IgnoredAny>,
    external_id: Option<IgnoredAny>,
    products: Option<IgnoredAny>,
    groups: Option<IgnoredAny>,
}

impl Payload for NewOrder {
    fn reference(&self) -> Option<&str> {
        self.external_id.as_deref()
    }

    /// Nothing is made before it is confirmed.
    fn is_draft(&self) -> bool {
        true
    }

    fn count(&self) -> u64 {
        let items = self.order_items.iter().flatten();
        items.map(|item| u64::from(item.quantity.unwrap_or_default())).sum()
    }

    fn records(&self) -> Vec<RecordId> {
        Vec::new()
    }

    fn has_keys(&self) -> bool {
        false
    }

    fn keys_digest(&self) -> [u8; 32] {
        Sha256::digest([]).into()
    }

    fn check(&self) -> Vec<Finding> {
        check(self)
    }

    fn wants(&self) -> Wants {
        let recipient = self.recipient.as_ref();
        let items = self.order_items.iter().flatten().enumerate();
        let lines = items.map(|(index, item)| WantsLine {
            path: format!("orderItems[{index}]"),
            model: item.variant_id.clone().unwrap_or_default(),
            packaging: None,
            is_printed: item.placements.as_ref().is_some_and(|places| !places.is_empty()),
            is_encoded: false,
            has_record: false,
            quantity: item.quantity.unwrap_or_default().into(),
        });
        let mut wants = Wants {
            lines: Vec::new(),
            country: recipient.and_then(|recipient| recipient.country_code.clone()),
            postcode: recipient.and_then(|recipient| recipient.zip.clone()),
            carrier: self.shipping.clone(),
        };
        lines.for_each(|line| wants.add(line));
        wants
    }

    fn body(&self) -> serde_json::Result<Zeroizing<Vec<u8>>> {
        Ok(Zeroizing::new(self.to_json()?))
    }

    /// There is nothing to hide.
    fn receipt(&self) -> serde_json::Result<Vec<u8>> {
        self.to_json()
    }
}
