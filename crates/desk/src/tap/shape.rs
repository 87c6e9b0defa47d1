//! How a line of an input says its address.

use std::borrow::Cow;

use csv_core::{ReadRecordResult, ReaderBuilder};
use serde::Deserialize;
use tapsmith_core::address::is_address;
use thiserror::Error;

/// What stands on each line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The address alone.
    Urls,
    /// A JSON object, the address in its field `url`.
    Ndjson,
    /// Fields, one of them the address.
    Csv {
        /// Which, counted from 0.
        column: usize,
        /// What stands between two.
        delimiter: u8,
    },
}

/// Why a line says no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// Bytes that are no text.
    #[error("this line is not UTF-8")]
    NotUtf8,
    /// More than a line may have.
    #[error("this has more than {} bytes", Shape::LONGEST)]
    TooLong,
    /// Not JSON, or something else in place of an object.
    #[error("this line is not a JSON object")]
    NotJson,
    /// No field `url` with text in it.
    #[error("this line has no field \"url\" with an address")]
    NoUrl,
    /// Too few fields.
    #[error("this line has no field for the address")]
    NoField,
}

impl Unreadable {
    /// The word for programs.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NotUtf8 => "not_utf8",
            Self::TooLong => "too_long",
            Self::NotJson => "not_json",
            Self::NoUrl => "no_url",
            Self::NoField => "no_field",
        }
    }
}

/// What may stand between the fields of CSV.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

impl Shape {
    /// Bytes of a line, beyond which it is not read.
    pub const LONGEST: usize = 65_536;

    /// The shape of an input that starts with this line, and whether the line is a header: fields, one of them called `url`.
    /// Where fields have no names, the first that looks like an address is it.
    pub fn of(first: &[u8]) -> (Self, bool) {
        if first.trim_ascii_start().starts_with(b"{") {
            return (Self::Ndjson, false);
        }
        match Self::of_csv(first) {
            Some((shape, true)) => (shape, true),
            Some((shape, false)) if !is_address(first) => (shape, false),
            _ => (Self::Urls, false),
        }
    }

    /// The same where it is known to be CSV; none if no field is one.
    pub fn of_csv(first: &[u8]) -> Option<(Self, bool)> {
        let with = |is: fn(&[u8]) -> bool| {
            DELIMITERS.into_iter().find_map(|delimiter| {
                let column = Fields::of(first, delimiter).iter().position(is)?;
                Some(Self::Csv { column, delimiter })
            })
        };
        let named = with(|name| name.trim_ascii().eq_ignore_ascii_case(b"url"));
        named.map(|shape| (shape, true)).or_else(|| Some((with(is_address)?, false)))
    }

    /// The address that `line` says.
    ///
    /// # Errors
    /// It says none.
    pub fn url<'l>(&self, line: &'l [u8]) -> Result<Cow<'l, str>, Unreadable> {
        if line.len() > Self::LONGEST {
            return Err(Unreadable::TooLong);
        }
        match *self {
            Self::Urls => text(line).map(Cow::Borrowed),
            Self::Ndjson => of_json(text(line)?),
            Self::Csv { column, delimiter } => {
                let fields = Fields::of(line, delimiter);
                let field = fields.iter().nth(column).ok_or(Unreadable::NoField)?;
                Ok(Cow::Owned(text(field)?.trim_ascii().to_owned()))
            }
        }
    }
}

fn text(line: &[u8]) -> Result<&str, Unreadable> {
    str::from_utf8(line).map_err(|_| Unreadable::NotUtf8)
}

fn of_json(text: &str) -> Result<Cow<'_, str>, Unreadable> {
    #[derive(Deserialize)]
    struct Line<'l> {
        #[serde(borrow)]
        url: Option<Cow<'l, str>>,
    }
    match serde_json::from_str(text) {
        Ok(Line { url }) => url.ok_or(Unreadable::NoUrl),
        Err(error) if error.is_data() && text.trim_start().starts_with('{') => {
            Err(Unreadable::NoUrl)
        }
        Err(_) => Err(Unreadable::NotJson),
    }
}

/// The most fields of a line.
const MOST_FIELDS: usize = 64;

/// The fields of a line, one after the other, and where each ends.
struct Fields {
    text: Vec<u8>,
    ends: [usize; MOST_FIELDS],
    count: usize,
}

impl Fields {
    /// Those of one line. What is quoted and goes on behind it ends with it; fields beyond the most are left out.
    fn of(line: &[u8], delimiter: u8) -> Self {
        let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
        let mut fields = Self { text: vec![0; line.len()], ends: [0; MOST_FIELDS], count: 0 };
        let (mut written, mut rest) = (0, line);
        loop {
            let out = fields.text.get_mut(written..).unwrap_or_default();
            let ends = fields.ends.get_mut(fields.count..).unwrap_or_default();
            let (result, read, wrote, ended) = reader.read_record(rest, out, ends);
            written += wrote;
            fields.count += ended;
            rest = rest.get(read..).unwrap_or_default();
            if !matches!(result, ReadRecordResult::InputEmpty) {
                return fields;
            }
        }
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let ends = self.ends.iter().take(self.count);
        ends.scan(0, |start, end| {
            let field = self.text.get(*start..*end);
            *start = *end;
            field
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const URL: &str = "https://example.com/c/7?picc_data=00&cmac=11";
    const COMMA: Shape = Shape::Csv { column: 1, delimiter: b',' };

    #[test]
    fn the_first_line_tells() {
        let of = |line: &str| Shape::of(line.as_bytes());
        assert_eq!(of(URL), (Shape::Urls, false));
        assert_eq!(of(&format!("{URL},a")), (Shape::Urls, false));
        assert_eq!(of("{\"url\":1}"), (Shape::Ndjson, false));
        assert_eq!(of("when,URL,agent"), (COMMA, true));
        assert_eq!(of("when;\"url\""), (Shape::Csv { column: 1, delimiter: b';' }, true));
        assert_eq!(of("url"), (Shape::Csv { column: 0, delimiter: b',' }, true));
        assert_eq!(of(&format!("2026-11-22,{URL}")), (COMMA, false));
        assert_eq!(of(&format!("now\t{URL}")), (Shape::Csv { column: 1, delimiter: b'\t' }, false));
        for nothing in ["", "hello", "a,b,c", "://,1"] {
            assert_eq!(of(nothing), (Shape::Urls, false), "{nothing}");
        }
    }

    #[test]
    fn each_shape_says_its_address() {
        for line in
            [r#"{"url":"U"}"#, r#" {"at":[1,{}],"url":"U","x":null}"#, r#"{"url":"\u0055"}"#]
        {
            assert_eq!(Shape::Ndjson.url(line.as_bytes()).unwrap(), "U", "{line}");
        }
        for line in ["a,U", "a,\"U\",b", "\"a,\"\"b\",U", ",U"] {
            assert_eq!(COMMA.url(line.as_bytes()).unwrap(), "U", "{line}");
        }
        assert_eq!(COMMA.url(b"a,\"U,V").unwrap(), "U,V");
    }

    #[test]
    fn each_bad_line_has_its_reason() {
        let reason = |shape: Shape, line: &[u8]| shape.url(line).unwrap_err().reason();
        assert_eq!(reason(Shape::Urls, b"https://\xFF"), "not_utf8");
        assert_eq!(reason(Shape::Urls, &vec![b'a'; Shape::LONGEST + 1]), "too_long");
        for line in ["", "hello", "{\"url\":\"U\"", "[1]", "\"U\""] {
            assert_eq!(reason(Shape::Ndjson, line.as_bytes()), "not_json", "{line}");
        }
        for line in ["{}", r#"{"url":null}"#, r#"{"url":7}"#, r#"{"url":"a","url":"b"}"#] {
            assert_eq!(reason(Shape::Ndjson, line.as_bytes()), "no_url", "{line}");
        }
        assert_eq!(reason(COMMA, b"alone"), "no_field");
        assert_eq!(reason(COMMA, b""), "no_field");
        assert_eq!(reason(COMMA, b"a,\xFF"), "not_utf8");
    }

    proptest! {
        #[test]
        fn any_bytes_get_an_answer(line: Vec<u8>, column in 0..70_usize) {
            let (shape, _) = Shape::of(&line);
            let shapes = [shape, Shape::Urls, Shape::Ndjson, Shape::Csv { column, delimiter: b';' }];
            for shape in shapes {
                let _ = shape.url(&line);
            }
        }
    }
}
