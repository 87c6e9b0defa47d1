//! One request, and what came of it.

use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER,
};
use reqwest::multipart::{Form, Part};
use reqwest::{RequestBuilder, Response};

use super::{Answer, Http, Request};
use crate::call::{Body, Method};
use crate::error::{Doubt, Trouble};
use crate::refusal::Refusal;

/// What came of one request.
#[derive(Debug)]
pub(super) enum Outcome {
    /// HTTP 2xx.
    Good(Answer),
    /// No connection: nothing was sent.
    NotReached(Trouble),
    /// HTTP 429: not now. Nothing happened.
    Busy { status: u16, request_id: Option<String>, wait: Option<Duration> },
    /// Another HTTP 3xx or 4xx. Nothing happened.
    Refused { status: u16, request_id: Option<String>, refusal: Box<Refusal> },
    /// It may have happened.
    Doubt(Doubt),
}

/// The longest answer that is read: a visual that comes back is the longest there is.
const LONGEST: usize = 64 << 20;

/// The longest body of a refusal.
const LONGEST_REFUSAL: usize = 64 << 10;

impl Outcome {
    /// HTTP 200, and `"success": false`.
    pub(super) fn no_success(answer: &Answer) -> Self {
        let refusal = Box::new(Refusal::read(&answer.body));
        Self::Refused { status: 200, request_id: None, refusal }
    }

    /// How long the server asks us to wait.
    pub(super) fn wait(&self) -> Option<Duration> {
        match self {
            Self::Busy { wait, .. } => *wait,
            Self::Doubt(doubt) => doubt.wait(),
            _ => None,
        }
    }
}

impl Http {
    /// Sends `request` once.
    pub(super) fn exchange(&self, request: &Request) -> Outcome {
        let began = Instant::now();
        let (outcome, word) = self.runtime.block_on(async {
            // The whole of it: a server that trickles has no more time than one that is mute.
            match tokio::time::timeout(self.policy.answer, self.send(request)).await {
                Ok(outcome) => outcome,
                Err(_) => (Outcome::Doubt(Doubt::TimedOut(self.policy.answer)), None),
            }
        });
        let word = word.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
        let (method, path) = (method(request.method), request.path.join("/"));
        let seconds = began.elapsed().as_secs_f32();
        self.watch.exchanged(&format!("{method} {path}: {word} in {seconds:.1} s"));
        outcome
    }

    async fn send(&self, request: &Request) -> (Outcome, Option<u16>) {
        match self.prepare(request).send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                (outcome(response, status).await, Some(status))
            }
            Err(error) if error.is_connect() || error.is_builder() => {
                (Outcome::NotReached(Trouble::of(&error)), None)
            }
            Err(error) => (Outcome::Doubt(Doubt::Broken(Trouble::of(&error))), None),
        }
    }

    fn prepare(&self, request: &Request) -> RequestBuilder {
        let mut url = self.place.base().clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(&request.path);
        }
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        let builder = self.client.request(method(request.method), url);
        let builder = builder.header(AUTHORIZATION, self.bearer()).header(ACCEPT, request.accept);
        match &request.body {
            Body::Empty => builder,
            Body::Text { media_type, bytes } => {
                builder.header(CONTENT_TYPE, *media_type).body(bytes.clone())
            }
            Body::File { name, media_type, bytes } => {
                builder.multipart(form(name, media_type, bytes))
            }
        }
    }

    /// Marked, so that nothing below us prints it.
    fn bearer(&self) -> HeaderValue {
        let text = zeroize::Zeroizing::new(format!("Bearer {}", self.token.reveal()));
        let mut value =
            HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""));
        value.set_sensitive(true);
        value
    }
}

fn form(name: &str, media_type: &str, bytes: &Bytes) -> Form {
    let part = || Part::stream(bytes.clone()).file_name(name.to_owned());
    // A type that no header takes is left out.
    Form::new().part("file", part().mime_str(media_type).unwrap_or_else(|_| part()))
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Patch => reqwest::Method::PATCH,
    }
}

async fn outcome(response: Response, status: u16) -> Outcome {
    let request_id = request_id(response.headers());
    let wait = wait(response.headers());
    match status {
        200..300 => good(response).await,
        429 => Outcome::Busy { status, request_id, wait },
        500 => Outcome::Doubt(Doubt::Failed { status, request_id, wait }),
        // Of something before the server, which may be at it still: 503 too, as some routers have it.
        408 | 501.. => Outcome::Doubt(Doubt::Gateway { status, wait }),
        _ => {
            let body = read(response, LONGEST_REFUSAL).await.unwrap_or_default();
            Outcome::Refused { status, request_id, refusal: Box::new(Refusal::read(&body)) }
        }
    }
}

async fn good(response: Response) -> Outcome {
    let media_type = header(response.headers(), CONTENT_TYPE).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match read(response, LONGEST).await {
        Ok(body) => Outcome::Good(Answer { media_type, body }),
        Err(doubt) => Outcome::Doubt(doubt),
    }
}

async fn read(mut response: Response, limit: usize) -> Result<Bytes, Doubt> {
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= limit => body.extend_from_slice(&chunk),
            Ok(Some(_)) => return Err(Doubt::TooLong { limit }),
            Ok(None) => return Ok(body.freeze()),
            Err(error) => return Err(Doubt::Broken(Trouble::of(&error))),
        }
    }
}

/// The server's own name for the request, by the names that are common.
fn request_id(headers: &HeaderMap) -> Option<String> {
    let names = ["x-request-id", "x-correlation-id", "cf-ray"].map(HeaderName::from_static);
    let id = names.into_iter().find_map(|name| header(headers, name))?;
    Some(id.chars().filter(char::is_ascii_graphic).take(80).collect())
}

/// `Retry-After`: seconds, or a date.
fn wait(headers: &HeaderMap) -> Option<Duration> {
    let text = header(headers, RETRY_AFTER)?;
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(&text).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(Timestamp::now())).unwrap_or_default())
}

fn header(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(|text| text.trim().to_owned())
}
