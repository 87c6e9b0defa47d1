//! Charts as SVG, made by plotters.

pub(crate) mod curve;
pub(crate) mod histogram;
pub(crate) mod ink;
pub(crate) mod map;
pub(crate) mod mark;
pub(crate) mod point;

use askama::Template;
use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea as _};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, TextStyle};

use crate::error::ReportError;
use ink::Ink;

/// Where a chart is drawn.
pub(crate) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A drawing: what is inside its `<svg>`, and what a screen reader says of it. Shown, it is the element.
#[derive(Debug, Template)]
#[template(path = "figure.html")]
pub(crate) struct Figure {
    /// On the page; empty if words beside the drawing say all of it.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) description: String,
    /// In CSS pixels, when there is room.
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// In the drawing's own units.
    pub(crate) view_box: String,
    pub(crate) body: String,
}

/// Plotters places things at whole numbers: four of its units are a CSS pixel, so that nothing is seen to jump.
const SCALE: u32 = 4;

/// CSS pixels in the units of a drawing.
pub(crate) const fn px(pixels: i32) -> i32 {
    pixels * 4
}

impl Figure {
    /// What `draw` draws on so many CSS pixels.
    pub(crate) fn draw(
        (width, height): (u32, u32),
        draw: impl FnOnce(&Area<'_>) -> Result<(), ReportError>,
    ) -> Result<Self, ReportError> {
        let size = (width * SCALE, height * SCALE);
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
            draw(&area)?;
            area.present()?;
        }
        Ok(Self {
            id: String::new(),
            title: String::new(),
            description: String::new(),
            width,
            height,
            view_box: format!("0 0 {} {}", size.0, size.1),
            body: inside(&svg).to_owned(),
        })
    }

    /// With words for who does not see it.
    pub(crate) fn told(
        self,
        id: impl Into<String>,
        title: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        Self { id: id.into(), title: title.into(), description: description.into(), ..self }
    }
}

/// The content of the outermost element.
fn inside(svg: &str) -> &str {
    let content = svg.split_once('>').map_or(svg, |(_, content)| content);
    content.rsplit_once("</svg>").map_or(content, |(content, _)| content)
}

/// Text in the page's own font, `size` CSS pixels high.
pub(crate) fn text(size: f64, ink: Ink, across: HPos, down: VPos) -> TextStyle<'static> {
    // Plotters' SVG takes 1.24 for the ratio of a font's height to its em.
    let size = size * f64::from(SCALE) * 1.24;
    let style = TextStyle::from(("inherit", size)).pos(Pos::new(across, down));
    TextStyle { color: ink.colour().to_backend_color(), ..style }
}
