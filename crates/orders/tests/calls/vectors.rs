//! The documented examples, as they stand in files.

use bytes::Bytes;
use serde_json::Value;
use tapsmith_orders::call::Answer;

/// The text of `tests/vectors/<file>`.
pub(crate) fn text(file: &str) -> String {
    let path = tapsmith_testkit::vectors::folder().join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The JSON of `tests/vectors/<file>.json`.
pub(crate) fn json(file: &str) -> Value {
    serde_json::from_str(&text(&format!("{file}.json"))).unwrap()
}

/// The JSON that `file` documents as an answer.
pub(crate) fn answer(file: &str) -> Answer {
    said(&json(file))
}

/// `value` as an answer.
pub(crate) fn said(value: &Value) -> Answer {
    Answer { media_type: "application/json".to_owned(), body: value.to_string().into() }
}

/// `bytes` as an answer, of the media type `media_type`.
pub(crate) fn bytes(media_type: &str, bytes: impl Into<Bytes>) -> Answer {
    Answer { media_type: media_type.to_owned(), body: bytes.into() }
}

/// The JSON pointers of all there is below `value`.
pub(crate) fn pointers(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    let below = children.into_iter().flat_map(|(name, value)| {
        let below = pointers(value).into_iter().map({
            let name = name.clone();
            move |at| format!("/{name}{at}")
        });
        std::iter::once(format!("/{name}")).chain(below.collect::<Vec<_>>())
    });
    below.collect()
}

/// `whole` with `value` at the JSON pointer `at`.
pub(crate) fn with(whole: &Value, at: &str, value: Value) -> Value {
    let mut whole = whole.clone();
    *whole.pointer_mut(at).unwrap() = value;
    whole
}
