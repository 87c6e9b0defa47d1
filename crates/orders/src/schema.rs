//! What we send, as JSON Schemas: for editors, and for whoever checks an order without us.
//!
//! They come from the types. A field that is not known is allowed everywhere, as the types keep it,
//! and nothing of an order is required: what a printer needs is said by [`Payload::check`](crate::Payload::check).

use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::Value;
use tapsmith_core::order::{Order, RevealedKey};

use crate::merchrocket::NewOrder;
use crate::printags::RatesRequest;

/// Printags' "Create a new order", keys and all: a receipt is none.
pub fn printags_order() -> Schema {
    sent::<Order<RevealedKey>>()
}

/// Printags' "Calculate shipping rates".
pub fn printags_rates() -> Schema {
    sent::<RatesRequest>()
}

/// Merchrocket's "Create a new order".
pub fn merchrocket_order() -> Schema {
    sent::<NewOrder>()
}

/// The schema of `T` as it is written: what there is not is left out, never null.
fn sent<T: JsonSchema>() -> Schema {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    RecursiveTransform(without_null).transform(&mut schema);
    schema
}

fn without_null(schema: &mut Schema) {
    let is_null = |value: &Value| value == "null";
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|kind| !is_null(kind));
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    let Some(Value::Array(choices)) = schema.get_mut("anyOf") else { return };
    choices.retain(|choice| !choice.get("type").is_some_and(is_null));
    if let [Value::Object(only)] = choices.as_slice() {
        let only = only.clone();
        schema.remove("anyOf");
        schema.ensure_object().extend(only);
    }
}
