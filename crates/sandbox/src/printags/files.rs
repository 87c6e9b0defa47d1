//! Upload a file; Get a file by ID.
//!
//! Source: Printags Public API: `POST /accounts/{accountId}/files`, as two clients saw its answer;
//! `GET /accounts/{accountId}/files/{fileId}`.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;

use super::{good, refuse};
use crate::clock::printags as clock;
use crate::front::FormFile;
use crate::reply::Reply;
use crate::world::{self, File, World};

pub(super) fn upload(world: &mut World, file: Option<&FormFile>) -> Reply {
    let Some(FormFile { media_type, bytes }) = file else {
        return refuse(400, "Expected a form with the field file");
    };
    let (number, since) = (world.number(), Timestamp::now());
    let (media_type, bytes) = (media_type.clone(), bytes.clone());
    let note = format!("took {} bytes of {media_type}", bytes.len());
    let answer = json!({
        "success": true,
        "files": {
            "file": {
                "id": world::id(number, 0),
                "mimeType": media_type,
                "size": bytes.len(),
                "createdAt": clock(since),
            }
        }
    });
    world.files.push(Arc::new(File { number, media_type, bytes }));
    good(answer).noting(note)
}

pub(super) fn get(world: &World, id: &str) -> Reply {
    match world.files.iter().find(|file| world::id(file.number, 0) == id) {
        Some(file) => Reply::file(file.media_type.clone(), file.bytes.clone()),
        None => refuse(404, "File not found"),
    }
}
