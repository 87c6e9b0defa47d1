//! One column of one row.

use std::fmt;
use std::io::{self, Read};

/// A value that any database can keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// UTF-8.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl Value {
    /// Appends the value in a form that no other value has: its kind, its length as 4 bytes,
    /// big-endian, and its bytes. A number has 8, big-endian, two's complement.
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.push(0),
            Self::Integer(number) => append(out, 1, &number.to_be_bytes()),
            Self::Text(text) => append(out, 2, text.as_bytes()),
            Self::Blob(bytes) => append(out, 3, bytes),
        }
    }

    /// The value that [`Value::encode`] wrote.
    pub(crate) fn decode(from: &mut dyn Read) -> io::Result<Self> {
        let [kind] = array(from)?;
        if kind == 0 {
            return Ok(Self::Null);
        }
        let length = u64::from(u32::from_be_bytes(array(from)?));
        let mut bytes = Vec::new();
        from.take(length).read_to_end(&mut bytes)?;
        if u64::try_from(bytes.len()) != Ok(length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let invalid = || io::Error::from(io::ErrorKind::InvalidData);
        match kind {
            1 => {
                let number = bytes.as_slice().try_into().map_err(|_| invalid())?;
                Ok(Self::Integer(i64::from_be_bytes(number)))
            }
            2 => String::from_utf8(bytes).map(Self::Text).map_err(|_| invalid()),
            3 => Ok(Self::Blob(bytes)),
            _ => Err(invalid()),
        }
    }
}

/// For people: a number as it is, a text in quotes, bytes in hex.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("nothing"),
            Self::Integer(number) => number.fmt(f),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Blob(bytes) => f.write_str(&hex::encode_upper(bytes)),
        }
    }
}

fn array<const N: usize>(from: &mut dyn Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn append(out: &mut Vec<u8>, kind: u8, bytes: &[u8]) {
    out.push(kind);
    // No database keeps a value of 4 GiB in a row.
    out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(bytes);
}
