//! Virtual cards in the virtual readers of a real PC/SC service, put in, taken out and pulled.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "helpers of tests stop where they cannot go on, and say what was passed over"
)]

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::Bench;

/// The first virtual reader, by name and port.
pub(crate) const FIRST: Slot = Slot { reader: "Virtual PCD 00 00", port: 35963 };

/// There is one service: one test at a time.
static RIG: Mutex<()> = Mutex::new(());

/// The rig for one test; `None` where there is no service to test with.
pub(crate) fn rig() -> Option<MutexGuard<'static, ()>> {
    if std::env::var_os("TAPSMITH_PCSCD").is_none_or(|said| said != "1") {
        eprintln!("skipped: run it with scripts/with-pcscd");
        return None;
    }
    Some(RIG.lock().unwrap_or_else(PoisonError::into_inner))
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) reader: &'static str,
    pub(crate) port: u16,
}

/// A virtual card in a slot, until it is taken out.
#[derive(Debug)]
pub(crate) struct Inserted<'b> {
    bench: &'b Bench,
    slot: Slot,
    card: Child,
}

impl<'b> Inserted<'b> {
    /// The card kept in `file`, straight in the slot.
    pub(crate) fn new(bench: &'b Bench, slot: Slot, file: &str) -> Self {
        Self::through(bench, slot, file, SocketAddr::from((Ipv4Addr::LOCALHOST, slot.port)))
    }

    /// The same, through whatever listens on `address`.
    pub(crate) fn through(bench: &'b Bench, slot: Slot, file: &str, address: SocketAddr) -> Self {
        let inserted = Self::at_once(bench, slot, file, address);
        // Its reader sees a card within half a second.
        inserted.wait_until("present");
        inserted
    }

    /// The same, without waiting until its reader sees it: for a card that does not stay.
    pub(crate) fn at_once(bench: &'b Bench, slot: Slot, file: &str, address: SocketAddr) -> Self {
        let card = bench
            .command(&format!("virtual --state {file} --vpcd {address}"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self { bench, slot, card }
    }

    /// Waits until `reader list` says so of the slot.
    fn wait_until(&self, card: &str) {
        let begun = Instant::now();
        while seen(self.bench, self.slot) != card {
            assert!(begun.elapsed() < Duration::from_secs(10), "no {card} card in {:?}", self.slot);
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ctrl-C: the card is taken out. Returns how the program ended.
    pub(crate) fn take_out(mut self) -> Option<i32> {
        interrupt(&self.card);
        let code = self.card.wait().unwrap().code();
        self.wait_until("none");
        code
    }
}

impl Drop for Inserted<'_> {
    fn drop(&mut self) {
        // Only after a failure there is anything left to end.
        drop(self.card.kill());
        drop(self.card.wait());
    }
}

pub(crate) fn interrupt(child: &Child) {
    let kill = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status();
    assert!(kill.unwrap().success());
}

/// What `reader list` says of the card in `slot`.
pub(crate) fn seen(bench: &Bench, slot: Slot) -> String {
    let list = bench.run("reader list --format json").ends(0).json();
    let readers = list.pointer("/readers").and_then(Value::as_array).unwrap();
    let reader = readers.iter().find(|reader| text(reader, "/name") == slot.reader).unwrap();
    text(reader, "/card").to_owned()
}

pub(crate) fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap()
}

/// Where a card is pulled: before a command reaches it, or before its answer leaves. The command by
/// its instruction byte, and which of those it is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pull {
    Before(u8, usize),
    After(u8, usize),
}

/// A line between a card and its virtual reader that is cut at one exchange: the card is gone.
pub(crate) struct Scissors;

impl Scissors {
    /// Listens for a card, and hands it on to `slot` until it is pulled.
    #[expect(clippy::new_ret_no_self, reason = "the line is known by where it starts")]
    pub(crate) fn new(slot: Slot, pull: Pull) -> SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            let (card, _) = listener.accept()?;
            drop(listener);
            let reader = TcpStream::connect((Ipv4Addr::LOCALHOST, slot.port))?;
            Self::relay(reader, card, pull)
        });
        address
    }

    /// Message by message: what the reader says, and what the card answers. Ends with the cut.
    fn relay(mut reader: TcpStream, mut card: TcpStream, pull: Pull) -> io::Result<()> {
        for end in [&reader, &card] {
            end.set_nodelay(true)?;
        }
        let mut met = 0;
        let (Pull::Before(wanted, nth) | Pull::After(wanted, nth)) = pull;
        loop {
            let message = receive(&mut reader)?;
            // One byte is the reader's own affair: power, reset, and 04, the one that is answered.
            let is_wanted = matches!(*message, [_, instruction, _, ..] if instruction == wanted);
            met += usize::from(is_wanted);
            let is_here = is_wanted && met == nth;
            if is_here && matches!(pull, Pull::Before(..)) {
                return Ok(());
            }
            send(&mut card, &message)?;
            if message.len() > 1 || message == [4] {
                let answer = receive(&mut card)?;
                if is_here {
                    return Ok(());
                }
                send(&mut reader, &answer)?;
            }
        }
    }
}

fn receive(from: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 2];
    from.read_exact(&mut length)?;
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    from.read_exact(&mut message)?;
    Ok(message)
}

fn send(to: &mut TcpStream, message: &[u8]) -> io::Result<()> {
    let length = u16::try_from(message.len()).map_err(io::Error::other)?;
    to.write_all(&[&length.to_be_bytes(), message].concat())
}
