//! The box with the word that is said big, and the sentences under it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, Paragraph};

use super::letters;
use super::scene::Scene;
use super::sign::Sign;
use super::wrap::{clip, wrap};

/// The largest letters.
const LARGEST: usize = 6;

/// Draws it. The word stands in the border too, in letters of the usual size: for narrow screens, and for whoever
/// has the screen read out.
pub(super) fn draw(scene: &Scene<'_>, area: Rect, frame: &mut Frame<'_>) {
    let sign = scene.sign;
    let (style, bold) = (Style::new().fg(sign.colour()), Modifier::BOLD);
    let loud = if sign.is_cut_out() { bold | Modifier::REVERSED } else { bold };
    let title =
        Line::styled(format!(" {} {} ", sign.glyph(), sign.word()), style.add_modifier(loud));
    let block = Block::bordered().border_type(sign.border()).border_style(style).title(title);
    let inside = block.inner(area);
    frame.render_widget(block, area);

    let [columns, rows] = [inside.width, inside.height].map(usize::from);
    let width = columns.saturating_sub(2);
    let sentences = scene.sentences();
    let needed = sentences.iter().map(|sentence| wrap(sentence, width).len()).sum();
    let word = largest(sign, columns, rows.saturating_sub(needed));
    let text = fill(&sentences, width, rows.saturating_sub(word.len()));
    // Air around, as far as there is any.
    let air = rows.saturating_sub(word.len() + text.len());
    let above = (air / 3).min(3);
    let between = usize::from(air > above && !word.is_empty());
    let air = |rows| std::iter::repeat_n(Line::default(), rows);
    let lines: Vec<Line<'_>> = air(above)
        .chain(word.into_iter().map(|row| Line::styled(row, style.add_modifier(bold)).centered()))
        .chain(air(between))
        .chain(text.into_iter().map(|row| Line::raw(format!(" {row}"))))
        .collect();
    frame.render_widget(Paragraph::new(lines), inside);
}

/// The sentences, as far as there are rows for them.
fn fill(sentences: &[String], width: usize, rows: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for sentence in sentences {
        let left = rows - lines.len();
        lines.extend(clip(sentence, width, left));
    }
    lines
}

/// The word as large as it fits, in one line or in two; spaced where letters are too large.
fn largest(sign: Sign, columns: usize, rows: usize) -> Vec<String> {
    let (word, cut_out) = (sign.word(), sign.is_cut_out());
    let whole = [word.as_ref()];
    let halves = word.rsplit_once(' ').map(|(first, last)| [first, last]);
    for scale in (1..=LARGEST).rev() {
        let height = letters::height(scale, cut_out);
        let fits = |lines: &[&str]| {
            let wide = lines.iter().all(|line| letters::width(line, scale, cut_out) <= columns);
            wide && (height + 1) * lines.len() <= rows + 1
        };
        let large = |line: &&str| letters::large(line, scale, cut_out);
        if fits(&whole) {
            return whole.iter().flat_map(large).collect();
        }
        if let Some(halves) = halves.filter(|halves| fits(halves)) {
            return halves.iter().map(large).collect::<Vec<_>>().join(&String::new());
        }
    }
    let spaced: String = word.chars().flat_map(|letter| [letter, ' ']).collect();
    if rows > 0 && spaced.chars().count() <= columns { vec![spaced] } else { Vec::new() }
}
