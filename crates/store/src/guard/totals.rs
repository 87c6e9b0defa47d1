//! What all rows add up to. A row taken out, or an old one put back, is a valid row: only the sum
//! tells.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tapsmith_core::hex;

use super::{GuardKeys, Mac, Reader};
use crate::error::{Damage, Error};
use crate::rows::{ALL, Column as _, GENERATIONS, HISTORY, Row, TOTALS, Table, Value, Wanted};

/// So many rows of a table are added up at each opening.
const SMALL: u64 = 10_000;

/// One table: how many rows, and the sum of their shares as numbers of 256 bits, without the carry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Total {
    pub(crate) rows: u64,
    #[serde(with = "as_hex")]
    sum: Mac,
}

impl Total {
    pub(crate) fn add(&mut self, mac: &Mac) {
        self.rows = self.rows.wrapping_add(1);
        self.sum = sum(&self.sum, mac, false);
    }

    pub(crate) fn take(&mut self, mac: &Mac) {
        self.rows = self.rows.wrapping_sub(1);
        self.sum = sum(&self.sum, mac, true);
    }

    /// Refuses a table that adds up to something else than this.
    ///
    /// # Errors
    /// [`Damage::Rows`].
    pub(crate) fn check(self, table: &Table, found: Self) -> Result<(), Damage> {
        if self == found {
            return Ok(());
        }
        Err(Damage::Rows { table: table.name, found: found.rows, expected: self.rows })
    }
}

/// `a + b`, or `a - b`, of little-endian numbers.
fn sum(a: &Mac, b: &Mac, subtract: bool) -> Mac {
    let mut carry = u16::from(subtract);
    let mut sum = [0; 32];
    for ((to, a), b) in sum.iter_mut().zip(a).zip(b) {
        let b = if subtract { !b } else { *b };
        let [low, high] = (u16::from(*a) + u16::from(b) + carry).to_le_bytes();
        (*to, carry) = (low, high.into());
    }
    sum
}

/// All tables but the one it stands in, and the history's end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Totals {
    tables: BTreeMap<String, Total>,
    pub(crate) links: i64,
    #[serde(with = "as_hex")]
    pub(crate) head: Mac,
}

impl Totals {
    /// As they stand in the vault.
    pub(crate) fn read(reader: &Reader<'_>) -> Result<Self, Error> {
        let row = reader.first(&TOTALS, &Wanted::all())?.ok_or(Damage::Totals)?;
        Self::of_row(&row, reader.keys()?)
    }

    /// Those of a row that was checked.
    pub(crate) fn of_row(row: &Row<'_>, keys: &GuardKeys) -> Result<Self, Error> {
        let text = keys.open_totals(&row.get::<Vec<u8>>("totals")?).ok_or(Damage::Totals)?;
        serde_json::from_slice(&text).map_err(|_| Damage::Totals.into())
    }

    /// As the row of [`TOTALS`].
    pub(super) fn values(&self, keys: &GuardKeys) -> Result<Vec<Value>, Error> {
        let text = serde_json::to_vec(self).map_err(Error::Json)?;
        Ok(vec![1_i64.to_value(), keys.seal_totals(&text)?.to_value()])
    }

    /// Adds up the tables that are small, each time the vault is opened: some milliseconds. A row that
    /// was taken out, or put back, would otherwise be told by `vault check` only. Not the history: nothing
    /// is decided by it.
    ///
    /// # Errors
    /// [`Damage::Rows`], [`Damage::Row`].
    pub(crate) fn check_small(&self, reader: &Reader<'_>) -> Result<(), Error> {
        for table in ALL.iter().filter(|table| ![&TOTALS, &HISTORY].contains(*table)) {
            let expected = self.of(table.name);
            // A generation that is not found is taken for the first: always.
            if expected.rows > SMALL && **table != GENERATIONS {
                continue;
            }
            let mut found = Total::default();
            reader.visit_whole(table, |_, mac| {
                found.add(&mac?);
                Ok(())
            })?;
            expected.check(table, found)?;
        }
        Ok(())
    }

    /// Refuses tables that add up to something else in `found`.
    ///
    /// # Errors
    /// [`Damage::Rows`] of the first.
    pub(crate) fn check(&self, found: &Self) -> Result<(), Damage> {
        let mut tables = ALL.iter().filter(|table| ***table != TOTALS);
        tables.try_for_each(|table| self.of(table.name).check(table, found.of(table.name)))
    }

    /// The total of a table.
    pub(crate) fn of(&self, table: &str) -> Total {
        self.tables.get(table).copied().unwrap_or_default()
    }

    pub(crate) fn of_mut(&mut self, table: &str) -> &mut Total {
        self.tables.entry(table.to_owned()).or_default()
    }
}

/// 64 hex digits.
mod as_hex {
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    use super::{Mac, hex};

    pub(super) fn serialize<S: Serializer>(mac: &Mac, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(mac))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Mac, D::Error> {
        hex::decode(&String::deserialize(from)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_can_be_taken_in_any_order() {
        let macs = [[0xFF; 32], [0x01; 32], [0x80; 32]];
        let mut total = Total::default();
        for mac in &macs {
            total.add(mac);
        }
        assert_eq!(total.rows, 3);
        assert_eq!((total.sum[0], total.sum[1], total.sum[31]), (0x80, 0x81, 0x81));
        for mac in [macs[1], macs[0], macs[2]] {
            total.take(&mac);
        }
        assert_eq!(total, Total::default());
    }
}
