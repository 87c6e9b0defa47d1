//! The points on the operating characteristic, told apart by their shape, each with its name beside it.

use plotters::element::{Circle, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, VPos};

use super::ink::Ink;
use super::{Area, Figure, px, text};
use crate::error::ReportError;

/// Which point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A ring.
    Aql,
    /// A hollow square.
    Lq10,
    /// A solid diamond.
    Found,
}

/// Where it is, in the drawing's units.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    pub(crate) shape: Shape,
    pub(crate) at: (i32, i32),
}

/// The height of a name, and a width that no name has.
const LINE: i32 = px(17);
const WIDEST: i32 = px(64);

/// The points with their names. The curve falls to the right, so right of a point and above it there is paper:
/// names stand there, and one that would cover another goes up.
pub(crate) fn draw(area: &Area<'_>, mut points: Vec<Point>) -> Result<(), ReportError> {
    points.sort_by_key(|point| -point.at.1);
    for (point, name) in points.iter().zip(names(&points)) {
        point.shape.draw(area, point.at)?;
        area.draw(&Text::new(point.shape.name(), name, point.shape.text()))?;
    }
    Ok(())
}

/// Where the names begin; `points` are the lowest first.
fn names(points: &[Point]) -> Vec<(i32, i32)> {
    let mut names: Vec<(i32, i32)> = Vec::new();
    for Point { at: (x, y), .. } in points {
        let mut name = (x + px(11), y - px(9));
        while let Some((_, below)) = names.iter().find(|other| covers(name, **other)) {
            name.1 = below - LINE;
        }
        names.push(name);
    }
    names
}

fn covers((x, y): (i32, i32), (other_x, other_y): (i32, i32)) -> bool {
    (x - other_x).abs() < WIDEST && (y - other_y).abs() < LINE
}

impl Shape {
    fn name(self) -> &'static str {
        match self {
            Self::Aql => "AQL",
            Self::Lq10 => "LQ10",
            Self::Found => "this lot",
        }
    }

    fn text(self) -> plotters::style::TextStyle<'static> {
        let ink = if self == Self::Found { Ink::Text } else { Ink::Dim };
        text(13.0, ink, HPos::Left, VPos::Center)
    }

    fn draw(self, area: &Area<'_>, (x, y): (i32, i32)) -> Result<(), ReportError> {
        let square = |half: i32| [(x - half, y - half), (x + half, y + half)];
        let diamond = |half: i32| [(x, y - half), (x + half, y), (x, y + half), (x - half, y)];
        match self {
            Self::Aql => {
                area.draw(&Circle::new((x, y), px(5), Ink::Paper.fill()))?;
                area.draw(&Circle::new((x, y), px(5), Ink::Text.line(2)))?;
            }
            Self::Lq10 => {
                area.draw(&Rectangle::new(square(px(5)), Ink::Text.fill()))?;
                area.draw(&Rectangle::new(square(px(3)), Ink::Paper.fill()))?;
            }
            Self::Found => {
                area.draw(&Polygon::new(diamond(px(9)), Ink::Paper.fill()))?;
                area.draw(&Polygon::new(diamond(px(7)), Ink::Text.fill()))?;
            }
        }
        Ok(())
    }

    /// Alone, for a key.
    pub(crate) fn figure(self) -> Result<Figure, ReportError> {
        Figure::draw((18, 18), |area| self.draw(area, (36, 36)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Point, Shape, covers, names};

    #[test]
    fn no_name_covers_another() {
        let points = [Shape::Lq10, Shape::Aql, Shape::Found];
        let places = names(&points.map(|shape| Point { shape, at: (400, 400) }));
        for (index, name) in places.iter().enumerate() {
            assert!(places.iter().skip(index + 1).all(|other| !covers(*name, *other)));
        }
    }
}
