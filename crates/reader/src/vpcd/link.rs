//! The TCP connection between a virtual reader and its card.

use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use super::message::{Message, frame};

/// The longest sleep between two looks at the flag.
const SLICE: Duration = Duration::from_millis(200);

/// How long connecting may take: to this machine it is instant or never.
const CONNECT: Duration = Duration::from_secs(5);

/// What listening brought.
pub(super) enum Heard {
    /// The reader spoke.
    Message(Message),
    /// Nothing for a while.
    Nothing,
    /// The reader closed the connection, or it broke.
    Closed,
    /// Somebody asked to stop.
    Stopped,
}

/// What filling a buffer brought.
enum Filled {
    Whole,
    Nothing,
    Closed,
    Stopped,
}

/// The connection.
pub(super) struct Link(TcpStream);

impl Link {
    /// Connects.
    ///
    /// # Errors
    /// Nobody listens there, or the connection cannot be set up.
    pub(super) fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&address, CONNECT)?;
        stream.set_read_timeout(Some(SLICE))?;
        stream.set_write_timeout(Some(CONNECT))?;
        stream.set_nodelay(true)?;
        Ok(Self(stream))
    }

    /// Waits a while for a message. A message begun is awaited to its end, or until `stop`.
    pub(super) fn listen(&mut self, stop: &AtomicBool) -> Heard {
        let mut length = [0; 2];
        match self.fill(&mut length, stop, true) {
            Filled::Whole => {}
            Filled::Nothing => return Heard::Nothing,
            Filled::Closed => return Heard::Closed,
            Filled::Stopped => return Heard::Stopped,
        }
        // Two bytes can say 65,535 at most, so the body cannot ask for much memory.
        let mut body = vec![0; usize::from(u16::from_be_bytes(length))];
        match self.fill(&mut body, stop, false) {
            Filled::Whole => Heard::Message(Message::parse(body)),
            Filled::Stopped => Heard::Stopped,
            Filled::Nothing | Filled::Closed => Heard::Closed,
        }
    }

    /// Sends an answer.
    ///
    /// # Errors
    /// The connection broke, or the answer is longer than 65,535 bytes.
    pub(super) fn answer(&mut self, answer: &[u8]) -> io::Result<()> {
        let framed = frame(answer).ok_or(ErrorKind::InvalidInput)?;
        self.0.write_all(&framed)
    }

    /// Fills `buffer`; with `may_be_idle`, gives up when nothing of it came within a slice.
    fn fill(&mut self, buffer: &mut [u8], stop: &AtomicBool, may_be_idle: bool) -> Filled {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            if stop.load(Ordering::Relaxed) {
                return Filled::Stopped;
            }
            match self.read(rest) {
                Ok(0) => return Filled::Closed,
                Ok(read) => filled += read,
                Err(error) if !is_pause(&error) => return Filled::Closed,
                Err(_) if may_be_idle && filled == 0 => return Filled::Nothing,
                Err(_) => {}
            }
        }
        Filled::Whole
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // The driver (up to 3.3 at least) writes length and body apart: Nagle's algorithm holds the body back until the
        // length is acknowledged, which the kernel would otherwise do 40 ms later. The kernel
        // forgets the wish, so it is said before every read.
        self.acknowledge_at_once();
        self.0.read(buffer)
    }

    /// Best effort: without it everything works, only slower.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn acknowledge_at_once(&self) {
        let _slower = socket2::SockRef::from(&self.0).set_tcp_quickack(true);
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn acknowledge_at_once(&self) {}
}

/// Whether a read only ran out of its slice of time.
fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}
