//! Single sampling plans: how many cards to look at, and how many of them may be defective.

use serde::{Deserialize, Serialize};

use super::table::{Cell, cell};
use super::{Aql, CodeLetter, Level, LotSize, Severity, Standard};

/// A single sampling plan of the master tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SinglePlan {
    /// The row it was found in: after the arrows, so not always the lot's own letter.
    pub letter: CodeLetter,
    /// Cards to draw, as the table prints it. Where it is no less than the lot, all cards are inspected.
    pub sample_size: u64,
    /// Ac: at most so many defective cards, and the lot is accepted.
    pub accept: u32,
    /// Re: so many or more, and it is not. Ac + 1, but in the reduced table of ANSI/ASQ Z1.4.
    pub reject: u32,
}

/// What a sample says of its lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// At most Ac defective cards.
    Accepted,
    /// More than Ac and less than Re: the lot is accepted, and normal inspection comes back with the next
    /// one. Source: ANSI/ASQ Z1.4, reduced inspection; [`Standard::Iso2859_1`] has no such gap.
    AcceptedInGap,
    /// Re or more.
    Rejected,
}

impl SinglePlan {
    /// The plan for a lot. Where the table has an arrow, the first plan it points to, with its own sample
    /// size.
    ///
    /// Source: ISO 2859-1:1999, 10.3 and Tables 2-A to 2-C.
    pub fn find(
        standard: Standard,
        severity: Severity,
        level: Level,
        lot: LotSize,
        aql: Aql,
    ) -> Self {
        let own = CodeLetter::of(level, lot);
        let plan = |letter| Self::printed(standard, severity, letter, aql);
        let letters = CodeLetter::ALL.into_iter();
        let found = match cell(standard, severity, own, aql) {
            Cell::Up => letters.rev().filter(|&letter| letter <= own).find_map(plan),
            _ => letters.filter(|&letter| letter >= own).find_map(plan),
        };
        // Every arrow of the tables ends at a plan.
        found.unwrap_or_else(|| Self::none_allowed(severity, own))
    }

    /// The plan in the row of `letter`, without arrows, for the loosest AQL not above `aql` that has
    /// numbers there: to judge another class of defects in a sample that is already drawn.
    ///
    /// Where the row has none, Ac is 0: never looser than what was asked for, as far as this sample can
    /// tell.
    ///
    /// Source: ISO 2859-1:1999, 10.3, by which one code letter serves all classes of a lot.
    pub fn at_letter(standard: Standard, severity: Severity, letter: CodeLetter, aql: Aql) -> Self {
        let mut not_above = Aql::ALL.into_iter().rev().filter(|&column| column <= aql);
        not_above
            .find_map(|column| Self::printed(standard, severity, letter, column))
            .unwrap_or_else(|| Self::none_allowed(severity, letter))
    }

    /// The plan of one field of the table, where it has numbers.
    fn printed(
        standard: Standard,
        severity: Severity,
        letter: CodeLetter,
        aql: Aql,
    ) -> Option<Self> {
        let Cell::Plan(accept, reject) = cell(standard, severity, letter, aql) else { return None };
        Some(Self { letter, sample_size: letter.sample_size(severity), accept, reject })
    }

    const fn none_allowed(severity: Severity, letter: CodeLetter) -> Self {
        Self { letter, sample_size: letter.sample_size(severity), accept: 0, reject: 1 }
    }

    /// What so many defective cards in the sample mean for the lot.
    pub fn outcome(self, defects: u64) -> Outcome {
        if defects <= self.accept.into() {
            Outcome::Accepted
        } else if defects < self.reject.into() {
            Outcome::AcceptedInGap
        } else {
            Outcome::Rejected
        }
    }
}
