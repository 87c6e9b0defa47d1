//! The history as it stands.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tapsmith_core::hex;

use super::Link;
use crate::error::{Damage, Error};
use crate::guard::{GuardKeys, Mac, Reader, Totals};
use crate::open::OpenVault;
use crate::rows::{HISTORY, Row, Wanted};
use crate::vault::Vault;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its place, from 1.
    pub number: i64,
    /// RFC 3339.
    pub at: String,
    /// Who did it.
    pub operator: String,
    /// What happened, as [`super::Event`] is written.
    #[serde(flatten)]
    pub event: Value,
    /// Its link: 64 hex digits.
    pub link: String,
}

/// Where the history ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// How many events.
    pub length: i64,
    /// The last link: 64 hex digits.
    pub head: String,
}

impl Vault {
    /// Shows `each` event, oldest first, from number `from` on.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn history(&self, from: i64, each: &mut dyn FnMut(Entry)) -> Result<(), Error> {
        let mut number = from.max(1);
        self.reader().visit(&HISTORY, &Wanted::all().from("number", &from), |row| {
            let entry = entry(&row)?;
            if entry.number != number {
                return Err(Damage::Link { number }.into());
            }
            number = number.saturating_add(1);
            each(entry);
            Ok(ControlFlow::Continue(()))
        })
    }
}

impl OpenVault {
    /// Where the history ends.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn head(&self) -> Result<Head, Error> {
        let Totals { links, head, .. } = Totals::read(&self.reader())?;
        Ok(Head { length: links, head: hex::encode(&head) })
    }
}

/// Follows the links from the first to the last; tells the number of the first that is broken.
pub(crate) fn follow(reader: &Reader<'_>, keys: &GuardKeys, totals: &Totals) -> Result<(), Error> {
    let (mut number, mut before): (i64, Mac) = (0, [0; 32]);
    reader.visit(&HISTORY, &Wanted::all(), |row| {
        number = number.saturating_add(1);
        let columns = [row.get("at")?, row.get("operator")?, row.get("event")?];
        let canonical = Link::of(row.get("number")?, columns).canonical();
        let link: Mac = row.get("link")?;
        if row.get::<i64>("number")? != number || keys.link(&before, &canonical) != link {
            return Err(Damage::Link { number }.into());
        }
        before = link;
        Ok(ControlFlow::Continue(()))
    })?;
    if (number, before) == (totals.links, totals.head) {
        return Ok(());
    }
    Err(Damage::HistoryEnd { links: number, expected: totals.links }.into())
}

fn entry(row: &Row<'_>) -> Result<Entry, Error> {
    let event: String = row.get("event")?;
    let link: Mac = row.get("link")?;
    Ok(Entry {
        number: row.get("number")?,
        at: row.get("at")?,
        operator: row.get("operator")?,
        event: serde_json::from_str(&event).map_err(|_| not_json())?,
        link: hex::encode(&link),
    })
}

fn not_json() -> Damage {
    Damage::Value { table: HISTORY.name, column: "event" }
}
