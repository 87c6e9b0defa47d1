//! Pieces: a stream of bytes, sealed 64 KiB at a time.

use std::io::{self, Read, Write};

use tapsmith_core::random::Random;

use crate::seal::{OVERHEAD, Place, SealingKey};

const PIECE: usize = 64 * 1024;

/// Seals what is written to it.
pub(super) struct PieceWriter<'w, R> {
    out: &'w mut dyn Write,
    key: &'w SealingKey,
    head: [u8; 32],
    random: &'w mut R,
    number: u64,
    plain: Vec<u8>,
}

impl<'w, R: Random> PieceWriter<'w, R> {
    pub(super) fn new(
        out: &'w mut dyn Write,
        key: &'w SealingKey,
        head: [u8; 32],
        random: &'w mut R,
    ) -> Self {
        Self { out, key, head, random, number: 0, plain: Vec::with_capacity(PIECE) }
    }

    /// Seals what is left, as the last piece.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.seal(true)?;
        self.out.flush()
    }

    fn seal(&mut self, last: bool) -> io::Result<()> {
        let place = Place::Backup { head: self.head, number: self.number, last };
        let sealed = self.key.seal(&place, &self.plain, self.random).map_err(io::Error::other)?;
        let length = u32::try_from(sealed.len()).map_err(io::Error::other)?;
        self.out.write_all(&length.to_be_bytes())?;
        self.out.write_all(&sealed)?;
        self.number += 1;
        self.plain.clear();
        Ok(())
    }
}

impl<R: Random> Write for PieceWriter<'_, R> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.plain.len() >= PIECE {
            self.seal(false)?;
        }
        let room = PIECE.saturating_sub(self.plain.len()).min(bytes.len());
        self.plain.extend_from_slice(bytes.get(..room).unwrap_or_default());
        Ok(room)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens pieces as they are read. Its end is the last piece's end.
pub(super) struct PieceReader<'r> {
    from: &'r mut dyn Read,
    key: &'r SealingKey,
    head: [u8; 32],
    number: u64,
    plain: io::Cursor<Vec<u8>>,
    ended: bool,
}

impl<'r> PieceReader<'r> {
    pub(super) fn new(from: &'r mut dyn Read, key: &'r SealingKey, head: [u8; 32]) -> Self {
        Self { from, key, head, number: 0, plain: io::Cursor::default(), ended: false }
    }

    fn open(&mut self) -> io::Result<()> {
        let mut length = [0; 4];
        self.from.read_exact(&mut length)?;
        let length = usize::try_from(u32::from_be_bytes(length)).map_err(io::Error::other)?;
        let changed = || io::Error::from(io::ErrorKind::InvalidData);
        let plain_length = length.checked_sub(OVERHEAD).filter(|length| *length <= PIECE);
        let mut plain = vec![0; plain_length.ok_or_else(changed)?];
        let mut sealed = vec![0; length];
        self.from.read_exact(&mut sealed)?;
        let opens = |last: bool, plain: &mut Vec<u8>| {
            let place = Place::Backup { head: self.head, number: self.number, last };
            self.key.open(&place, &sealed, plain).is_ok()
        };
        self.ended = !opens(false, &mut plain);
        if self.ended && !opens(true, &mut plain) {
            return Err(changed());
        }
        self.number += 1;
        self.plain = io::Cursor::new(plain);
        Ok(())
    }

    /// Nothing may follow: no byte in the last piece, and no piece after it.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let more = self.read(&mut [0])? + self.from.read(&mut [0])?;
        if more == 0 && self.ended { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}

impl Read for PieceReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.plain.read(out)?;
            if read > 0 || out.is_empty() {
                return Ok(read);
            }
            if self.ended {
                return Ok(0);
            }
            self.open()?;
        }
    }
}
