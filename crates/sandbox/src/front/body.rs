//! Bodies as they should not be.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// A wait inside a body.
type Nap = Option<Pin<Box<Sleep>>>;

/// Long enough for what was written before to leave.
const FLUSH: Duration = Duration::from_millis(20);

/// Between two bytes of a trickle.
const DRIP: Duration = Duration::from_secs(1);

/// A body that is shorter than it says: then the server closes the connection.
///
/// One that breaks before its first byte takes the head of the answer with it: neither was sent yet.
pub(super) struct Broken {
    first: Bytes,
    whole: u64,
    nap: Nap,
}

impl Broken {
    pub(super) fn half_of(bytes: &Bytes) -> Self {
        let whole = length(bytes).max(1);
        Self { first: bytes.slice(..bytes.len() / 2), whole, nap: None }
    }

    pub(super) fn at_once() -> Self {
        Self { first: Bytes::new(), whole: 1, nap: None }
    }
}

impl HttpBody for Broken {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if !self.first.is_empty() {
            self.nap = Some(Box::pin(sleep(FLUSH)));
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.first)))));
        }
        ready!(rest(&mut self.nap, context));
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.whole)
    }
}

/// A body that comes a byte a second, the first at once.
pub(super) struct Trickle {
    left: Bytes,
    nap: Nap,
}

impl Trickle {
    pub(super) fn new(bytes: Bytes) -> Self {
        Self { left: bytes, nap: None }
    }
}

impl HttpBody for Trickle {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.left.is_empty() {
            return Poll::Ready(None);
        }
        ready!(rest(&mut self.nap, context));
        self.nap = Some(Box::pin(sleep(DRIP)));
        Poll::Ready(Some(Ok(Frame::data(self.left.split_to(1)))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(length(&self.left))
    }
}

fn rest(nap: &mut Nap, context: &mut Context<'_>) -> Poll<()> {
    nap.as_mut().map_or(Poll::Ready(()), |nap| nap.as_mut().poll(context))
}

fn length(bytes: &Bytes) -> u64 {
    bytes.len().try_into().unwrap_or(u64::MAX)
}
