//! A client of tapsmith's own, and one that knows nothing but TCP.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde_json::Value;
use tapsmith_orders::call::{Answer, Effect, Request, Unreadable};
use tapsmith_orders::{Call, CallError, Http, Name, Place, Policy, Provider, Token};
use tapsmith_sandbox::{Config, Sandbox};

/// Printags' example of an order.
pub(crate) const PRINTAGS: &str = "printags-create-order";

/// Merchrocket's example of a reprint.
pub(crate) const MERCHROCKET: &str = "merchrocket-reprint";

/// The original of that reprint.
pub(crate) const ORIGINAL: &str = "TCS-5442223218";

pub(crate) fn sandbox(name: Name) -> Sandbox {
    Sandbox::start(Config::new(name)).unwrap()
}

/// `tests/vectors/orders/<name>.<kind>.json`.
pub(crate) fn vector(name: &str, kind: &str) -> String {
    let path = tapsmith_testkit::vectors::folder().join(format!("orders/{name}.{kind}.json"));
    std::fs::read_to_string(path).unwrap()
}

/// tapsmith's own HTTP, that asks once and waits a short while.
pub(crate) fn http(sandbox: &Sandbox, name: Name) -> Http {
    http_with(sandbox, name, sandbox.token())
}

pub(crate) fn http_with(sandbox: &Sandbox, name: Name, token: &str) -> Http {
    http_of(sandbox, name, token, Duration::from_secs(10))
}

pub(crate) fn http_of(sandbox: &Sandbox, name: Name, token: &str, answer: Duration) -> Http {
    let policy = Policy { attempts: 1, ..Policy::of(answer) };
    let place = Place::new(&sandbox.url(), name.url(), name.staging_url()).unwrap();
    Http::new(place, Token::new(token).unwrap(), policy, Box::new(())).unwrap()
}

pub(crate) fn provider(sandbox: &Sandbox, name: Name) -> Box<dyn Provider> {
    name.connect(http(sandbox, name), None)
}

/// A request that is sent as it is; its answer is JSON.
pub(crate) struct Raw(pub(crate) Request);

impl Call for Raw {
    type Answer = Value;
    const NAME: &'static str = "ask";
    const EFFECT: Effect = Effect::Changes;

    fn request(&self) -> serde_json::Result<Request> {
        Ok(self.0.clone())
    }

    fn read(&self, answer: &Answer) -> Result<Value, Unreadable> {
        answer.json()
    }
}

/// The status and the words of a refusal.
pub(crate) fn refusal<T: std::fmt::Debug>(result: Result<T, CallError>) -> (u16, String) {
    match result.unwrap_err() {
        CallError::Refused { status, refusal, .. } => (status, refusal.to_string()),
        error => panic!("{error:?}"),
    }
}

/// What came over a connection.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) bytes: Vec<u8>,
    /// Whether the server closed it.
    pub(crate) is_closed: bool,
}

/// Asks over TCP, and reads until the server closes the connection, or patience ends.
pub(crate) fn tcp(address: SocketAddr, request: &str, patience: Duration) -> Wire {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let until = Instant::now() + patience;
    let mut wire = Wire { bytes: Vec::new(), is_closed: false };
    let mut chunk = [0; 4096];
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return wire;
        }
        stream.set_read_timeout(Some(left)).unwrap();
        match stream.read(&mut chunk) {
            Ok(0) => break,
            Ok(count) => wire.bytes.extend_from_slice(&chunk[..count]),
            Err(error) if [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind()) => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("{error}"),
        }
    }
    wire.is_closed = true;
    wire
}

impl Wire {
    pub(crate) fn status(&self) -> Option<u16> {
        let line = self.head().lines().next()?.to_owned();
        line.split(' ').nth(1)?.parse().ok()
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let head = self.head();
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    }

    pub(crate) fn body(&self) -> String {
        self.text().split_once("\r\n\r\n").unwrap_or_default().1.to_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body()).unwrap()
    }

    fn head(&self) -> String {
        self.text().split_once("\r\n\r\n").unwrap_or_default().0.to_owned()
    }

    fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }
}

/// A request in HTTP's own words; the connection is to be closed after it.
pub(crate) fn words(method: &str, path: &str, token: &str, media_type: &str, body: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\
         Authorization: Bearer {token}\r\nContent-Type: {media_type}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Waits until `condition` holds.
pub(crate) fn until(condition: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while !condition() {
        assert!(Instant::now() < end, "it did not happen");
        std::thread::sleep(Duration::from_millis(5));
    }
}
