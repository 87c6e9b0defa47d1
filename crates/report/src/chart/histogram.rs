//! How many cards showed which read counter.

use plotters::element::{PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, VPos};
use tapsmith_desk::qa::report::Counters;

use super::ink::Ink;
use super::{Area, Figure, px, text};
use crate::error::ReportError;

const SIZE: (u32, u32) = (560, 180);
const LEFT: i32 = 12;
const WIDTH: i32 = 536;
const TOP: i32 = 24;
const FLOOR: i32 = 146;
/// More bars than this have no room for their counts.
const BARS: u32 = 16;
const WIDEST_BAR: i32 = 48;

/// Cards whose counter is `from` or above, and below the next bar's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bar {
    from: u32,
    cards: u32,
}

/// One bar a counter, or one a range of them if there are many. None if all cards show the same.
pub(crate) fn draw(counters: &Counters) -> Result<Option<Figure>, ReportError> {
    if counters.lowest == counters.highest {
        return Ok(None);
    }
    let step = step(counters.highest.saturating_sub(counters.lowest));
    let bars = bars(counters, step);
    let figure = Figure::draw(SIZE, |area| draw_bars(area, &bars, step))?;
    let ranges = if step == 1 { String::new() } else { format!(", {step} counters a bar") };
    Ok(Some(figure.told("counters", "Read counters", format!("Cards by read counter{ranges}."))))
}

/// A round width that makes [`BARS`] bars at most.
fn step(span: u32) -> u32 {
    let tens = (0..8).map(|power| 10_u32.pow(power));
    let mut round = tens.flat_map(|ten| [ten, 2 * ten, 5 * ten]);
    round.find(|step| span / step + 2 <= BARS).unwrap_or(u32::MAX)
}

fn bars(counters: &Counters, step: u32) -> Vec<Bar> {
    let begin = |counter: u32| counter / step * step;
    let starts = (0..BARS).map_while(|index| begin(counters.lowest).checked_add(index * step));
    starts
        .take_while(|from| *from <= counters.highest)
        .map(|from| {
            let inside = counters.counts.iter().filter(|[counter, _]| begin(*counter) == from);
            Bar { from, cards: inside.map(|[_, cards]| cards).sum() }
        })
        .collect()
}

fn draw_bars(area: &Area<'_>, bars: &[Bar], step: u32) -> Result<(), ReportError> {
    let wide = WIDEST_BAR.min(WIDTH / i32::try_from(bars.len()).unwrap_or(1).max(1));
    let highest = bars.iter().map(|bar| bar.cards).max().unwrap_or(1).max(1);
    for (bar, x) in bars.iter().zip((0..).map(|index| LEFT + index * wide)) {
        draw_bar(area, *bar, (x, wide), highest)?;
        label(area, *bar, (x, wide), step)?;
    }
    let right = LEFT + wide * i32::try_from(bars.len()).unwrap_or(0);
    let floor = [(px(LEFT), px(FLOOR)), (px(right), px(FLOOR))];
    area.draw(&PathElement::new(floor, Ink::Dim.line(1)))?;
    Ok(())
}

fn draw_bar(
    area: &Area<'_>,
    bar: Bar,
    (x, wide): (i32, i32),
    highest: u32,
) -> Result<(), ReportError> {
    if bar.cards == 0 {
        return Ok(());
    }
    let room = u64::from(px(FLOOR - TOP).unsigned_abs());
    let height = room * u64::from(bar.cards) / u64::from(highest);
    // A card must be seen, however many the others are.
    let top = px(FLOOR) - i32::try_from(height).unwrap_or(0).max(px(3));
    let corners = [(px(x + 2), top), (px(x + wide - 2), px(FLOOR))];
    area.draw(&Rectangle::new(corners, Ink::Process.fill()))?;
    let style = text(11.0, Ink::Text, HPos::Center, VPos::Bottom);
    area.draw(&Text::new(bar.cards.to_string(), (px(x + wide / 2), top - px(3)), style))?;
    Ok(())
}

/// A counter stands under the middle of its bar, the begin of a range under the bar's left edge.
fn label(area: &Area<'_>, bar: Bar, (x, wide): (i32, i32), step: u32) -> Result<(), ReportError> {
    let x = if step == 1 { x + wide / 2 } else { x + 2 };
    let across = if step == 1 { HPos::Center } else { HPos::Left };
    let style = text(11.0, Ink::Dim, across, VPos::Top);
    area.draw(&Text::new(bar.from.to_string(), (px(x), px(FLOOR + 6)), style))?;
    Ok(())
}
