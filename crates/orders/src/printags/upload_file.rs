//! Upload a file.
//!
//! Source: Printags Public API, "Upload a file": `POST /accounts/{accountId}/files`, a form with the
//! field `file`. The answer was seen in two clients.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::succeeded;
use crate::call::{Answer, Body, Call, Effect, Method, Request, Unreadable};
use crate::provider::Visual;

/// Uploads a visual.
#[derive(Debug, Clone)]
pub struct UploadFile {
    /// The account.
    pub account: String,
    /// The visual.
    pub visual: Visual,
}

/// What it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadAnswer {
    /// `success`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
    /// `files`, by the name of the form's field.
    pub files: FilesBody,
    /// What else is there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `files`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesBody {
    /// `file`.
    pub file: FileBody,
    /// What else is there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileBody {
    /// `id`.
    pub id: String,
    /// What else is there: `mimeType`, `size`, `createdAt`.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Call for UploadFile {
    type Answer = String;
    const NAME: &'static str = "upload the file";
    const EFFECT: Effect = Effect::Changes;

    fn request(&self) -> serde_json::Result<Request> {
        let Visual { name, media_type, bytes } = self.visual.clone();
        let request = Request::new(Method::Post, ["accounts", &self.account, "files"]);
        Ok(Request {
            body: Body::File { name, media_type: media_type.to_owned(), bytes },
            ..request
        })
    }

    fn read(&self, answer: &Answer) -> Result<String, Unreadable> {
        succeeded(answer)?;
        Ok(answer.json::<UploadAnswer>()?.files.file.id)
    }
}
