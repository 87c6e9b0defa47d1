//! Rows of CSV, TSV and what European spreadsheets write between semicolons.

use std::fmt;
use std::io::Read;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use tapsmith_core::profile::OrderKeys;
use zeroize::Zeroizing;

use super::draft::Draft;
use super::lines::{LONGEST, Lines};
use super::{Column, ImportError, ImportedRow, Problem};

/// The most columns of a table.
const MOST_COLUMNS: usize = 256;

/// What the header line says, and the fields of one row.
pub(super) struct Csv {
    core: Reader,
    /// The fields of a row, one after the other.
    text: Zeroizing<Vec<u8>>,
    text_filled: usize,
    /// Where each field ends.
    ends: Vec<usize>,
    ends_filled: usize,
    columns: Vec<Option<Column>>,
}

impl fmt::Debug for Csv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Csv").field("columns", &self.columns).finish_non_exhaustive()
    }
}

impl Csv {
    /// Reads the header line. What it names and nobody here knows goes to `ignored`.
    pub(super) fn begin<R: Read>(
        lines: &mut Lines<R>,
        ignored: &mut Vec<String>,
    ) -> Result<Self, ImportError> {
        let delimiter = delimiter(lines.next_filled()?.ok_or(ImportError::Empty)?.1);
        lines.back();
        let core =
            ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build();
        let text = Zeroizing::new(vec![0; LONGEST]);
        let ends = vec![0; MOST_COLUMNS];
        let (text_filled, ends_filled, columns) = (0, 0, Vec::new());
        let mut csv = Self { core, text, text_filled, ends, ends_filled, columns };
        if let Some((line, fields)) = csv.record(lines)? {
            let (columns, unknown) =
                header(fields).map_err(|problem| ImportError::Line { line, problem })?;
            *ignored = unknown;
            csv.columns = columns;
        }
        Ok(csv)
    }

    /// The next row, if there is one.
    pub(super) fn row<R: Read>(
        &mut self,
        lines: &mut Lines<R>,
        order: OrderKeys,
    ) -> Result<Option<ImportedRow>, ImportError> {
        let columns = std::mem::take(&mut self.columns);
        let record = self.record(lines)?;
        let row = record.map(|(line, fields)| {
            let row = row(&columns, fields, order).and_then(|draft| draft.finish(line));
            row.map_err(|problem| ImportError::Line { line, problem })
        });
        self.columns = columns;
        row.transpose()
    }

    /// The next row's fields, and the line at which it starts. Quotes may hold line breaks.
    fn record<R: Read>(
        &mut self,
        lines: &mut Lines<R>,
    ) -> Result<Option<(u64, Fields<'_>)>, ImportError> {
        let Some((number, mut line)) = lines.next_filled()? else { return Ok(None) };
        let problem = |problem| ImportError::Line { line: number, problem };
        (self.text_filled, self.ends_filled) = (0, 0);
        while !self.feed(line.as_bytes()).map_err(problem)? {
            line = lines.next()?.ok_or(problem(Problem::OpenQuote))?;
        }
        let fields = self.fields().map_err(problem)?;
        Ok(Some((number, fields)))
    }

    /// Takes a line in; whether the row ends with it.
    fn feed(&mut self, line: &[u8]) -> Result<bool, Problem> {
        // To the parser an empty piece would be the end of the file.
        for piece in [line, b"\n"].into_iter().filter(|piece| !piece.is_empty()) {
            let text = self.text.get_mut(self.text_filled..).unwrap_or_default();
            let ends = self.ends.get_mut(self.ends_filled..).unwrap_or_default();
            let (outcome, _, text_filled, ends_filled) = self.core.read_record(piece, text, ends);
            self.text_filled += text_filled;
            self.ends_filled += ends_filled;
            match outcome {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => return Err(Problem::TooLong),
                ReadRecordResult::OutputEndsFull => {
                    return Err(Problem::TooManyColumns(MOST_COLUMNS));
                }
                ReadRecordResult::Record | ReadRecordResult::End => return Ok(true),
            }
        }
        Ok(false)
    }

    fn fields(&self) -> Result<Fields<'_>, Problem> {
        let text = self.text.get(..self.text_filled).unwrap_or_default();
        let text = std::str::from_utf8(text).map_err(|_| Problem::NotUtf8)?;
        Ok(Fields { text, ends: self.ends.get(..self.ends_filled).unwrap_or_default() })
    }
}

/// The separator that the header line has most of.
fn delimiter(header: &str) -> u8 {
    let count = |wanted: u8| header.bytes().filter(|byte| *byte == wanted).count();
    [b'\t', b';', b','].into_iter().max_by_key(|wanted| count(*wanted)).unwrap_or(b',')
}

fn header(fields: Fields<'_>) -> Result<(Vec<Option<Column>>, Vec<String>), Problem> {
    let names = || fields.iter().map(str::trim_ascii);
    let columns: Vec<_> = names().map(Column::named).collect();
    let has = |wanted: fn(Column) -> bool| columns.iter().flatten().copied().any(wanted);
    if !has(|_| true) {
        return Err(Problem::NoHeader);
    }
    if !has(|column| column == Column::RecordId) {
        return Err(Problem::NoIdColumn);
    }
    if !has(Column::is_key) {
        return Err(Problem::NoKeyColumn);
    }
    let unknown = names().zip(&columns).filter(|(_, column)| column.is_none());
    let unknown = unknown.map(|(name, _)| name.to_owned()).collect();
    Ok((columns, unknown))
}

fn row(columns: &[Option<Column>], fields: Fields<'_>, order: OrderKeys) -> Result<Draft, Problem> {
    let (expected, found) = (columns.len(), fields.ends.len());
    if expected != found {
        return Err(Problem::Columns { expected, found });
    }
    let mut draft = Draft::new(order);
    for (column, text) in columns.iter().zip(fields.iter()) {
        if let Some(column) = column {
            draft.set(*column, text)?;
        }
    }
    Ok(draft)
}

/// A row cut into fields.
#[derive(Clone, Copy)]
struct Fields<'t> {
    text: &'t str,
    ends: &'t [usize],
}

impl<'t> Fields<'t> {
    fn iter(self) -> impl Iterator<Item = &'t str> {
        let starts = std::iter::once(&0).chain(self.ends);
        starts.zip(self.ends).map(move |(start, end)| self.text.get(*start..*end).unwrap_or(""))
    }
}
