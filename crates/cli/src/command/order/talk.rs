//! What is said on the way: on stderr.

use std::error::Error;
use std::io::{self, Write as _};

use tapsmith_desk::order::News;

/// Says it.
pub(super) fn tell(news: &News<'_>) {
    let line = match news {
        News::Looking { reference, why } => {
            let cause = why.source().map(|cause| format!(": {cause}")).unwrap_or_default();
            format!("{reference}: {why}{cause}; asking what became of it")
        }
        News::Resuming { reference } => {
            format!("{reference}: it was sent before, and nobody knows what became of it; asking")
        }
        News::Again { reference } => format!("{reference}: it is not there; sending it again"),
    };
    let _unwritable = writeln!(io::stderr(), "{line}");
}
