//! Rows of NDJSON: one object a line.

use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use tapsmith_core::profile::OrderKeys;

use super::draft::Draft;
use super::lines::Lines;
use super::{Column, ImportError, ImportedRow, Problem};

/// The most unknown names that are kept.
const MOST_IGNORED: usize = 256;

/// The next row, if there is one. What it names and nobody here knows goes to `ignored`.
pub(super) fn row<R: Read>(
    lines: &mut Lines<R>,
    order: OrderKeys,
    ignored: &mut Vec<String>,
) -> Result<Option<ImportedRow>, ImportError> {
    let Some((line, text)) = lines.next_filled()? else { return Ok(None) };
    let row = object(text, order, ignored).and_then(|draft| draft.finish(line));
    row.map(Some).map_err(|problem| ImportError::Line { line, problem })
}

fn object(text: &str, order: OrderKeys, ignored: &mut Vec<String>) -> Result<Draft, Problem> {
    let mut draft = Draft::new(order);
    let object = Object { draft: &mut draft, ignored };
    let mut json = serde_json::Deserializer::from_str(text);
    let outcome = json.deserialize_map(object);
    let outcome = outcome.and_then(|outcome| json.end().map(|()| outcome));
    outcome.map_err(|error| problem(&error))??;
    Ok(draft)
}

/// Where it went wrong. `serde_json`'s own text may repeat the line's.
fn problem(error: &serde_json::Error) -> Problem {
    if error.is_data() { Problem::NotObject } else { Problem::Json { column: error.column() } }
}

/// Reads an object to its end, whatever is wrong with a field: broken JSON is told first.
struct Object<'d> {
    draft: &'d mut Draft,
    ignored: &'d mut Vec<String>,
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = Result<(), Problem>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut outcome = Ok(());
        while let Some(column) = map.next_key_seed(Name(self.ignored))? {
            let field = match column {
                Some(column) => map.next_value_seed(Field { column, draft: self.draft })?,
                None => map.next_value::<IgnoredAny>().map(|_| Ok(()))?,
            };
            outcome = outcome.and(field);
        }
        Ok(outcome)
    }
}

/// A field's name.
struct Name<'i>(&'i mut Vec<String>);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Option<Column>;

    fn deserialize<D: Deserializer<'de>>(self, name: D) -> Result<Self::Value, D::Error> {
        name.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Option<Column>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let column = Column::named(name);
        let Self(ignored) = self;
        let new = || !ignored.iter().any(|known| known == name);
        if column.is_none() && ignored.len() < MOST_IGNORED && new() {
            ignored.push(name.to_owned());
        }
        Ok(column)
    }
}

/// A field's value. A text without escapes is read where it stands.
struct Field<'d> {
    column: Column,
    draft: &'d mut Draft,
}

impl Field<'_> {
    fn other(&self) -> Result<(), Problem> {
        Err(match self.column {
            Column::RecordId => Problem::BadRecordId,
            column => Problem::NotText(column),
        })
    }
}

impl<'de> DeserializeSeed<'de> for Field<'_> {
    type Value = Result<(), Problem>;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Field<'_> {
    type Value = Result<(), Problem>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.draft.set(self.column, text))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(self.draft.set_number(self.column, number))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Ok(()))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(self.other())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(self.other())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(self.other())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_seq(list)?;
        Ok(self.other())
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_map(object)?;
        Ok(self.other())
    }
}
