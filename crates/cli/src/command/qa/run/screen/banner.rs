//! The box with the word that is said big, and the sentences under it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, Paragraph};

use super::letters;
use super::scene::Scene;
use super::sign::Sign;
use super::wrap::{cut, wrap};

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
    let text: Vec<String> = scene
        .sentences()
        .iter()
        .flat_map(|sentence| wrap(sentence, columns.saturating_sub(2)))
        .collect();
    let word = largest(sign, columns, rows.saturating_sub(text.len()));
    let left = rows.saturating_sub(word.len());
    // Air around, as far as there is any.
    let air = left.saturating_sub(text.len());
    let above = (air / 3).min(3);
    let between = usize::from(air > above && !word.is_empty());
    let text = cut(text, left);
    let air = |rows| std::iter::repeat_n(Line::default(), rows);
    let lines: Vec<Line<'_>> = air(above)
        .chain(word.into_iter().map(|row| Line::styled(row, style.add_modifier(bold)).centered()))
        .chain(air(between))
        .chain(text.into_iter().map(|row| Line::raw(format!(" {row}"))))
        .collect();
    frame.render_widget(Paragraph::new(lines), inside);
}

/// The word as large as it fits: in one line, or in one line a word.
fn largest(sign: Sign, columns: usize, rows: usize) -> Vec<String> {
    let (word, cut_out) = (sign.word(), sign.is_cut_out());
    let parts: Vec<&str> = word.split(' ').collect();
    for scale in (1..=LARGEST).rev() {
        let height = letters::height(scale, cut_out);
        let fits = |part: &str| letters::width(part, scale, cut_out) <= columns;
        if fits(&word) && height <= rows {
            return letters::large(&word, scale, cut_out);
        }
        let tall = (height + 1) * parts.len() - 1;
        if parts.len() == 2 && parts.iter().all(|part| fits(part)) && tall <= rows {
            let large = |part: &&str| letters::large(part, scale, cut_out);
            return parts.iter().map(large).collect::<Vec<_>>().join(&String::new());
        }
    }
    Vec::new()
}
