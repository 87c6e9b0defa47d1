//! A server that says what a script tells it, and remembers what it was asked.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What is done with a request.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// These bytes are the answer, and the last on this connection.
    Say(Vec<u8>),
    /// These bytes are the answer, and the connection stays open.
    Keep(Vec<u8>),
    /// The same for a while.
    KeepFor(Vec<u8>, Duration),
    /// These bytes, one every 20 ms.
    Trickle(Vec<u8>),
    /// Nothing is said, and the connection stays open.
    Hang,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// The first line without its end: `GET /a HTTP/1.1`.
    pub(crate) line: String,
    /// The headers, their names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Vec<u8>,
}

/// The server. It ends when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    script: Vec<Step>,
    seen: Mutex<Vec<Seen>>,
    is_over: AtomicBool,
}

impl Seen {
    /// The one header called `name`.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(header, _)| header == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} stands twice in {self:?}");
        value
    }
}

impl Server {
    /// Each request gets the next step, and those after the last get the last again.
    pub(crate) fn new(script: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let script = script.into_iter().collect();
        let is_over = AtomicBool::new(false);
        let shared = Arc::new(Shared { script, seen: Mutex::default(), is_over });
        std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || shared.listen(&listener)
        });
        Self { address, shared }
    }

    /// Its address: `http://127.0.0.1:40000`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it was asked so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// The one thing it was asked.
    #[track_caller]
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.into_iter().next().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        // Whoever waits for a connection gets one more, and sees that it is over.
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    fn listen(self: Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { return };
            if self.is_over() {
                return;
            }
            let shared = Arc::clone(&self);
            std::thread::spawn(move || shared.serve(stream));
        }
    }

    fn serve(&self, mut stream: TcpStream) {
        while let Some(request) = read(&mut stream) {
            let step = self.next(request);
            // Whoever is gone does not want to hear it.
            let _gone = match step {
                Step::Say(bytes) => {
                    drop(stream.write_all(&bytes));
                    return drop(stream.shutdown(Shutdown::Write));
                }
                Step::Keep(bytes) => stream.write_all(&bytes),
                Step::KeepFor(bytes, time) => {
                    drop(stream.write_all(&bytes));
                    return std::thread::sleep(time);
                }
                Step::Trickle(bytes) => self.trickle(&mut stream, &bytes),
                Step::Hang => self.trickle(&mut stream, &[]),
            };
        }
    }

    fn next(&self, request: Seen) -> Step {
        let mut seen = self.seen.lock().unwrap();
        let step = self.script.get(seen.len()).or(self.script.last());
        seen.push(request);
        step.unwrap().clone()
    }

    /// Says `bytes` one by one, then nothing until it is over.
    fn trickle(&self, stream: &mut TcpStream, bytes: &[u8]) -> std::io::Result<()> {
        let mut bytes = bytes.iter();
        while !self.is_over() {
            std::thread::sleep(Duration::from_millis(20));
            if let Some(byte) = bytes.next() {
                stream.write_all(&[*byte])?;
            }
        }
        stream.shutdown(Shutdown::Both)
    }
}

/// A request; none at the end of the connection.
fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.extend(byte);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.lines();
    let line = lines.next().unwrap().to_owned();
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    let mut seen = Seen { line, headers: headers.collect(), body: Vec::new() };
    assert_eq!(seen.header("transfer-encoding"), None, "the length of a body is known");
    let length = seen.header("content-length").map_or(0, |length| length.parse().unwrap());
    seen.body.resize(length, 0);
    stream.read_exact(&mut seen.body).ok()?;
    Some(seen)
}

/// An answer, the last on its connection.
pub(crate) fn http(status: &str, headers: &[&str], body: &str) -> Vec<u8> {
    let length = format!("Content-Length: {}", body.len());
    let status = format!("HTTP/1.1 {status}");
    let head = [status.as_str(), "Connection: close", length.as_str()];
    let lines: Vec<&str> = head.into_iter().chain(headers.iter().copied()).collect();
    format!("{}\r\n\r\n{body}", lines.join("\r\n")).into_bytes()
}

/// HTTP 200 with `body`, which is JSON.
pub(crate) fn json(body: &str) -> Step {
    Step::Say(http("200 OK", &["Content-Type: application/json"], body))
}

/// HTTP 200 with `body`, which is JSON, on a connection that stays open.
pub(crate) fn open(body: &str) -> Vec<u8> {
    let length = body.len();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length:";
    format!("{head} {length}\r\n\r\n{body}").into_bytes()
}
