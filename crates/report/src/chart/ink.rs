//! The page's colours, by light and in the dark.
//!
//! Plotters writes colours as they are, so its drawings cannot name a variable of the page. They are drawn in the
//! colours of light, which are all different; the page's style then finds each by its attribute and puts the
//! variable in its place. So a drawing that somebody cuts out of the page still has its colours.

use std::fmt::Write as _;

use plotters::style::{Color as _, RGBColor, ShapeStyle};

/// A colour of the page. Text in any of them but [`Ink::Line`] has a contrast of 4.5 or more on [`Ink::Paper`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// What all is written on.
    Paper,
    /// What it is written in.
    Text,
    /// What matters less.
    Dim,
    /// Rules of tables, axes.
    Line,
    /// Accepted.
    Good,
    /// Rejected, critical, major.
    Bad,
    /// Unfinished, rehearsal, minor.
    Wait,
    /// The curve of the process.
    Process,
    /// The curve of this lot.
    Lot,
}

impl Ink {
    const ALL: [Self; 9] = [
        Self::Paper,
        Self::Text,
        Self::Dim,
        Self::Line,
        Self::Good,
        Self::Bad,
        Self::Wait,
        Self::Process,
        Self::Lot,
    ];

    /// The name of the page's variable, by light, in the dark.
    const fn swatch(self) -> (&'static str, [u8; 3], [u8; 3]) {
        match self {
            Self::Paper => ("paper", [0xff, 0xff, 0xff], [0x16, 0x18, 0x1b]),
            Self::Text => ("text", [0x1c, 0x1e, 0x21], [0xe9, 0xe7, 0xe2]),
            Self::Dim => ("dim", [0x5c, 0x61, 0x68], [0xa3, 0xa8, 0xae]),
            Self::Line => ("line", [0xd6, 0xd9, 0xdd], [0x3a, 0x3f, 0x45]),
            Self::Good => ("good", [0x17, 0x69, 0x3a], [0x6f, 0xcb, 0x8f]),
            Self::Bad => ("bad", [0xb0, 0x23, 0x1c], [0xff, 0x8f, 0x85]),
            Self::Wait => ("wait", [0x80, 0x54, 0x00], [0xe6, 0xb4, 0x50]),
            Self::Process => ("process", [0x1d, 0x5c, 0xa6], [0x7f, 0xb6, 0xf5]),
            Self::Lot => ("lot", [0xa8, 0x52, 0x00], [0xf0, 0xa3, 0x5c]),
        }
    }

    /// To draw with.
    pub(crate) const fn colour(self) -> RGBColor {
        let (_, [red, green, blue], _) = self.swatch();
        RGBColor(red, green, blue)
    }

    /// An area.
    pub(crate) fn fill(self) -> ShapeStyle {
        self.colour().filled()
    }

    /// A line so many CSS pixels wide.
    pub(crate) fn line(self, pixels: u32) -> ShapeStyle {
        self.colour().stroke_width(pixels * super::SCALE)
    }
}

/// The variables, and what puts them into drawings. Paper is what a page is printed on, in the dark too.
pub(crate) fn style() -> String {
    let (mut light, mut dark, mut drawings) = (String::new(), String::new(), String::new());
    for (name, by_light, in_the_dark) in Ink::ALL.map(Ink::swatch) {
        let (by_light, in_the_dark) = (hex(by_light), hex(in_the_dark));
        let _ = write!(light, "--{name}:{by_light};");
        let _ = write!(dark, "--{name}:{in_the_dark};");
        for attribute in ["fill", "stroke"] {
            let _ =
                writeln!(drawings, "svg [{attribute}=\"{by_light}\"]{{{attribute}:var(--{name})}}");
        }
    }
    format!(
        ":root{{color-scheme:light dark;{light}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{drawings}"
    )
}

/// As plotters writes it.
fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Ink;

    /// WCAG 2.2, "relative luminance".
    fn luminance(colour: [u8; 3]) -> f64 {
        let [red, green, blue] = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// WCAG 2.2, "contrast ratio".
    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_can_be_read_by_light_and_in_the_dark() {
        let (_, light, dark) = Ink::Paper.swatch();
        for ink in Ink::ALL.into_iter().filter(|ink| !matches!(ink, Ink::Paper | Ink::Line)) {
            let (name, by_light, in_the_dark) = ink.swatch();
            assert!(contrast(by_light, light) >= 4.5, "{name}");
            assert!(contrast(in_the_dark, dark) >= 4.5, "{name}");
        }
    }

    #[test]
    fn no_two_are_the_same_by_light() {
        let colours: HashSet<_> = Ink::ALL.map(|ink| ink.swatch().1).into();
        assert_eq!(colours.len(), Ink::ALL.len());
    }
}
