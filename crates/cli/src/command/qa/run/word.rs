//! What the operator says: one key, or one line.

use std::io::{self, BufRead as _};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

/// A word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// The last card has a visual defect.
    Visual,
    /// Take the last word or card back.
    Undo,
    /// The last card is of the sample all the same.
    CountAnyway,
    /// The card cannot be read.
    Unreadable,
    /// Leave the rest for later.
    Pause,
    /// Judge the lot.
    Close,
}

impl Word {
    /// The word that a key, or a line, stands for.
    pub(super) fn of(key: &str) -> Option<Self> {
        Some(match key {
            "m" => Self::Visual,
            "u" => Self::Undo,
            "c" => Self::CountAnyway,
            "x" => Self::Unreadable,
            "q" => Self::Pause,
            "" => Self::Close,
            _ => return None,
        })
    }
}

/// Lines of stdin, as they come.
pub(super) struct Lines(Receiver<String>);

impl Lines {
    /// Begins to listen. The thread ends with the program.
    pub(super) fn listen() -> Self {
        let (send, lines) = channel();
        thread::spawn(move || {
            let stdin = io::stdin().lock().lines();
            // Whoever listened is gone, or stdin ended.
            let _ended = stdin.map_while(Result::ok).try_for_each(|line| send.send(line));
        });
        Self(lines)
    }

    /// The next line, if there is one.
    pub(super) fn next(&self) -> Option<String> {
        match self.0.try_recv() {
            Ok(line) => Some(line.trim().to_owned()),
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => None,
        }
    }
}
