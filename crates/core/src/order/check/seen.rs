//! What may stand in one line of a list alone: a record, and a key.

use std::collections::HashMap;

use super::{Path, Problem, Report};
use crate::key::AesKey;
use crate::order::Line;
use crate::record::RecordId;
use crate::secret::Reveal;

/// The first line each record and each key of a list stood in.
///
/// Keys are found by their hash, and compared where they lie: none is copied. That is no comparison
/// in constant time; nobody but the owner of the file could measure it.
#[derive(Default)]
pub(super) struct Seen<'o> {
    shared: Option<&'o AesKey>,
    records: HashMap<RecordId, usize>,
    keys: HashMap<&'o [u8; 16], usize>,
}

/// The `publicKey` that all lines have, if they have one in common. A single line shares nothing. A
/// `privateKey` makes the taps: two cards with the same one could stand for each other.
pub(super) fn shared_public_key(lines: &[Line]) -> Option<&AesKey> {
    let [first, rest @ ..] = lines else { return None };
    let key = public_key(first)?;
    (!rest.is_empty() && rest.iter().all(|line| public_key(line) == Some(key))).then_some(key)
}

fn public_key(line: &Line) -> Option<&AesKey> {
    line.nfc.as_ref()?.dynamic.as_ref()?.records.as_ref()?.public_key.as_ref()
}

/// What was seen so far, from one line of the list.
pub(super) struct Here<'s, 'o> {
    seen: &'s mut Seen<'o>,
    list: Path<'s>,
    index: usize,
}

impl<'o> Seen<'o> {
    /// Nothing yet, of lines that have the `publicKey` `shared` in common.
    pub(super) fn sharing(shared: Option<&'o AesKey>) -> Self {
        Self { shared, ..Self::default() }
    }

    /// From line `index` of `list`.
    pub(super) fn at<'s>(&'s mut self, list: Path<'s>, index: usize) -> Here<'s, 'o> {
        Here { seen: self, list, index }
    }
}

impl<'o> Here<'_, 'o> {
    /// Notes a record: an error if an earlier line has it.
    pub(super) fn record(&mut self, report: &mut Report, path: Path<'_>, record: RecordId) {
        let first = *self.seen.records.entry(record).or_insert(self.index);
        if let Some(first) = self.earlier(first) {
            report.error(path, Problem::SameRecord { record, first });
        }
    }

    /// Notes a `publicKey`: as [`Here::key`], unless all lines have it.
    pub(super) fn public_key(&mut self, report: &mut Report, path: Path<'_>, key: &'o AesKey) {
        if self.seen.shared != Some(key) {
            self.key(report, path, key);
        }
    }

    /// Notes a key: an error if an earlier line has it, by either name.
    pub(super) fn key(&mut self, report: &mut Report, path: Path<'_>, key: &'o AesKey) {
        let first = *self.seen.keys.entry(key.reveal()).or_insert(self.index);
        if let Some(first) = self.earlier(first) {
            report.error(path, Problem::SameKey { first });
        }
    }

    /// The path of line `first`, if it is another one than this.
    fn earlier(&self, first: usize) -> Option<String> {
        (first != self.index).then(|| self.list.item(first).to_string())
    }
}
