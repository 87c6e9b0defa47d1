//! The keys, and what a screen is without colour.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::style::{Color, Modifier};
use ratatui::text::Line;

use crate::command::qa::run::screen::{bleach, keys};
use crate::command::qa::run::word::Word;

#[test]
fn keys_are_the_words_of_lines() {
    let pressed = |code| keys::word(KeyEvent::new(code, KeyModifiers::NONE));
    for (key, word) in [
        ('m', Word::Visual),
        ('u', Word::Undo),
        ('c', Word::CountAnyway),
        ('x', Word::Unreadable),
        ('q', Word::Pause),
        ('Q', Word::Pause),
    ] {
        assert_eq!(pressed(KeyCode::Char(key)), Some(word));
    }
    assert_eq!(pressed(KeyCode::Enter), Some(Word::Close));
    assert_eq!(pressed(KeyCode::Esc), None);
    assert_eq!(pressed(KeyCode::Char('z')), None);
    let held = KeyEvent::new(KeyCode::Char('m'), KeyModifiers::CONTROL);
    assert_eq!(keys::word(held), None, "a shortcut of somebody else's");
    let released = KeyEvent { kind: KeyEventKind::Release, ..KeyEvent::from(KeyCode::Char('u')) };
    assert_eq!(keys::word(released), None);
}

#[test]
fn without_colour_weight_stays() {
    use ratatui::style::Stylize as _;
    let mut terminal = Terminal::new(TestBackend::new(4, 1)).unwrap();
    let frame = terminal.draw(|frame| {
        frame.render_widget(Line::from("FAIL".red().on_white().bold().reversed()), frame.area());
        bleach(frame.buffer_mut());
    });
    for cell in &frame.unwrap().buffer.content {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
        assert!(cell.modifier.contains(Modifier::BOLD | Modifier::REVERSED));
    }
}
