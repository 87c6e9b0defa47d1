//! The vectors under `tests/vectors`: one JSON file a source, one object a case, hex for bytes.

use std::path::PathBuf;

use serde_json::Value;

/// One case of a vector file: its fields by name.
#[derive(Debug, Clone)]
pub struct Case(Value);

/// All cases of `tests/vectors/<file>.json`.
pub fn cases(file: &str) -> Vec<Case> {
    list(file, "cases")
}

/// The case of `tests/vectors/<file>.json` that is called `name`.
pub fn case(file: &str, name: &str) -> Case {
    cases(file)
        .into_iter()
        .find(|case| case.0.get("name").and_then(Value::as_str) == Some(name))
        .unwrap_or_else(|| panic!("{file}.json has no case {name}"))
}

/// The objects under the top-level key `list` of `tests/vectors/<file>.json`.
pub fn list(file: &str, list: &str) -> Vec<Case> {
    let value = load(file);
    let Some(items) = value.get(list).and_then(Value::as_array) else {
        panic!("{file}.json has no list {list}")
    };
    items.iter().cloned().map(Case).collect()
}

/// `tests/vectors` at the root of the repository.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

fn load(file: &str) -> Value {
    let path = folder().join(file).with_extension("json");
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl Case {
    /// Whether the case has `field`.
    pub fn has(&self, field: &str) -> bool {
        self.0.get(field).is_some()
    }

    /// The text of `field`.
    pub fn text(&self, field: &str) -> &str {
        self.field(field).as_str().unwrap_or_else(|| panic!("{field} is not a text"))
    }

    /// The number in `field`.
    pub fn number(&self, field: &str) -> u64 {
        self.field(field).as_u64().unwrap_or_else(|| panic!("{field} is not a number"))
    }

    /// The real number in `field`.
    pub fn real(&self, field: &str) -> f64 {
        self.field(field).as_f64().unwrap_or_else(|| panic!("{field} is not a number"))
    }

    /// The list of numbers in `field`.
    pub fn numbers(&self, field: &str) -> Vec<u64> {
        let list = self
            .field(field)
            .as_array()
            .and_then(|items| items.iter().map(Value::as_u64).collect::<Option<Vec<_>>>());
        list.unwrap_or_else(|| panic!("{field} is not a list of numbers"))
    }

    /// The truth value in `field`.
    pub fn flag(&self, field: &str) -> bool {
        self.field(field).as_bool().unwrap_or_else(|| panic!("{field} is not true or false"))
    }

    /// The bytes that `field` writes in hex.
    pub fn hex(&self, field: &str) -> Vec<u8> {
        hex::decode(self.text(field)).unwrap_or_else(|error| panic!("{field}: {error}"))
    }

    /// The `N` bytes that `field` writes in hex.
    pub fn array<const N: usize>(&self, field: &str) -> [u8; N] {
        self.hex(field).try_into().unwrap_or_else(|_| panic!("{field} is not {N} bytes"))
    }

    fn field(&self, field: &str) -> &Value {
        self.0.get(field).unwrap_or_else(|| panic!("no field {field} in {}", self.0))
    }
}
