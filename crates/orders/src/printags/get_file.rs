//! Get a file by ID.
//!
//! Source: Printags Public API, "Get a file by ID": `GET /accounts/{accountId}/files/{fileId}`; the
//! answer is the file itself.

use bytes::Bytes;

use crate::call::{Answer, Call, Effect, Method, Request, Unreadable};

/// Asks for a file that was uploaded.
#[derive(Debug, Clone)]
pub struct GetFile {
    /// The account.
    pub account: String,
    /// The file's id.
    pub id: String,
}

impl Call for GetFile {
    type Answer = Bytes;
    const NAME: &'static str = "get the file";
    const EFFECT: Effect = Effect::Reads;

    fn request(&self) -> serde_json::Result<Request> {
        let request = Request::new(Method::Get, ["accounts", &self.account, "files", &self.id]);
        Ok(Request { accept: "*/*", ..request })
    }

    fn read(&self, answer: &Answer) -> Result<Bytes, Unreadable> {
        Ok(answer.body.clone())
    }
}
