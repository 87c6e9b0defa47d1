//! The lines of an input, many at a time, in memory that does not grow with it.

use std::io::{self, ErrorKind, Read};

use tapsmith_desk::tap::Shape;

/// Bytes read at once, at most.
const BLOCK: usize = 1 << 20;

/// Lines given out at once, at most.
const LINES: usize = 8192;

/// Reads lines.
pub(super) struct Lines<R> {
    reader: R,
    /// What was read, and not given out for good.
    buffer: Vec<u8>,
    /// How much of it is given out.
    given: usize,
    /// Bytes given out so far.
    bytes: u64,
    /// Whether what comes is the rest of a line that was too long.
    skipping: bool,
    at_end: bool,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), given: 0, bytes: 0, skipping: false, at_end: false }
    }

    /// How many bytes of the input were given out.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next lines, without what ends them; none at the input's end. Of a line that is far too long there is enough to
    /// see that it is.
    pub(super) fn next(&mut self) -> io::Result<Option<Vec<&[u8]>>> {
        self.buffer.drain(..self.given);
        self.given = 0;
        while !self.is_enough() {
            self.fill()?;
            self.skip();
        }
        if self.buffer.is_empty() {
            return Ok(None);
        }
        let mut lines = Vec::new();
        let mut rest = self.buffer.as_slice();
        while lines.len() < LINES {
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else { break };
            let (line, behind) = rest.split_at(end);
            lines.push(line.strip_suffix(b"\r").unwrap_or(line));
            rest = behind.get(1..).unwrap_or_default();
        }
        if lines.is_empty() {
            // The last line, or one that does not end.
            self.skipping = !self.at_end;
            lines.push(rest.strip_suffix(b"\r").unwrap_or(rest));
            rest = &[];
        }
        self.given = self.buffer.len() - rest.len();
        self.bytes += u64::try_from(self.given).unwrap_or_default();
        Ok(Some(lines))
    }

    /// Whether there is a line, or what is none: who writes slowly is not kept waiting for more.
    fn is_enough(&self) -> bool {
        self.at_end || self.buffer.len() > Shape::LONGEST + 1 || self.buffer.contains(&b'\n')
    }

    fn fill(&mut self) -> io::Result<()> {
        let filled = self.buffer.len();
        self.buffer.resize(filled + BLOCK, 0);
        let room = self.buffer.get_mut(filled..).unwrap_or_default();
        let read = loop {
            match self.reader.read(room) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.buffer.truncate(filled + *read.as_ref().unwrap_or(&0));
        self.at_end = read? == 0;
        Ok(())
    }

    /// Drops what belongs to a line that was given out already.
    fn skip(&mut self) {
        if self.skipping {
            let end = self.buffer.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(self.buffer.len(), |end| end + 1);
            self.buffer.drain(..length);
            self.bytes += u64::try_from(length).unwrap_or_default();
            self.skipping = end.is_none();
        }
    }
}
