//! The lines inside a sealed file, each written into the same buffer, which is wiped.

use std::io;

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use tapsmith_core::batch::{BatchId, BatchName};
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::kcv::{Kcv, KcvMethod};
use tapsmith_core::key::{KeyNumber, KeyVersion};
use tapsmith_core::record::{Generation, RecordId};
use zeroize::{Zeroize, Zeroizing};

use super::{BureauHead, BureauKey, BureauRow};

/// More than a line takes for its names and numbers.
const FRAME: usize = 512;
/// More than a key takes.
const KEY: usize = 160;
/// The most that JSON makes of a byte of text: `\u0001`.
const ESCAPED: usize = 6;

/// A line in the making.
#[derive(Default)]
pub(super) struct Line(Zeroizing<Vec<u8>>);

impl Line {
    pub(super) fn head(&mut self, head: &BureauHead) -> io::Result<&[u8]> {
        let BureauHead { batch, batch_id, profile, kcv_method, records, made_at } = head;
        let room = FRAME + ESCAPED * profile.len();
        let (format, version) = ("tapsmith-bureau", 1);
        let (batch_id, kcv_method, records) = (*batch_id, *kcv_method, *records);
        let made_at = *made_at;
        self.write(
            room,
            &Head { format, version, batch, batch_id, profile, kcv_method, records, made_at },
        )
    }

    pub(super) fn row(&mut self, row: &BureauRow, kcv_method: KcvMethod) -> io::Result<&[u8]> {
        let BureauRow { record, url, generation, keys } = row;
        let room = FRAME + ESCAPED * url.len() + KEY * keys.len();
        let (record_id, generation) = (*record, *generation);
        self.write(room, &Row { record_id, url, generation, keys: Keys(keys, kcv_method) })
    }

    /// Writes `value` and a line's end into at most `room` bytes: a buffer that had to grow on the
    /// way would leave its content behind.
    fn write(&mut self, room: usize, value: &impl Serialize) -> io::Result<&[u8]> {
        self.0.clear();
        if self.0.capacity() < room {
            self.0.zeroize();
            self.0.reserve(room);
        }
        serde_json::to_writer(&mut *self.0, value)?;
        self.0.push(b'\n');
        Ok(&self.0)
    }
}

#[derive(Serialize)]
struct Head<'h> {
    format: &'static str,
    version: u8,
    batch: &'h BatchName,
    batch_id: BatchId,
    profile: &'h str,
    kcv_method: KcvMethod,
    records: u64,
    made_at: Timestamp,
}

#[derive(Serialize)]
struct Row<'r> {
    record_id: RecordId,
    url: &'r str,
    generation: Generation,
    keys: Keys<'r>,
}

struct Keys<'r>(&'r [BureauKey], KcvMethod);

impl Serialize for Keys<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(keys, method) = self;
        serializer.collect_seq(keys.iter().map(|key| Sealed::of(key, *method)))
    }
}

/// The only place where a key is written for a bureau to read.
#[derive(Serialize)]
struct Sealed {
    slot: KeyNumber,
    role: Role,
    version: KeyVersion,
    #[serde(serialize_with = "text")]
    key: Zeroizing<String>,
    kcv: String,
}

impl Sealed {
    fn of(key: &BureauKey, method: KcvMethod) -> Self {
        let BureauKey { slot, role, version, key } = key;
        let kcv = Kcv::of(key, method).to_string();
        Self { slot: *slot, role: *role, version: *version, key: key.reveal_hex(), kcv }
    }
}

fn text<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tapsmith_core::key::AesKey;

    proptest! {
        /// Else the buffer would be moved, and what it held left behind.
        #[test]
        fn no_line_outgrows_its_room(
            url in "[\\x00-\\x1f\"\\\\a-zé]{0,600}",
            count in 0_usize..60,
            id in 1..=RecordId::MAX.as_u64(),
        ) {
            let key = BureauKey {
                slot: KeyNumber::MASTER,
                role: Role::AppMaster,
                version: KeyVersion(255),
                key: AesKey::factory(),
            };
            let row = BureauRow {
                record: id.try_into().unwrap(),
                url,
                generation: 254.try_into().unwrap(),
                keys: vec![key; count],
            };
            let mut line = Line::default();
            line.row(&row, KcvMethod::CmacZeros).unwrap();
            let room = FRAME + ESCAPED * row.url.len() + KEY * count;
            prop_assert!(line.0.len() <= room);
        }
    }
}
