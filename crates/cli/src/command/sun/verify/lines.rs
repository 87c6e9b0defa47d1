//! The lines of an input, many at a time, in memory that does not grow with it.

use std::io::{self, ErrorKind, Read};

use tapsmith_desk::tap::Shape;

/// Bytes read at once, at most.
const BLOCK: usize = 1 << 20;

/// Reads lines.
pub(super) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    /// What of the buffer was read, and is not given out for good.
    filled: usize,
    /// How much of that is given out.
    given: usize,
    /// Bytes given out so far.
    bytes: u64,
    /// Whether what comes is the rest of a line that was too long.
    skipping: bool,
    at_end: bool,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        let buffer = vec![0; Shape::LONGEST + BLOCK];
        Self { reader, buffer, filled: 0, given: 0, bytes: 0, skipping: false, at_end: false }
    }

    /// How many bytes of the input were given out.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next lines, `most` of them, without what ends them; none at the input's end. Of a line that is far too long there is enough to
    /// see that it is.
    pub(super) fn next(&mut self, most: usize) -> io::Result<Option<Vec<&[u8]>>> {
        self.drop_first(self.given);
        while !self.is_enough() {
            self.fill()?;
            self.skip();
        }
        let mut rest = self.buffer.get(..self.filled).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        let mut lines = Vec::new();
        while lines.len() < most {
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
        self.given = self.filled - rest.len();
        self.bytes += u64::try_from(self.given).unwrap_or_default();
        Ok(Some(lines))
    }

    /// Whether there is a line, or what is none: who writes slowly is not kept waiting for more.
    fn is_enough(&self) -> bool {
        let read = self.buffer.get(..self.filled).unwrap_or_default();
        self.at_end || self.filled > Shape::LONGEST + 1 || read.contains(&b'\n')
    }

    fn fill(&mut self) -> io::Result<()> {
        let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let read = loop {
            match self.reader.read(room) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.filled += read;
        self.at_end = read == 0;
        Ok(())
    }

    /// Drops what belongs to a line that was given out already.
    fn skip(&mut self) {
        if self.skipping {
            let read = self.buffer.get(..self.filled).unwrap_or_default();
            let end = read.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(self.filled, |end| end + 1);
            self.skipping = end.is_none();
            self.bytes += u64::try_from(length).unwrap_or_default();
            self.drop_first(length);
        }
    }

    fn drop_first(&mut self, length: usize) {
        self.buffer.copy_within(length.min(self.filled)..self.filled, 0);
        self.filled -= length.min(self.filled);
        self.given = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 100;

    /// Gives so many bytes at a time, whoever asks for more.
    struct Slow<'t>(&'t [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            let most = self.1.min(room.len());
            self.0.read(&mut room[..most])
        }
    }

    fn lines(text: &[u8], at_once: usize) -> Vec<Vec<u8>> {
        let mut input = Lines::new(Slow(text, at_once));
        let mut all = Vec::new();
        while let Some(lines) = input.next(MOST).unwrap() {
            assert!(lines.len() <= MOST && !lines.is_empty());
            all.extend(lines.into_iter().map(<[u8]>::to_vec));
        }
        assert_eq!(input.bytes(), u64::try_from(text.len()).unwrap());
        all
    }

    /// Wherever the reading stops in between, they are the lines of the standard library.
    #[test]
    fn lines_are_lines() {
        let many = "abc\r\n".repeat(2 * MOST + 3);
        for text in ["", "a", "a\n", "a\nb", "\n\n", "a\r\nb\r\n", "\r", "ab\n\ncd\nefg", &many] {
            let wanted: Vec<_> = text.lines().map(|line| line.as_bytes().to_vec()).collect();
            for at_once in [1, 2, 3, 7, BLOCK] {
                let wanted = if text == "\r" { vec![Vec::new()] } else { wanted.clone() };
                assert_eq!(lines(text.as_bytes(), at_once), wanted, "{at_once}");
            }
        }
    }

    /// One line each, whatever their length; those behind them are whole, and memory is bounded.
    #[test]
    fn what_is_too_long_is_one_line() {
        for length in [Shape::LONGEST, Shape::LONGEST + 1, 3 * BLOCK + 5] {
            let text = format!("a\n{}\nb\n{}", "x".repeat(length), "y".repeat(length));
            for at_once in [1000, BLOCK] {
                let found = lines(text.as_bytes(), at_once);
                assert_eq!(found.len(), 4, "{length}");
                assert_eq!((&*found[0], &*found[2]), (&b"a"[..], &b"b"[..]));
                for long in [&found[1], &found[3]] {
                    assert_eq!(long.len() > Shape::LONGEST, length > Shape::LONGEST);
                    assert!(long.len() <= Shape::LONGEST + 1 + BLOCK);
                }
            }
        }
    }
}
