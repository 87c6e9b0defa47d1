//! What may stand in one line of a list alone: a record, and a key.

use std::collections::HashMap;

use super::{Path, Problem, Report};
use crate::key::AesKey;
use crate::order::{Line, Record};
use crate::record::RecordId;
use crate::secret::Reveal;

/// The first line each record and each key of a list stood in.
///
/// Keys are found by their hash, and compared where they lie: none is copied. That is no comparison
/// in constant time; nobody but the owner of the file could measure it.
#[derive(Default)]
pub(super) struct Seen<'o> {
    shared: [Option<Shared<'o>>; 2],
    records: HashMap<RecordId, usize>,
    keys: HashMap<&'o [u8; 16], usize>,
}

/// A key that all lines of a list have by the same name, and the name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Shared<'o> {
    pub(super) name: &'static str,
    key: &'o AesKey,
}

impl<'o> Shared<'o> {
    /// What `lines` share by either name. A single line shares nothing.
    pub(super) fn of(lines: &'o [Line]) -> [Option<Self>; 2] {
        let [first, rest @ ..] = lines else { return [None; 2] };
        let common = |name, key: fn(&Record) -> Option<&AesKey>| {
            let of_line =
                |line: &'o Line| key(line.nfc.as_ref()?.dynamic.as_ref()?.records.as_ref()?);
            let key = of_line(first)?;
            let all = !rest.is_empty() && rest.iter().all(|line| of_line(line) == Some(key));
            all.then_some(Self { name, key })
        };
        let public = common("publicKey", |record| record.public_key.as_ref());
        let private = common("privateKey", |record| record.private_key.as_ref());
        [public, private]
    }
}

/// What was seen so far, from one line of the list.
pub(super) struct Here<'s, 'o> {
    seen: &'s mut Seen<'o>,
    list: Path<'s>,
    index: usize,
}

impl<'o> Seen<'o> {
    /// Nothing yet, of lines that have `shared` in common.
    pub(super) fn sharing(shared: [Option<Shared<'o>>; 2]) -> Self {
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

    /// Notes a key by its name: an error if an earlier line has it, by either name, unless all have it.
    pub(super) fn key(
        &mut self,
        report: &mut Report,
        path: Path<'_>,
        name: &'static str,
        key: &'o AesKey,
    ) {
        if self.seen.shared.contains(&Some(Shared { name, key })) {
            return;
        }
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
