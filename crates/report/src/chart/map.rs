//! The map of the sample: a mark a unit, in the order of numbers.
//!
//! A row begins with the number of its first unit and ends with the numbers of those that failed. A large
//! sample is drawn in bands, since paper breaks between drawings and not inside one.

use plotters::element::Text;
use plotters::style::text_anchor::{HPos, VPos};
use tapsmith_desk::qa::report::Unit;

use super::ink::Ink;
use super::mark::Mark;
use super::{Area, Figure, px, text};
use crate::error::ReportError;

const COLUMNS: usize = 25;
const ROWS_OF_A_BAND: usize = 10;
/// The side of a cell, in CSS pixels.
const CELL: i32 = 16;
/// Where the first cell begins, and the numbers of the failed.
const CELLS_FROM: i32 = 62;
const NUMBERS_FROM: i32 = CELLS_FROM + 25 * CELL + 10;
const WIDTH: u32 = 700;
/// What fits beside a row.
const NUMBERS_WIDTH: usize = 30;

/// The bands of the map. `units` are in the order of numbers.
pub(crate) fn draw(units: &[&Unit]) -> Result<Vec<Figure>, ReportError> {
    units.chunks(COLUMNS * ROWS_OF_A_BAND).map(band).collect()
}

fn band(units: &[&Unit]) -> Result<Figure, ReportError> {
    let rows = units.len().div_ceil(COLUMNS);
    let height = u32::try_from(rows).unwrap_or(0) * 16 + 2;
    let figure = Figure::draw((WIDTH, height), |area| {
        let middles = (0..).map(|row| px(row * CELL + CELL / 2 + 1));
        for (units, y) in units.chunks(COLUMNS).zip(middles) {
            row(area, units, y)?;
        }
        Ok(())
    })?;
    let first = units.first().map_or(0, |unit| unit.number);
    Ok(figure.told(format!("map-{first}"), "Map of the sample", description(units)))
}

fn row(area: &Area<'_>, units: &[&Unit], y: i32) -> Result<(), ReportError> {
    if let [first, ..] = units {
        let style = text(11.0, Ink::Dim, HPos::Right, VPos::Center);
        area.draw(&Text::new(first.number.to_string(), (px(CELLS_FROM - 10), y), style))?;
    }
    let middles = (0..).map(|column| px(CELLS_FROM + column * CELL + CELL / 2));
    for (unit, x) in units.iter().zip(middles) {
        Mark::of(unit).draw(area, (x, y))?;
    }
    let style = text(11.0, Ink::Text, HPos::Left, VPos::Center);
    area.draw(&Text::new(failed_numbers(units), (px(NUMBERS_FROM), y), style))?;
    Ok(())
}

/// As many as fit, and how many more.
fn failed_numbers(units: &[&Unit]) -> String {
    let failed: Vec<_> = units
        .iter()
        .filter(|unit| Mark::of(unit).is_failed())
        .map(|unit| format!("{}\u{a0}{}", Mark::of(unit).letter(), unit.number))
        .collect();
    let mut line = String::new();
    for (index, number) in failed.iter().enumerate() {
        if line.chars().count() + number.chars().count() > NUMBERS_WIDTH {
            return format!("{line} +{}", failed.len() - index);
        }
        let comma = if line.is_empty() { "" } else { ", " };
        line = format!("{line}{comma}{number}");
    }
    line
}

fn description(units: &[&Unit]) -> String {
    let first = units.first().map_or(0, |unit| unit.number);
    let last = units.last().map_or(0, |unit| unit.number);
    let failed = units.iter().filter(|unit| Mark::of(unit).is_failed()).count();
    format!("{} units from {first} to {last}, of which {failed} failed.", units.len())
}
