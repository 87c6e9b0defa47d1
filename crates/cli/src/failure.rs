//! Why a command did not do what was asked: one line, a hint, an exit code.

mod card;
mod input;
mod order;
mod reader;
mod store;

use std::error::Error;
use std::fmt::Display;
use std::io;

use owo_colors::OwoColorize;

use crate::exit::Exit;

/// A command that came to no good end.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    error: anyhow::Error,
    hint: Option<String>,
    /// Whether every other order, file or card would end in the same way.
    of_everything: bool,
}

impl Failure {
    /// An error with its exit code.
    pub(crate) fn new(exit: Exit, error: impl Into<anyhow::Error>) -> Self {
        Self { exit, error: error.into(), hint: None, of_everything: false }
    }

    /// A sentence of the command line's own.
    pub(crate) fn say(exit: Exit, sentence: impl Display) -> Self {
        Self::new(exit, anyhow::anyhow!("{sentence}"))
    }

    /// What was typed, or what stands in a file, will not do.
    pub(crate) fn input(error: impl Error + Send + Sync + 'static) -> Self {
        Self::new(Exit::Input, error)
    }

    /// The same, with what to do next.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same, with where it was.
    pub(crate) fn at(mut self, place: impl Display) -> Self {
        self.error = self.error.context(place.to_string());
        self
    }

    /// The same, and everything else would end in the same way.
    pub(crate) fn of_everything(mut self, is: bool) -> Self {
        self.of_everything = is;
        self
    }

    /// Whether every other order would end in the same way.
    pub(crate) fn is_of_everything(&self) -> bool {
        self.of_everything || matches!(self.exit, Exit::Vault | Exit::Interrupted | Exit::Bug)
    }

    /// What is wrong, in one line.
    pub(crate) fn sentence(&self) -> String {
        format!("{:#}", self.error).replace('\n', " ")
    }

    pub(crate) fn interrupted() -> Self {
        Self::say(Exit::Interrupted, "interrupted")
    }

    /// How the program ends.
    pub(crate) fn exit(&self) -> Exit {
        if self.is_broken_pipe() { Exit::Good } else { self.exit }
    }

    /// One line on stderr, and a hint below it. A reader of stdout that went away is no failure.
    pub(crate) fn show(&self) {
        use std::io::Write as _;
        if self.is_broken_pipe() {
            return;
        }
        let mut stderr = anstream::stderr().lock();
        let line = self.sentence();
        let _unwritable = writeln!(stderr, "{} {line}", "error:".red().bold());
        if let Some(hint) = &self.hint {
            let _unwritable = writeln!(stderr, "{} {hint}", "hint:".cyan());
        }
    }

    /// Whether the system refused to read or write.
    pub(crate) fn is_of_io(&self) -> bool {
        self.error.chain().any(<dyn Error + 'static>::is::<io::Error>)
    }

    fn is_broken_pipe(&self) -> bool {
        self.error.chain().any(|cause| {
            cause
                .downcast_ref::<io::Error>()
                .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
        })
    }
}

/// Only writing ends here, to stdout or to a file that says its name.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(Exit::Input, error).at("the output cannot be written")
    }
}

/// Only our own values are written as JSON.
impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        match error.io_error_kind() {
            Some(kind) => io::Error::from(kind).into(),
            None => Self::new(Exit::Bug, error).at("a report could not be written as JSON"),
        }
    }
}
