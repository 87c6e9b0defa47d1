//! A view, onto a frame.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use tapsmith_core::batch::BatchName;

use super::scene::Scene;
use super::wrap::{clip, fitting, wrap};
use super::{banner, standing};
use crate::command::qa::run::face::View;

/// What it takes to show everything that is needed.
const LEAST: (u16, u16) = (40, 12);

/// From so many rows on, what is only good to know is shown too.
const ROOMY: usize = 18;

/// Draws `view` all over `frame`.
pub(super) fn draw(view: &View<'_>, frame: &mut Frame<'_>) {
    let area = frame.area();
    let (columns, rows) = LEAST;
    if area.width < columns || area.height < rows {
        let (has, had) = (area.width, area.height);
        let text = format!(
            "This window is too small: {has}x{had}, and {columns}x{rows} are needed. q pauses."
        );
        let lines: Vec<_> = wrap(&text, has.into()).into_iter().map(Line::raw).collect();
        return frame.render_widget(Paragraph::new(lines), area);
    }
    let scene = Scene::of(view);
    let below = below(view, &scene, area.width.into(), area.height.into());
    let height = u16::try_from(below.len()).unwrap_or(u16::MAX);
    let [head, middle, foot] = ratatui::layout::Layout::vertical([
        ratatui::layout::Constraint::Length(1),
        ratatui::layout::Constraint::Min(0),
        ratatui::layout::Constraint::Length(height),
    ])
    .areas::<3>(area);
    frame.render_widget(Paragraph::new(header(view, head)), head);
    banner::draw(&scene, middle, frame);
    frame.render_widget(Paragraph::new(below), foot);
}

/// What is worked on.
fn header(view: &View<'_>, area: Rect) -> Line<'static> {
    let plan = view.session.plan();
    let (id, lot, batch): (_, _, &BatchName) = (view.plan_id, plan.lot, &plan.batch);
    let rehearsal = if view.rehearsal { "REHEARSAL  " } else { "" };
    let ways = [
        format!(" {rehearsal}{id}   lot of {lot}   batch {batch}"),
        format!(" {rehearsal}{id}  lot {lot}  {batch}"),
        format!(" {rehearsal}{id}"),
    ];
    let width = usize::from(area.width);
    let text = fitting(&ways, width);
    Line::styled(format!("{text:<width$}"), Style::new().add_modifier(Modifier::REVERSED))
}

/// What stands below the box, the most urgent first.
fn below(view: &View<'_>, scene: &Scene<'_>, width: usize, height: usize) -> Vec<Line<'static>> {
    let (inner, roomy) = (width.saturating_sub(2), height >= ROOMY);
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let loud = bold.add_modifier(Modifier::REVERSED);
    let indented = |text: String, style| Line::styled(format!(" {text}"), style);
    let few = |text: &str, most| clip(text, inner, most).into_iter();
    let mut lines = Vec::new();
    let said = scene.said();
    if let Some(said) = &said {
        lines.extend(few(said, 2).map(|line| indented(line, bold)));
    }
    // Where there is little room, what was just said says enough.
    if said.is_none() || roomy {
        lines.extend(few(&scene.advice(), 2).map(|line| indented(line, bold)));
    }
    if let Some(last) = scene.last_line() {
        lines
            .extend(few(&last, if roomy { 3 } else { 1 }).map(|line| indented(line, Style::new())));
    }
    if let Some(decision) = scene.decision() {
        lines.push(Line::styled(
            format!(" {} ", fitting(&decision.map(str::to_owned), inner)),
            loud,
        ));
    }
    if roomy {
        lines.push(Line::default());
    }
    let plain = |text| Line::raw(format!(" {text}"));
    lines.push(plain(standing::progress(view.session, &scene.tally, inner)));
    lines.push(plain(standing::classes(&scene.tally, inner)));
    if roomy {
        lines.extend(standing::times(view.session).map(plain));
        lines.push(Line::default());
    }
    lines.push(Line::raw(keys(width)));
    lines
}

fn keys(width: usize) -> String {
    let ways = [
        " m visual defect   u undo   c counts anyway   x unreadable   q pause   Enter judges the lot",
        " m visual defect  u undo  c counts anyway  x unreadable  q pause  Enter judge",
        "m visual u undo c count x unread q pause",
    ];
    fitting(&ways.map(str::to_owned), width)
}
