//! What is pressed.

use std::sync::atomic::Ordering;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::command::qa::run::word::Word;
use crate::context::STOP;

/// The word that `key` stands for. Ctrl-C is a key here, and stops as it does everywhere.
pub(super) fn word(key: KeyEvent) -> Option<Word> {
    if key.kind != KeyEventKind::Press {
        return None;
    }
    let (code, held) = (key.code, key.modifiers);
    if held.contains(KeyModifiers::CONTROL) {
        if code == KeyCode::Char('c') {
            STOP.store(true, Ordering::Relaxed);
        }
        return None;
    }
    match code {
        KeyCode::Enter => Word::of(""),
        KeyCode::Char(letter) if !held.contains(KeyModifiers::ALT) => {
            Word::of(letter.to_lowercase().to_string().as_str())
        }
        _ => None,
    }
}
