//! A call: what is asked of a server, and what its answer means. Pure: [`Http`](crate::http::Http)
//! sends it.

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use zeroize::Zeroizing;

/// A call of a provider's interface, paired with what it answers.
pub trait Call {
    /// What comes back.
    type Answer;

    /// The call in words, for errors: `create the order`.
    const NAME: &'static str;

    /// What it does there.
    const EFFECT: Effect;

    /// The request.
    ///
    /// # Errors
    /// Whatever serde may think of. Nothing that is sent is known to cause one.
    fn request(&self) -> serde_json::Result<Request>;

    /// What a good answer (HTTP 2xx) says.
    ///
    /// # Errors
    /// It is not what the provider documents.
    fn read(&self, answer: &Answer) -> Result<Self::Answer, Unreadable>;
}

/// What a call does at the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: it may be asked again.
    Reads,
    /// Something: without an answer nobody knows whether it did.
    Changes,
}

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are HTTP's own words")]
pub enum Method {
    Get,
    Post,
    Patch,
}

/// What is sent. Its Debug shows no body.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path below the server's base, one segment after the other.
    pub path: Vec<String>,
    /// The query.
    pub query: Vec<(String, String)>,
    /// What is understood of answers.
    pub accept: &'static str,
    /// The body.
    pub body: Body,
}

/// The body of a request, wiped when it is dropped.
#[derive(Clone)]
pub enum Body {
    /// None.
    Empty,
    /// A document.
    Text {
        /// Its media type.
        media_type: &'static str,
        /// The document.
        bytes: Bytes,
    },
    /// A form with one file, in the field `file`.
    File {
        /// Its name.
        name: String,
        /// Its media type.
        media_type: String,
        /// The file.
        bytes: Bytes,
    },
}

/// JSON, of the plain kind.
pub const JSON: &str = "application/json";

impl Request {
    /// A request without a body, that understands JSON. Each of `path` is one segment, whatever
    /// characters it has.
    pub fn new<S: Into<String>>(method: Method, path: impl IntoIterator<Item = S>) -> Self {
        let path = path.into_iter().map(Into::into).collect();
        Self { method, path, query: Vec::new(), accept: JSON, body: Body::Empty }
    }

    /// The same with a query.
    #[must_use]
    pub fn query(mut self, name: &str, value: impl Into<String>) -> Self {
        self.query.push((name.to_owned(), value.into()));
        self
    }

    /// The same with `value` as its body.
    ///
    /// # Errors
    /// Whatever serde may think of.
    pub fn json(self, value: &impl Serialize) -> serde_json::Result<Self> {
        Ok(self.text(JSON, Zeroizing::new(serde_json::to_vec(value)?)))
    }

    /// The same with a document that is there already.
    #[must_use]
    pub fn text(mut self, media_type: &'static str, bytes: Zeroizing<Vec<u8>>) -> Self {
        self.body = Body::Text { media_type, bytes: Bytes::from_owner(bytes) };
        self
    }
}

/// Says how much, and nothing of what.
impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Text { media_type, bytes } => write!(f, "{} bytes of {media_type}", bytes.len()),
            Self::File { media_type, bytes, .. } => {
                write!(f, "a file of {} bytes of {media_type}", bytes.len())
            }
        }
    }
}

/// What came back with HTTP 2xx. It may repeat keys that were sent, so its Debug shows no body.
#[derive(Clone)]
pub struct Answer {
    /// The media type, without parameters, in lower case; empty if there was none.
    pub media_type: String,
    /// The body, whole.
    pub body: Bytes,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes of {:?}", self.body.len(), self.media_type)
    }
}

/// Why an answer could not be read. It shows nothing of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// A page for people, most likely of something between us and the server.
    #[error("the answer is {found:?}, not JSON")]
    MediaType {
        /// What it says it is.
        found: String,
    },
    /// Not JSON, or cut off.
    #[error("the answer is no JSON, or was cut off after {bytes} bytes")]
    Syntax {
        /// How many bytes came.
        bytes: usize,
    },
    /// JSON, with something missing or of another kind.
    #[error("the answer is not what the provider documents, at {path}")]
    Shape {
        /// The JSON path.
        path: String,
    },
    /// HTTP 2xx, and `"success": false`.
    #[error("the server says that it did not succeed")]
    NoSuccess,
}

impl Answer {
    /// The JSON it holds.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Unreadable> {
        if !self.media_type.is_empty() && !self.media_type.contains("json") {
            return Err(Unreadable::MediaType { found: self.media_type.clone() });
        }
        let mut json = serde_json::Deserializer::from_slice(&self.body);
        let value =
            serde_path_to_error::deserialize(&mut json).map_err(|error| self.why(&error))?;
        json.end().map_err(|_| Unreadable::Syntax { bytes: self.body.len() })?;
        Ok(value)
    }

    fn why(&self, error: &serde_path_to_error::Error<serde_json::Error>) -> Unreadable {
        use serde_json::error::Category;
        match error.inner().classify() {
            Category::Data => Unreadable::Shape { path: error.path().to_string() },
            Category::Syntax | Category::Eof | Category::Io => {
                Unreadable::Syntax { bytes: self.body.len() }
            }
        }
    }
}
