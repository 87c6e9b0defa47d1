//! An answer, before it is sent.

use std::borrow::Cow;

use axum::body::Bytes;
use axum::http::HeaderName;
use axum::http::header::RETRY_AFTER;
use serde_json::Value;

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Empty if it has none.
    pub(crate) media_type: Cow<'static, str>,
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) content: Content,
    /// What happened, in words.
    pub(crate) note: Option<String>,
}

/// What an answer holds.
pub(crate) enum Content {
    Json(Value),
    Bytes(Bytes),
}

/// A page for people, as proxies have them.
pub(crate) const PAGE: &str =
    "<!DOCTYPE html>\n<html><body><h1>Something went wrong</h1></body></html>\n";

impl Reply {
    /// JSON of this type.
    pub(crate) fn json(status: u16, media_type: &'static str, value: Value) -> Self {
        Self { media_type: media_type.into(), ..Self::of(status, Content::Json(value)) }
    }

    /// A page of HTML.
    pub(crate) fn page(status: u16) -> Self {
        let bytes = Bytes::from_static(PAGE.as_bytes());
        Self {
            media_type: "text/html; charset=utf-8".into(),
            ..Self::of(status, Content::Bytes(bytes))
        }
    }

    /// A file.
    pub(crate) fn file(media_type: String, bytes: Bytes) -> Self {
        Self { media_type: media_type.into(), ..Self::of(200, Content::Bytes(bytes)) }
    }

    /// Nothing.
    pub(crate) fn empty(status: u16) -> Self {
        Self::of(status, Content::Bytes(Bytes::new()))
    }

    fn of(status: u16, content: Content) -> Self {
        Self { status, media_type: "".into(), headers: Vec::new(), content, note: None }
    }

    /// The same with a header.
    pub(crate) fn header(mut self, name: HeaderName, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The same with the wish not to be asked again for so many seconds.
    pub(crate) fn retry_after(self, seconds: Option<u64>) -> Self {
        match seconds {
            Some(seconds) => self.header(RETRY_AFTER, seconds.to_string()),
            None => self,
        }
    }

    /// The same, and what happened in words.
    pub(crate) fn noting(self, note: String) -> Self {
        Self { note: Some(note), ..self }
    }

    /// The same with its JSON changed.
    pub(crate) fn with_json(mut self, change: impl FnOnce(&mut Value)) -> Self {
        if let Content::Json(value) = &mut self.content {
            change(value);
        }
        self
    }

    pub(crate) const fn is_good(&self) -> bool {
        self.status >= 200 && self.status < 300
    }
}

impl Content {
    pub(crate) fn into_bytes(self) -> Bytes {
        match self {
            Self::Json(value) => value.to_string().into(),
            Self::Bytes(bytes) => bytes,
        }
    }
}
