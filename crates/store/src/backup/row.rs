//! A row in a backup: its table's number in the list of all (1 byte), how many values (1 byte), and
//! each value as in the canonical form of a row. After the last row a byte 255. A row of an older
//! format lacks the columns that came later.

use std::io::{self, Read, Write};

use crate::rows::{ALL, Table, Value};

const END: u8 = 0xFF;

/// Writes one row.
pub(super) fn write(out: &mut dyn Write, table: &Table, stored: &[Value]) -> io::Result<()> {
    let number = ALL.iter().position(|other| *other == table);
    let number = number.and_then(|number| u8::try_from(number).ok());
    let number = number.ok_or(io::ErrorKind::InvalidInput)?;
    let count = u8::try_from(stored.len()).map_err(io::Error::other)?;
    let mut bytes = vec![number, count];
    for value in stored {
        value.encode(&mut bytes);
    }
    out.write_all(&bytes)
}

/// Says that there are no more.
pub(super) fn end(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&[END])
}

/// The next row; none at the end.
pub(super) fn read(from: &mut dyn Read) -> io::Result<Option<(&'static Table, Vec<Value>)>> {
    let number = byte(from)?;
    if number == END {
        return Ok(None);
    }
    let table = ALL.get(usize::from(number)).ok_or(io::ErrorKind::InvalidData)?;
    let count = byte(from)?;
    let values = (0..count).map(|_| Value::decode(from)).collect::<Result<Vec<_>, _>>()?;
    Ok(Some((table, widened(table, values).ok_or(io::ErrorKind::InvalidData)?)))
}

/// The row with nothing in the columns it lacks: digest and MAC stay last.
fn widened(table: &Table, mut values: Vec<Value>) -> Option<Vec<Value>> {
    let missing = table.stored_columns().count().checked_sub(values.len())?;
    let own = values.len().checked_sub(2).filter(|own| *own >= table.key)?;
    values.splice(own..own, vec![Value::Null; missing]);
    Some(values)
}

fn byte(from: &mut dyn Read) -> io::Result<u8> {
    let mut byte = [0];
    from.read_exact(&mut byte)?;
    Ok(byte.first().copied().unwrap_or_default())
}
