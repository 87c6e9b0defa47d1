//! The lines of a file, one after the other, in one buffer that is wiped.

use std::fmt;
use std::io::{ErrorKind, Read};
use std::ops::Range;

use zeroize::Zeroizing;

use super::error::{ImportError, Problem};

/// The longest line, and the longest row over several lines, in bytes.
pub(super) const LONGEST: usize = 64 * 1024;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads lines. Nothing of a file is copied anywhere but into `buffer`.
pub(super) struct Lines<R> {
    reader: R,
    buffer: Zeroizing<Vec<u8>>,
    /// What of the buffer is not yet given out.
    rest: Range<usize>,
    /// Where the line given last starts.
    last: usize,
    /// The number of the line given last, counted from 1.
    number: u64,
    at_end: bool,
}

impl<R> fmt::Debug for Lines<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines").field("number", &self.number).finish_non_exhaustive()
    }
}

impl<R: Read> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        let buffer = Zeroizing::new(vec![0; LONGEST]);
        Self { reader, buffer, rest: 0..0, last: 0, number: 0, at_end: false }
    }

    /// The next line that is not blank, with its number.
    pub(super) fn next_filled(&mut self) -> Result<Option<(u64, &str)>, ImportError> {
        while let Some(line) = self.take()? {
            if !self.text(&line)?.trim_ascii().is_empty() {
                return Ok(Some((self.number, self.text(&line)?)));
            }
        }
        Ok(None)
    }

    /// The next line, without its line feed; a carriage return before it is blank, as any field's end is.
    pub(super) fn next(&mut self) -> Result<Option<&str>, ImportError> {
        let Some(line) = self.take()? else { return Ok(None) };
        self.text(&line).map(Some)
    }

    /// The line given last will be given again.
    pub(super) fn back(&mut self) {
        if self.rest.start != self.last {
            self.rest.start = self.last;
            self.number -= 1;
        }
    }

    /// What is wrong with the line given last.
    pub(super) fn problem(&self, problem: Problem) -> ImportError {
        ImportError::Line { line: self.number, problem }
    }

    fn text(&self, line: &Range<usize>) -> Result<&str, ImportError> {
        let bytes = self.buffer.get(line.clone()).unwrap_or_default();
        let text = std::str::from_utf8(bytes).map_err(|_| self.problem(Problem::NotUtf8))?;
        let marked = text.strip_prefix(BYTE_ORDER_MARK).filter(|_| self.number == 1);
        Ok(marked.unwrap_or(text))
    }

    /// Where in the buffer the next line stands.
    fn take(&mut self) -> Result<Option<Range<usize>>, ImportError> {
        let mut searched = 0;
        loop {
            let rest = self.buffer.get(self.rest.clone()).unwrap_or_default();
            let behind = rest.get(searched..).unwrap_or_default();
            if let Some(length) = behind.iter().position(|byte| *byte == b'\n') {
                return Ok(Some(self.give(searched + length, 1)));
            }
            searched = rest.len();
            if self.at_end {
                return Ok((searched > 0).then(|| self.give(searched, 0)));
            }
            self.fill()?;
        }
    }

    fn give(&mut self, length: usize, end: usize) -> Range<usize> {
        let start = self.rest.start;
        self.last = start;
        self.rest.start = start + length + end;
        self.number += 1;
        start..start + length
    }

    fn fill(&mut self) -> Result<(), ImportError> {
        self.buffer.copy_within(self.rest.clone(), 0);
        self.rest = 0..self.rest.len();
        let room = self.buffer.get_mut(self.rest.end..).unwrap_or_default();
        if room.is_empty() {
            return Err(ImportError::Line { line: self.number + 1, problem: Problem::TooLong });
        }
        match self.reader.read(room) {
            Ok(0) => self.at_end = true,
            Ok(read) => self.rest.end += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}
