//! The operating characteristic: how likely a lot is accepted, by its share of defectives.

use plotters::backend::SVGBackend;
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{DashedPathElement, PathElement};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color as _, ShapeStyle};
use tapsmith_desk::qa::report::Curve;

use super::ink::Ink;
use super::point::{self, Point, Shape};
use super::{Area, Figure, px, text};
use crate::error::ReportError;
use crate::words::percent;

type Plane<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

const SIZE: (u32, u32) = (600, 340);

/// Both curves, and the points that a reader looks for on them.
pub(crate) fn draw(curve: &Curve) -> Result<Figure, ReportError> {
    let figure = Figure::draw(SIZE, |area| {
        let max = widest(curve);
        let mut plane = ChartBuilder::on(area)
            .margin_top(px(34))
            .margin_right(px(70))
            .x_label_area_size(px(48))
            .y_label_area_size(px(62))
            .build_cartesian_2d(0.0..max, 0.0..1.0)?;
        draw_axes(&mut plane)?;
        draw_lines(&mut plane, curve, max)?;
        draw_points(area, &plane, curve)
    })?;
    Ok(figure.told("curve", "Operating characteristic", description(curve)))
}

/// Where the chart ends: far enough for the curve to be down, and for what was found.
fn widest(curve: &Curve) -> f64 {
    let [aql, _] = curve.aql;
    let found = curve.found.map_or(0.0, |[share, _]| share);
    (curve.lq10 * 2.0).max(aql * 3.0).max(found * 1.15).clamp(0.001, 1.0)
}

fn draw_axes(plane: &mut Plane<'_, '_>) -> Result<(), ReportError> {
    let none = ShapeStyle { color: Ink::Paper.colour().mix(0.0), filled: false, stroke_width: 0 };
    plane
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(none)
        .bold_line_style(Ink::Line.line(1))
        .axis_style(Ink::Dim.line(1))
        .set_all_tick_mark_size(px(4))
        .x_labels(7)
        .y_labels(5)
        .x_label_formatter(&|share| percent(share))
        .y_label_formatter(&|share| percent(share))
        .label_style(text(12.0, Ink::Dim, HPos::Center, VPos::Center))
        .axis_desc_style(text(12.0, Ink::Text, HPos::Center, VPos::Center))
        .x_desc("share of defective cards")
        .y_desc("lots accepted")
        .draw()?;
    Ok(())
}

/// The process as one line, this lot as dashes over it: both can be seen where they are one.
fn draw_lines(plane: &mut Plane<'_, '_>, curve: &Curve, max: f64) -> Result<(), ReportError> {
    let within = |line: &[[f64; 2]]| -> Vec<(f64, f64)> {
        line.iter().filter(|[x, _]| *x <= max).map(|[x, y]| (*x, *y)).collect()
    };
    let process = PathElement::new(within(&curve.process), Ink::Process.line(2));
    plane.draw_series([process])?;
    let lot = DashedPathElement::new(within(&curve.lot), px(7), px(6), Ink::Lot.line(2));
    plane.draw_series([lot])?;
    Ok(())
}

fn draw_points(area: &Area<'_>, plane: &Plane<'_, '_>, curve: &Curve) -> Result<(), ReportError> {
    let [aql, at_aql] = curve.aql;
    let point = |shape, x: f64, y: f64| Point { shape, at: plane.backend_coord(&(x, y)) };
    let mut points = vec![point(Shape::Lq10, curve.lq10, 0.1), point(Shape::Aql, aql, at_aql)];
    if let Some([share, accepted]) = curve.found {
        points.push(point(Shape::Found, share, accepted));
    }
    point::draw(area, points)
}

fn description(curve: &Curve) -> String {
    let [aql, at_aql] = curve.aql;
    let found = curve.found.map_or_else(String::new, |[share, accepted]| {
        format!(" In this lot {} were found, where it is {}.", percent(share), percent(accepted))
    });
    format!(
        "The probability that a lot is accepted falls from 100 % without defects to {} at the AQL of {}, and to \
         10 % at {}.{found}",
        percent(at_aql),
        percent(aql),
        percent(curve.lq10),
    )
}
