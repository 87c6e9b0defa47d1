//! What somebody else's code said, in its words: of a database, a key store, a token.

use std::error::Error;
use std::fmt;

/// The words of an error and of all that caused it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause(String);

impl Cause {
    /// Those of `error`.
    pub fn new(error: impl Error + 'static) -> Self {
        let mut words = error.to_string();
        let mut source = error.source();
        while let Some(deeper) = source {
            let more = deeper.to_string();
            if !words.ends_with(&more) {
                words = format!("{words}: {more}");
            }
            source = deeper.source();
        }
        Self(words)
    }

    /// An error that cannot be had, but for its words.
    pub(crate) fn words(words: String) -> Self {
        Self(words)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Cause {}
