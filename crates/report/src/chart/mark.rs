//! How a unit of the sample looks: by its shape and a letter first, by its colour last.

use plotters::element::{Circle, Rectangle, Text};
use plotters::style::text_anchor::{HPos, VPos};
use tapsmith_desk::qa::class::Class;
use tapsmith_desk::qa::report::{Unit, UnitState};

use super::ink::Ink;
use super::{Area, Figure, px, text};
use crate::error::ReportError;

/// How a unit stands, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Defective, in a class.
    Of(Class),
    /// Defective, in none.
    Defective,
    /// Of no card that could be read.
    Missing,
    /// Not looked at.
    Open,
    /// Without a defect.
    Good,
}

impl Mark {
    pub(crate) const ALL: [Self; 7] = [
        Self::Of(Class::Critical),
        Self::Of(Class::Major),
        Self::Of(Class::Minor),
        Self::Defective,
        Self::Missing,
        Self::Open,
        Self::Good,
    ];

    pub(crate) fn of(unit: &Unit) -> Self {
        match (unit.state, unit.class) {
            (UnitState::Good, _) => Self::Good,
            (UnitState::Open, _) => Self::Open,
            (UnitState::Missing, _) => Self::Missing,
            (UnitState::Defective, Some(class)) => Self::Of(class),
            (UnitState::Defective, None) => Self::Defective,
        }
    }

    /// Whether its number must be told.
    pub(crate) fn is_failed(self) -> bool {
        !matches!(self, Self::Open | Self::Good)
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Of(Class::Critical) => "critical",
            Self::Of(Class::Major) => "major",
            Self::Of(Class::Minor) => "minor",
            Self::Defective => "defective",
            Self::Missing => "missing",
            Self::Open => "not looked at",
            Self::Good => "good",
        }
    }

    pub(crate) fn letter(self) -> &'static str {
        match self {
            Self::Of(Class::Critical) => "C",
            Self::Of(Class::Major) => "M",
            Self::Of(Class::Minor) => "m",
            Self::Defective => "D",
            Self::Missing => "?",
            Self::Open | Self::Good => "",
        }
    }

    /// Around `at`, 13 pixels wide at most.
    pub(crate) fn draw(self, area: &Area<'_>, at: (i32, i32)) -> Result<(), ReportError> {
        match self {
            Self::Good => area.draw(&Circle::new(at, px(2), Ink::Good.fill()))?,
            Self::Open => area.draw(&Circle::new(at, px(4), Ink::Dim.line(1)))?,
            Self::Of(Class::Critical) => self.solid(area, at, Ink::Bad)?,
            Self::Of(Class::Major) | Self::Defective => self.hollow(area, at, Ink::Bad, 2)?,
            Self::Of(Class::Minor) => self.hollow(area, at, Ink::Wait, 1)?,
            Self::Missing => self.hollow(area, at, Ink::Text, 1)?,
        }
        Ok(())
    }

    fn solid(self, area: &Area<'_>, at: (i32, i32), ink: Ink) -> Result<(), ReportError> {
        area.draw(&Rectangle::new(square(at, 26), ink.fill()))?;
        self.lettered(area, at, Ink::Paper)
    }

    /// As a frame around paper: SVG's own frame has no width in plotters.
    fn hollow(
        self,
        area: &Area<'_>,
        at: (i32, i32),
        ink: Ink,
        width: i32,
    ) -> Result<(), ReportError> {
        area.draw(&Rectangle::new(square(at, 26), ink.fill()))?;
        area.draw(&Rectangle::new(square(at, 26 - px(width)), Ink::Paper.fill()))?;
        self.lettered(area, at, ink)
    }

    fn lettered(self, area: &Area<'_>, (x, y): (i32, i32), ink: Ink) -> Result<(), ReportError> {
        let style = text(10.0, ink, HPos::Center, VPos::Center);
        // A small letter has its middle where plotters puts it, a capital has it a pixel higher.
        let down = if self == Self::Of(Class::Minor) { 0 } else { px(1) };
        area.draw(&Text::new(self.letter(), (x, y + down), style))?;
        Ok(())
    }

    /// Alone, for a key.
    pub(crate) fn figure(self) -> Result<Figure, ReportError> {
        Figure::draw((15, 15), |area| self.draw(area, (30, 30)))
    }
}

/// `half` its width, in the drawing's units.
fn square((x, y): (i32, i32), half: i32) -> [(i32, i32); 2] {
    [(x - half, y - half), (x + half, y + half)]
}
