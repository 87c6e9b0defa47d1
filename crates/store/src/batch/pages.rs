//! All records of a batch, in order, a page of rows at a time: memory does not grow with the batch,
//! and between two pages nobody is kept from writing.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use tapsmith_core::record::{Generation, RecordId};

use crate::error::Error;
use crate::guard::Reader;
use crate::rows::{GENERATIONS, RECORD_KEYS, Row, Table, Wanted};
use crate::vault::Vault;

/// Rows in a page, but that a record's rows stay together.
const PAGE: usize = 4096;

/// Rows of one batch in the order of their records.
struct Pages<'v, T> {
    reader: Reader<'v>,
    table: &'static Table,
    number: i64,
    take: fn(&Row<'_>) -> Result<T, Error>,
    page: VecDeque<(RecordId, T)>,
    next: Option<RecordId>,
}

impl<'v, T> Pages<'v, T> {
    fn new(
        reader: Reader<'v>,
        table: &'static Table,
        number: i64,
        take: fn(&Row<'_>) -> Result<T, Error>,
    ) -> Self {
        Self { reader, table, number, take, page: VecDeque::new(), next: Some(RecordId::MIN) }
    }

    /// The next row, left where it is.
    fn peek(&mut self) -> Result<Option<&(RecordId, T)>, Error> {
        if self.page.is_empty() {
            self.turn()?;
        }
        Ok(self.page.front())
    }

    fn next(&mut self) -> Result<Option<(RecordId, T)>, Error> {
        self.peek()?;
        Ok(self.page.pop_front())
    }

    fn turn(&mut self) -> Result<(), Error> {
        let Self { reader, table, number, take, page, next } = self;
        let Some(from) = next.take() else { return Ok(()) };
        let wanted = Wanted::with("batch", number).from("record", &from);
        reader.visit(table, &wanted, |row| {
            let record: RecordId = row.get("record")?;
            if page.len() >= PAGE && page.back().is_some_and(|(last, _)| *last != record) {
                *next = Some(record);
                return Ok(ControlFlow::Break(()));
            }
            page.push_back((record, take(&row)?));
            Ok(ControlFlow::Continue(()))
        })
    }
}

/// The generation of each record of a batch, asked for in order.
pub(super) struct Generations<'v>(Pages<'v, Generation>);

impl<'v> Generations<'v> {
    pub(super) fn of(vault: &'v Vault, number: i64) -> Self {
        Self(Pages::new(vault.reader(), &GENERATIONS, number, |row| row.get("generation")))
    }

    pub(super) fn at(&mut self, record: RecordId) -> Result<Generation, Error> {
        while let Some((raised, generation)) = self.0.peek()? {
            if *raised == record {
                return Ok(*generation);
            }
            if *raised > record {
                break;
            }
            self.0.next()?;
        }
        Ok(Generation::default())
    }
}

/// A generation's keys as they are sealed.
pub(super) type Sealed = (Generation, Vec<u8>);

/// The kept keys of a batch's records, each in the generation it shall have.
pub(super) struct SealedKeys<'v> {
    rows: Pages<'v, Sealed>,
    generations: Generations<'v>,
}

impl<'v> SealedKeys<'v> {
    pub(super) fn of(vault: &'v Vault, number: i64) -> Self {
        let take = |row: &Row<'_>| Ok((row.get("generation")?, row.get("sealed")?));
        let rows = Pages::new(vault.reader(), &RECORD_KEYS, number, take);
        Self { rows, generations: Generations::of(vault, number) }
    }

    fn find(&mut self) -> Result<Option<(RecordId, Sealed)>, Error> {
        while let Some((record, sealed)) = self.rows.next()? {
            if self.generations.at(record)? == sealed.0 {
                return Ok(Some((record, sealed)));
            }
        }
        Ok(None)
    }
}

impl Iterator for SealedKeys<'_> {
    type Item = Result<(RecordId, Sealed), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.find().transpose()
    }
}
