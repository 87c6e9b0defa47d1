//! Which severity is due, after what became of the lots before.
//!
//! | from | to | when | ISO 2859-1:1999 |
//! |---|---|---|---|
//! | | normal | nothing was inspected yet | 9.1 |
//! | normal | tightened | 2 of 5 or fewer consecutive lots not accepted | 9.3.1 |
//! | tightened | normal | 5 consecutive lots accepted | 9.3.2 |
//! | normal | reduced | the switching score is 30 or more | 9.3.3 |
//! | reduced | normal | a lot not accepted | 9.3.4 |
//! | reduced | normal | a lot accepted between Ac and Re | ANSI/ASQ Z1.4 alone |
//! | tightened | stop | 5 lots not accepted since it began | 9.4 |
//!
//! Each rule looks at the lots since its severity began, and at no earlier one. The score is ISO's for both
//! standards; the limit numbers that ANSI/ASQ Z1.4 has in its place are not here. Reduced inspection is
//! allowed, not owed: 9.3.3 also wants steady production and people who agree.
//!
//! A lot counts under the severity that it was really inspected with. Where people chose another one than
//! was due, that one begins with this lot, as if it had been switched to. A lot after a stop is the first
//! of a new beginning: whoever inspects it says that the cause was found (9.4).

use std::fmt;

use super::Severity;

/// A lot that was inspected for the first time. Lots that were sent back and came again do not count
/// (9.3: "original inspection").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastLot {
    /// What it was inspected with.
    pub severity: Severity,
    /// Whether it was accepted.
    pub accepted: bool,
    /// Ac of its plan.
    pub accept: u32,
    /// Whether its defects were between Ac and Re. Counts under reduced inspection.
    pub in_gap: bool,
    /// Whether normal inspection with the AQL one step tighter would have accepted it as well. Counts
    /// under normal inspection with Ac 2 and more.
    pub would_pass_tighter: bool,
}

/// What is due for the next lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its severity. When inspection has stopped: that with which it may begin again.
    pub severity: Severity,
    /// Whether inspection stops until the supplier has done something about it.
    pub stopped: bool,
    /// The switching score: from 0 at each beginning of normal inspection; 0 under the others.
    pub score: u32,
    /// Why this severity, or the stop, is in force.
    pub reason: Reason,
}

/// Why a severity is in force: what it began with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No rule has changed anything yet.
    Beginning,
    /// Normal to tightened.
    TwoNotAccepted {
        /// In how many lots: 2 to 5.
        of: usize,
    },
    /// Tightened to normal.
    FiveAccepted,
    /// Tightened to a stop.
    FiveNotAccepted,
    /// Normal to reduced.
    Score {
        /// The score it ended with: 30 or more.
        score: u32,
    },
    /// Reduced to normal.
    NotAccepted,
    /// Reduced to normal, though the lot was accepted.
    InGap,
    /// People took another severity than was due.
    Chosen,
    /// People went on after a stop.
    Resumed,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Beginning => f.write_str("inspection begins as normal"),
            Self::TwoNotAccepted { of } => {
                write!(f, "2 of the last {of} lots were not accepted")
            }
            Self::FiveAccepted => {
                f.write_str("5 lots in a row were accepted under tightened inspection")
            }
            Self::FiveNotAccepted => {
                f.write_str("5 lots were not accepted since tightened inspection began")
            }
            Self::Score { score } => write!(f, "the switching score reached {score}"),
            Self::NotAccepted => f.write_str("a lot was not accepted under reduced inspection"),
            Self::InGap => f.write_str(
                "a lot under reduced inspection had defects between its acceptance and rejection numbers",
            ),
            Self::Chosen => f.write_str("the severity was chosen, not due"),
            Self::Resumed => f.write_str("inspection went on after a stop"),
        }
    }
}

/// What is due after these lots, all of one supplier and one kind of card, the oldest first.
pub fn after(lots: &[PastLot]) -> Standing {
    let mut standing = begin(Severity::Normal, Reason::Beginning);
    let mut since = Vec::new();
    for &lot in lots {
        if standing.stopped || lot.severity != standing.severity {
            standing = begin(lot.severity, taken_over(standing, lot));
            since.clear();
        }
        since.push(lot);
        if let Some(next) = due(&since) {
            standing = next;
            since.clear();
        }
    }
    let score = if standing.severity == Severity::Normal { score(&since) } else { 0 };
    Standing { score, ..standing }
}

const fn begin(severity: Severity, reason: Reason) -> Standing {
    Standing { severity, stopped: false, score: 0, reason }
}

fn taken_over(standing: Standing, lot: PastLot) -> Reason {
    if lot.severity == standing.severity { Reason::Resumed } else { Reason::Chosen }
}

/// What the lots since the severity began lead to, if they lead elsewhere.
fn due(since: &[PastLot]) -> Option<Standing> {
    match since.last()?.severity {
        Severity::Normal => due_from_normal(since),
        Severity::Tightened => due_from_tightened(since),
        Severity::Reduced => due_from_reduced(since),
    }
}

/// 9.3.1 and 9.3.3.
fn due_from_normal(since: &[PastLot]) -> Option<Standing> {
    let of = since.len().min(5);
    let score = score(since);
    if not_accepted(since.iter().rev().take(5)) >= 2 {
        Some(begin(Severity::Tightened, Reason::TwoNotAccepted { of }))
    } else if score >= 30 {
        Some(begin(Severity::Reduced, Reason::Score { score }))
    } else {
        None
    }
}

/// 9.3.2 and 9.4.
fn due_from_tightened(since: &[PastLot]) -> Option<Standing> {
    if not_accepted(since) >= 5 {
        let stop = begin(Severity::Tightened, Reason::FiveNotAccepted);
        Some(Standing { stopped: true, ..stop })
    } else if since.len() >= 5 && not_accepted(since.iter().rev().take(5)) == 0 {
        Some(begin(Severity::Normal, Reason::FiveAccepted))
    } else {
        None
    }
}

/// 9.3.4, and the gap of ANSI/ASQ Z1.4.
fn due_from_reduced(since: &[PastLot]) -> Option<Standing> {
    let last = since.last()?;
    if !last.accepted {
        Some(begin(Severity::Normal, Reason::NotAccepted))
    } else if last.in_gap {
        Some(begin(Severity::Normal, Reason::InGap))
    } else {
        None
    }
}

fn not_accepted<'a>(lots: impl IntoIterator<Item = &'a PastLot>) -> usize {
    lots.into_iter().filter(|lot| !lot.accepted).count()
}

/// 9.3.3.2: with Ac 0 or 1, 2 points for a lot that is accepted; with Ac 2 or more, 3 points for one that
/// would be with the AQL one step tighter as well. Any other lot sets the score to 0.
fn score(since: &[PastLot]) -> u32 {
    since.iter().fold(0, |score, lot| match (lot.accepted, lot.accept) {
        (true, 0 | 1) => score + 2,
        (true, _) if lot.would_pass_tighter => score + 3,
        _ => 0,
    })
}
