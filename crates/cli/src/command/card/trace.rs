//! `-v`: each exchange on stderr, without its data. The data of a personalization would give the
//! keys away: its session starts from the factory's key, which everybody knows.

use std::io::{self, Write};

use tapsmith_card::field::{Abilities, Field, Heard};
use tapsmith_card::transport::Transport;

/// A transport that may talk of what goes by.
pub(crate) struct Trace<T> {
    inner: T,
    on: bool,
}

impl<T> Trace<T> {
    pub(crate) fn new(inner: T, on: bool) -> Self {
        Self { inner, on }
    }
}

impl<T: Transport> Transport for Trace<T> {
    type Error = T::Error;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, T::Error> {
        let answer = self.inner.transmit(command);
        if self.on {
            let _unwritable = talk(command, answer.as_deref().ok());
        }
        answer
    }
}

impl<T: Field> Field for Trace<T> {
    fn atr(&self) -> &[u8] {
        self.inner.atr()
    }

    fn abilities(&self) -> Abilities {
        self.inner.abilities()
    }

    fn frame(&mut self, frame: &[u8]) -> Result<Heard, T::Error> {
        let heard = self.inner.frame(frame);
        if self.on {
            let _unwritable = talk_of_frame(frame, heard.as_ref().ok());
        }
        heard
    }

    fn reactivate(&mut self) -> Result<(), T::Error> {
        if self.on {
            let _unwritable = writeln!(io::stderr(), "> the field is taken away, and given back");
        }
        self.inner.reactivate()
    }
}

/// The first byte of a frame is its command.
fn talk_of_frame(frame: &[u8], heard: Option<&Heard>) -> io::Result<()> {
    let command = frame.get(..1).map(tapsmith_core::hex::encode).unwrap_or_default();
    let mut stderr = io::stderr().lock();
    write!(stderr, "> frame {command} ({} bytes)", frame.len())?;
    match heard {
        Some(Heard::Answer(bytes)) => writeln!(stderr, "  < {} bytes", bytes.len()),
        Some(Heard::Ack) => writeln!(stderr, "  < ACK"),
        Some(Heard::Nak(Some(bits))) => writeln!(stderr, "  < NAK {bits:X}"),
        Some(Heard::Nak(None)) => writeln!(stderr, "  < refused"),
        Some(Heard::Silence) => writeln!(stderr, "  < nothing"),
        Some(Heard::Unable) => writeln!(stderr, "  the reader cannot send it"),
        None => writeln!(stderr, "  < no answer"),
    }
}

fn talk(command: &[u8], answer: Option<&[u8]>) -> io::Result<()> {
    let header = command.get(..2).map(tapsmith_core::hex::encode).unwrap_or_default();
    let mut stderr = io::stderr().lock();
    write!(stderr, "> {header} ({} bytes)", command.len())?;
    match answer.and_then(|answer| answer.split_last_chunk::<2>()) {
        Some((data, word)) => {
            writeln!(stderr, "  < {} ({} bytes)", tapsmith_core::hex::encode(word), data.len())
        }
        None => writeln!(stderr, "  < no answer"),
    }
}
