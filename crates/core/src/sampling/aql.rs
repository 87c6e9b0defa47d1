//! The acceptance quality limits of the tables.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An acceptance quality limit: the worst average share of defective cards, in percent, that shall still
/// be accepted most of the time.
///
/// One of the 15 from 0.010 to 6.5; the columns above, up to 1000, count defects per 100 items and are
/// not here. In files as the tables print it: `"0.65"`, `"1.0"`.
///
/// Source: ISO 2859-1:1999, 5 and Tables 2-A to 2-C.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Aql(Column);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Column {
    /// In thousandths of a percent, so that two of them compare exactly.
    thousandths: u16,
    /// As the tables print it.
    printed: &'static str,
}

/// Not an AQL of the tables.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadAql {
    /// Something else than digits with at most one point.
    #[error("{0:?} is not a number: an AQL is one of the tables, from 0.010 to 6.5 percent")]
    NotANumber(String),
    /// A number that no column stands for.
    #[error("{text} is not an AQL of the tables: {}", nearest(*.below, *.above))]
    NotInTables {
        /// As it was typed.
        text: String,
        /// The next smaller one of the tables.
        below: Option<Aql>,
        /// The next larger one.
        above: Option<Aql>,
    },
}

fn nearest(below: Option<Aql>, above: Option<Aql>) -> String {
    match (below, above) {
        (Some(below), Some(above)) => format!("the nearest are {below} and {above}"),
        (Some(only), None) | (None, Some(only)) => format!("the nearest is {only}"),
        (None, None) => "they go from 0.010 to 6.5".to_owned(),
    }
}

const fn column(thousandths: u16, printed: &'static str) -> Aql {
    Aql(Column { thousandths, printed })
}

impl Aql {
    /// All of them, from the tightest to the loosest, as the tables' columns.
    pub const ALL: [Self; 15] = [
        column(10, "0.010"),
        column(15, "0.015"),
        column(25, "0.025"),
        column(40, "0.040"),
        column(65, "0.065"),
        column(100, "0.10"),
        column(150, "0.15"),
        column(250, "0.25"),
        column(400, "0.40"),
        column(650, "0.65"),
        column(1000, "1.0"),
        column(1500, "1.5"),
        column(2500, "2.5"),
        column(4000, "4.0"),
        column(6500, "6.5"),
    ];

    /// For minor defects, where nobody asks for another.
    pub const USUAL_MINOR: Self = column(4000, "4.0");

    /// In percent: 0.01 to 6.5.
    pub fn percent(self) -> f64 {
        f64::from(self.0.thousandths) / 1000.0
    }

    /// As a share: 0.0001 to 0.065.
    pub fn fraction(self) -> f64 {
        f64::from(self.0.thousandths) / 100_000.0
    }

    /// One step tighter, if the tables have one.
    pub fn tighter(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|&other| other < self)
    }

    /// One step looser, if the tables have one.
    pub fn looser(self) -> Option<Self> {
        Self::ALL.into_iter().find(|&other| other > self)
    }
}

impl fmt::Display for Aql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0.printed)
    }
}

impl FromStr for Aql {
    type Err = BadAql;

    fn from_str(text: &str) -> Result<Self, BadAql> {
        let plain = text.chars().all(|c| c.is_ascii_digit() || c == '.');
        let percent = text.parse::<f64>().ok().filter(|_| plain);
        let percent = percent.ok_or_else(|| BadAql::NotANumber(text.to_owned()))?;
        let mut all = Self::ALL.into_iter();
        all.clone().find(|aql| aql.percent().total_cmp(&percent).is_eq()).ok_or_else(|| {
            BadAql::NotInTables {
                text: text.to_owned(),
                below: all.clone().rev().find(|aql| aql.percent() < percent),
                above: all.find(|aql| aql.percent() > percent),
            }
        })
    }
}

impl TryFrom<String> for Aql {
    type Error = BadAql;

    fn try_from(text: String) -> Result<Self, BadAql> {
        text.parse()
    }
}

impl From<Aql> for String {
    fn from(aql: Aql) -> Self {
        aql.to_string()
    }
}
