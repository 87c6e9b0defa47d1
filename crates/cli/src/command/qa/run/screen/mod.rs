//! The screen of `qa run`: drawn from the state alone, so that a test can feed it and read it.
//!
//! # Layout
//! - `draw`: a view, onto a frame; `scene`: what there is to say; `sign`: the word that is said big.
//! - `banner`: the box around it; `letters`: the font; `standing`: counts below; `wrap`: lines that fit.
//! - `keys`: what is pressed.

mod banner;
mod draw;
mod keys;
mod letters;
mod scene;
mod sign;
mod standing;
#[cfg(test)]
pub(super) mod tests;
mod wrap;

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use ratatui::DefaultTerminal;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{self, Event};
use ratatui::crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::crossterm::{execute, queue};
use ratatui::style::Color;

use self::draw::draw;
use self::scene::Scene;
use super::face::{Face, View};
use super::word::Word;
use crate::args::Format;
use crate::context::{Context, give_terminal_back};
use crate::failure::Failure;

/// A terminal that is ours until this is dropped.
#[derive(Debug)]
pub(super) struct Screen {
    terminal: DefaultTerminal,
    colour: bool,
    /// What is on it: the turn, how many events, whether a card lies there.
    shown: Option<(u64, usize, bool)>,
    rung: u64,
}

impl Screen {
    /// Whether there is somebody at a terminal that can show it, and nothing else will be written there.
    pub(super) fn fits(context: &Context) -> bool {
        let dumb = std::env::var_os("TERM").is_none_or(|name| name.is_empty() || name == "dumb");
        let terminals = io::stdin().is_terminal() && io::stdout().is_terminal();
        let traced = context.global.verbose > 0 && io::stderr().is_terminal();
        terminals && !dumb && !traced && context.global.format == Format::Text
    }

    /// Takes the terminal. It is given back when this is dropped, and before a panic says anything.
    pub(super) fn open() -> Result<Self, Failure> {
        let colour = std::env::var_os("NO_COLOR").is_none_or(|said| said.is_empty());
        let terminal = ratatui::try_init().inspect_err(|_| give_terminal_back())?;
        Ok(Self { terminal, colour, shown: None, rung: 0 })
    }

    /// One sound for what is not as it should be: nothing that is not on the screen too.
    fn ring(&mut self, view: &View<'_>) -> io::Result<()> {
        if self.rung == view.turn || !Scene::of(view).is_alarming() {
            return Ok(());
        }
        self.rung = view.turn;
        let mut out = io::stdout();
        out.write_all(b"\x07")?;
        out.flush()
    }
}

impl Face for Screen {
    fn show(&mut self, view: &View<'_>) -> Result<(), Failure> {
        let now = (view.turn, view.session.events().len(), view.lies);
        if self.shown.replace(now) == Some(now) {
            return Ok(());
        }
        let colour = self.colour;
        // Shown at once where the terminal can: it is written in pieces.
        queue!(io::stdout(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            draw(view, frame);
            if !colour {
                bleach(frame.buffer_mut());
            }
        })?;
        execute!(io::stdout(), EndSynchronizedUpdate)?;
        Ok(self.ring(view)?)
    }

    fn words(&mut self) -> Result<Vec<Word>, Failure> {
        let mut words = Vec::new();
        while event::poll(Duration::ZERO)? {
            match event::read()? {
                Event::Key(key) => words.extend(keys::word(key)),
                Event::Resize(..) => self.shown = None,
                _ => {}
            }
        }
        Ok(words)
    }

    fn has_operator(&self) -> bool {
        true
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_terminal_back();
    }
}

/// No colours: shapes, words and weight say the same.
fn bleach(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        cell.set_fg(Color::Reset).set_bg(Color::Reset);
    }
}
