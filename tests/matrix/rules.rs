//! What a cell may be. A refusal comes before anything is written to the card, ends with 6, and names readers that do
//! what was asked; whatever else is said is true.

use tapsmith_reader::family::Family;

use crate::cell::{Cell, Refusal};
use crate::trial::Line;

/// "The card is not in the state asked for": what a reader cannot do ends like that.
const CARD_STATE: i32 = 6;

/// What was said is not so.
pub(crate) const UNTRUE: &str = "what is said is not true";
/// The refusal came when the card was another one already.
pub(crate) const TOO_LATE: &str = "it is refused when the card was written to";
/// The hint leads nowhere.
pub(crate) const NOT_NAMED: &str = "no reader is named that could";
/// The hint leads to a reader that refuses as well.
pub(crate) const NAMED_WRONGLY: &str = "a reader is named that cannot";

/// A rule that some cells of a line break.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Job and card.
    pub(crate) place: String,
    /// The card alone.
    pub(crate) card: String,
    /// What is wrong.
    pub(crate) what: &'static str,
    /// On readers of these families.
    pub(crate) families: Vec<&'static str>,
}

/// Faults that are known, with their reason.
#[derive(Debug)]
pub(crate) struct Known {
    /// How the card's name begins.
    pub(crate) card: &'static str,
    /// As [`Fault::what`].
    pub(crate) what: &'static str,
    /// Why it is so.
    pub(crate) why: &'static str,
}

impl Known {
    pub(crate) fn covers(&self, fault: &Fault) -> bool {
        fault.card.starts_with(self.card) && fault.what == self.what
    }
}

/// The rules that are broken.
pub(crate) fn faults(lines: &[Line]) -> Vec<Fault> {
    lines.iter().flat_map(of_line).collect()
}

fn of_line(line: &Line) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    for (family, cell) in line.by_family() {
        let Some(what) = fault(line, cell) else { continue };
        match faults.iter_mut().find(|fault| fault.what == what) {
            Some(fault) => fault.families.push(family.name()),
            None => faults.push(Fault {
                place: format!("{}, {}", line.job, line.card),
                card: line.card.clone(),
                what,
                families: vec![family.name()],
            }),
        }
    }
    faults
}

fn fault(line: &Line, cell: &Cell) -> Option<&'static str> {
    match cell {
        Cell::Works(_) | Cell::NoCard | Cell::NoBatch(_) => None,
        Cell::Wrong(_) => Some(UNTRUE),
        Cell::HalfWay(_) => Some(TOO_LATE),
        Cell::Refused(refusal) if refusal.exit != Some(CARD_STATE) => {
            Some("it ends with another exit code")
        }
        Cell::Refused(refusal) => hint(line, refusal),
    }
}

fn hint(line: &Line, refusal: &Refusal) -> Option<&'static str> {
    let named = refusal.named();
    let works = |family: &Family| line.by_family().any(|(of, cell)| of == *family && cell.works());
    if named.is_empty() {
        Some(NOT_NAMED)
    } else if !named.iter().all(works) {
        Some(NAMED_WRONGLY)
    } else {
        None
    }
}
