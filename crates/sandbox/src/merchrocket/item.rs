//! An order's items, as they are shown.
//!
//! Source: Merchrocket documentation, "Create a reprint order", its response: an item's `id` there is the
//! request's `variantId`, and its `variantId` another; `placement_options` comes back as an empty
//! `placementOptions`, since it is the latter name that the server knows.

use serde_json::{Map, Value, json};

use crate::order::Order;
use crate::world;

/// Ids for the parts of an order, one after the other.
pub(super) struct Parts {
    order: u64,
    next: usize,
}

impl Parts {
    pub(super) const fn of(order: &Order) -> Self {
        Self { order: order.number, next: 1 }
    }

    fn id(&mut self) -> String {
        self.next += 1;
        world::id(self.order, self.next - 1)
    }

    /// The id of something that has none of its own.
    fn genid(&mut self) -> String {
        format!("/api/.well-known/genid/{}", self.id().replace('-', ""))
    }

    pub(super) fn item(&mut self, item: &Value) -> Value {
        let (order, part) = (world::id(self.order, 0), self.id());
        let mut shown = Map::new();
        let mut set = |name: &str, value: Value| shown.insert(name.to_owned(), value);
        set("@id", json!(format!("/api/orders/{order}/order_item/{part}")));
        set("@type", json!("OrderItem"));
        set("id", item.get("variantId").cloned().unwrap_or_default());
        for name in ["externalId", "quantity", "name", "retailPrice"] {
            set(name, item.get(name).cloned().unwrap_or_default());
        }
        set("variantId", json!(self.id()));
        let placements = array(item, "placements").iter();
        set("placements", placements.map(|placement| self.placement(placement)).collect());
        shown.into()
    }

    fn placement(&mut self, placement: &Value) -> Value {
        let layers = array(placement, "layers").iter();
        json!({
            "@type": "Placement",
            "@id": self.genid(),
            "type": placement.get("type"),
            "technique": placement.get("technique"),
            "layers": layers.map(|layer| self.layer(layer)).collect::<Vec<_>>(),
            "placementOptions": array(placement, "placementOptions"),
        })
    }

    fn layer(&mut self, layer: &Value) -> Value {
        let of = |name: &str| layer.get("position").and_then(|position| position.get(name));
        json!({
            "@type": "Layer",
            "@id": self.genid(),
            "type": layer.get("type"),
            "url": layer.get("url"),
            "layerOptions": array(layer, "layerOptions"),
            "position": {
                "@type": "Position",
                "@id": self.genid(),
                "width": of("width"),
                "height": of("height"),
                "top": of("top"),
                "left": of("left"),
            },
        })
    }
}

/// The list `name` of `value`; none is empty.
pub(super) fn array<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
