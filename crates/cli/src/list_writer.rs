//! A list written as it comes: memory does not grow with it.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;

use crate::args::Format;
use crate::failure::Failure;
use crate::printer::Versioned;

/// Writes values one after the other: lines of text or JSON, or one JSON value around all.
pub(crate) struct ListWriter<W> {
    out: W,
    format: Format,
    /// The list is one value, asked for as such: it stands alone in JSON.
    single: bool,
    written: u64,
}

/// Values that one core makes ready at a stretch.
const STRETCH: usize = 512;

impl<W: Write> ListWriter<W> {
    /// Begins a list that JSON calls `name`.
    pub(crate) fn begin(
        mut out: W,
        format: Format,
        name: &str,
        single: bool,
    ) -> Result<Self, Failure> {
        if format == Format::Json && !single {
            write!(out, "{{\"schema_version\":\"1\",\"{name}\":[")?;
        }
        Ok(Self { out, format, single, written: 0 })
    }

    /// Writes one value; `text` writes it for people.
    pub(crate) fn write<T: Serialize>(
        &mut self,
        value: &T,
        text: impl FnOnce(&mut W) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let out = &mut self.out;
        match self.format {
            Format::Text | Format::Csv => text(out)?,
            Format::Json if self.single => {
                serde_json::to_writer_pretty(&mut *out, &Versioned::of(value))?;
                writeln!(out)?;
            }
            Format::Json => {
                writeln!(out, "{}", if self.written == 0 { "" } else { "," })?;
                serde_json::to_writer(out, value)?;
            }
            Format::Ndjson => {
                serde_json::to_writer(&mut *out, value)?;
                writeln!(out)?;
            }
        }
        self.written += 1;
        Ok(())
    }

    /// Writes many values, made ready on all cores; `text` is told which of them it writes.
    pub(crate) fn write_all<T: Serialize + Sync>(
        &mut self,
        values: &[T],
        text: impl Fn(&mut Vec<u8>, usize, &T) -> io::Result<()> + Sync,
    ) -> Result<(), Failure> {
        let (format, written) = (self.format, self.written);
        let stretch = |(first, values): (usize, &[T])| {
            let first = first * STRETCH;
            let before = written.max(u64::try_from(first).unwrap_or_default());
            let mut list = ListWriter { out: Vec::new(), format, single: false, written: before };
            for (at, value) in values.iter().enumerate() {
                list.write(value, |out| text(out, first + at, value))?;
            }
            Ok::<_, Failure>(list.out)
        };
        let stretches = values.par_chunks(STRETCH).enumerate().map(stretch);
        for text in stretches.collect::<Vec<_>>() {
            self.out.write_all(&text?)?;
        }
        self.written += u64::try_from(values.len()).unwrap_or_default();
        Ok(())
    }

    /// Sees to it that what was written can be read.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Ends the list.
    pub(crate) fn end(mut self) -> Result<(), Failure> {
        if self.format == Format::Json && !self.single {
            writeln!(self.out, "\n]}}")?;
        }
        Ok(self.out.flush()?)
    }
}
