//! A request, read whole.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest as _, Multipart, Query, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderName, Method};
use percent_encoding::percent_decode_str;

/// A request. It has no Debug: its body may hold keys.
pub(crate) struct Asked {
    pub(crate) method: Method,
    /// As it was sent.
    pub(crate) path: String,
    /// The path's segments, decoded.
    pub(crate) segments: Vec<String>,
    query: Vec<(String, String)>,
    /// Without parameters, in lower case.
    pub(crate) media_type: String,
    pub(crate) token: Option<String>,
    pub(crate) body: Bytes,
    /// What the field `file` of a form holds.
    pub(crate) file: Option<FormFile>,
}

/// A file in a form.
pub(crate) struct FormFile {
    pub(crate) media_type: String,
    pub(crate) bytes: Bytes,
}

/// The request broke off, or is no HTTP that can be read.
pub(crate) struct Unreadable;

/// The media type of a form with files.
const FORM: &str = "multipart/form-data";

impl Asked {
    /// Reads a request to its end.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub(crate) async fn read(request: Request) -> Result<Self, Unreadable> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.map_err(|_| Unreadable)?;
        let media_type = header(&parts, CONTENT_TYPE).unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default().trim().to_lowercase();
        let path = parts.uri.path().to_owned();
        let Query(query) = Query::try_from_uri(&parts.uri).map_err(|_| Unreadable)?;
        Ok(Self {
            method: parts.method.clone(),
            segments: segments(&path),
            path,
            query,
            token: token(&parts),
            file: if media_type == FORM { file(parts, body.clone()).await } else { None },
            media_type,
            body,
        })
    }

    /// The segment of the path with this index; empty if there is none.
    pub(crate) fn segment(&self, index: usize) -> &str {
        self.segments.get(index).map(String::as_str).unwrap_or_default()
    }

    /// The value of the query's `name`.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let named = self.query.iter().find(|(key, _)| key == name);
        named.map(|(_, value)| value.as_str())
    }
}

fn segments(path: &str) -> Vec<String> {
    let decoded = |segment| percent_decode_str(segment).decode_utf8_lossy().into_owned();
    path.split('/').skip(1).map(decoded).collect()
}

fn token(parts: &Parts) -> Option<String> {
    header(parts, AUTHORIZATION)?.strip_prefix("Bearer ").map(ToOwned::to_owned)
}

fn header(parts: &Parts, name: HeaderName) -> Option<String> {
    parts.headers.get(name)?.to_str().ok().map(ToOwned::to_owned)
}

/// The field `file` of a form.
async fn file(parts: Parts, body: Bytes) -> Option<FormFile> {
    let request = Request::from_parts(parts, Body::from(body));
    let mut form = Multipart::from_request(request, &()).await.ok()?;
    while let Some(field) = form.next_field().await.ok()? {
        if field.name() == Some("file") {
            let media_type = field.content_type().unwrap_or("application/octet-stream").to_owned();
            let bytes = field.bytes().await.ok()?;
            return Some(FormFile { media_type, bytes });
        }
    }
    None
}
