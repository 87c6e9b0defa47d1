//! A visual: what is printed on a card.

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// A file that a printer can print.
#[derive(Clone)]
pub struct Visual {
    /// The file's name, without folders.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Bytes,
}

/// Why a file is no visual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotAVisual {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Another kind of file.
    #[error(
        "this is not an image: it begins like {0}, and a printer takes PNG, JPEG, SVG, TIFF or PDF"
    )]
    Kind(&'static str),
    /// Larger than a printer takes.
    #[error("the file is larger than {LARGEST} bytes")]
    TooLarge,
}

/// The largest file: what one of the printer's own programs allows, 25 MB.
pub(crate) const LARGEST: usize = 25 << 20;

/// What printers take, of what can be told by its first bytes.
const KINDS: [&str; 4] = ["image/png", "image/jpeg", "image/tiff", "application/pdf"];

impl Visual {
    /// The visual in `bytes`, called `name`.
    ///
    /// # Errors
    /// [`NotAVisual`].
    pub fn new(name: String, bytes: impl Into<Bytes>) -> Result<Self, NotAVisual> {
        let bytes = bytes.into();
        if bytes.is_empty() {
            return Err(NotAVisual::Empty);
        }
        if bytes.len() > LARGEST {
            return Err(NotAVisual::TooLarge);
        }
        Ok(Self { name, media_type: kind(&bytes)?, bytes })
    }

    /// SHA-256 of the file: the same file is not uploaded twice.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.bytes).into()
    }
}

fn kind(bytes: &[u8]) -> Result<&'static str, NotAVisual> {
    let found = infer::get(bytes).map(|kind| kind.mime_type());
    match found {
        Some(kind) if KINDS.contains(&kind) => Ok(kind),
        Some("text/xml") | None if is_svg(bytes) => Ok("image/svg+xml"),
        Some(kind) => Err(NotAVisual::Kind(kind)),
        None => Err(NotAVisual::Kind("no file that is known")),
    }
}

/// An SVG is text, and says so near its beginning.
fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    head.trim_start_matches('\u{FEFF}').trim_start().starts_with('<') && head.contains("<svg")
}

impl std::fmt::Debug for Visual {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Visual({}, {}, {} bytes)", self.name, self.media_type, self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visual_is_known_by_its_bytes_not_by_its_name() {
        let kind = |bytes: &'static [u8]| {
            Visual::new("front.png".to_owned(), bytes).map(|visual| visual.media_type)
        };
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Ok("image/png"));
        assert_eq!(kind(b"\xFF\xD8\xFF\xE0\0\x10JFIF"), Ok("image/jpeg"));
        assert_eq!(kind(b"%PDF-1.7\n"), Ok("application/pdf"));
        assert_eq!(kind(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Ok("image/svg+xml"));
        assert_eq!(kind(b"<?xml version='1.0'?>\n<svg/>"), Ok("image/svg+xml"));
        assert_eq!(kind(b""), Err(NotAVisual::Empty));
        for other in [&b"hello"[..], b"<html></html>", b"PK\x03\x04", b"GIF89a", b"{\"svg\":1}"] {
            assert!(matches!(kind(other), Err(NotAVisual::Kind(_))), "{other:?}");
        }
    }
}
