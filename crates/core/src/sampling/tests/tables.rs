use super::super::Outcome::{Accepted, AcceptedInGap, Rejected};
use super::super::table::{Cell, cell};
use super::super::*;
use super::{lot, rows};

const TABLES: [(&str, Standard, Severity); 6] = [
    ("iso2859_normal", Standard::Iso2859_1, Severity::Normal),
    ("iso2859_normal", Standard::Z1_4, Severity::Normal),
    ("iso2859_tightened", Standard::Iso2859_1, Severity::Tightened),
    ("iso2859_tightened", Standard::Z1_4, Severity::Tightened),
    ("iso2859_reduced_iso1999", Standard::Iso2859_1, Severity::Reduced),
    ("iso2859_reduced_z14", Standard::Z1_4, Severity::Reduced),
];

fn letter(name: &str) -> CodeLetter {
    CodeLetter::ALL.into_iter().find(|letter| letter.to_string() == name).unwrap()
}

fn as_text(cell: Cell) -> String {
    match cell {
        Cell::Down => "down".to_owned(),
        Cell::Up => "up".to_owned(),
        Cell::Plan(accept, reject) => format!("{accept}/{reject}"),
        Cell::Blank => "-".to_owned(),
    }
}

/// A lot and a level that have this letter.
fn of_letter(letter: CodeLetter) -> (Level, LotSize) {
    let sizes = [2, 9, 16, 26, 51, 91, 151, 281, 501, 1201, 3201, 10_001, 35_001, 150_001, 500_001];
    let all = sizes.into_iter().flat_map(|size| Level::ALL.map(|level| (level, lot(size))));
    all.into_iter().find(|&(level, lot)| CodeLetter::of(level, lot) == letter).unwrap()
}

#[test]
fn every_code_letter_at_both_ends_of_its_lots() {
    let rows = rows("iso2859_code_letters");
    for row in &rows {
        let max = row["lot_max"].parse().unwrap_or(LotSize::MAX.as_u64());
        for size in [row["lot_min"].parse().unwrap(), max] {
            for level in Level::ALL {
                let found = CodeLetter::of(level, lot(size)).to_string();
                assert_eq!(found, row[level.name()], "{size} at {level}");
            }
        }
    }
    assert_eq!(rows.len(), 15);
}

#[test]
fn every_field_as_printed() {
    for (file, standard, severity) in TABLES {
        let rows = rows(&format!("{file}_raw"));
        for row in &rows {
            let letter = letter(&row["letter"]);
            assert_eq!(letter.sample_size(severity).to_string(), row["n"], "{file} {letter}");
            for aql in Aql::ALL {
                let found = as_text(cell(standard, severity, letter, aql));
                assert_eq!(found, row[&aql.to_string()], "{file} {letter} {aql}");
            }
        }
        assert!(rows.len() >= 16, "{file}");
    }
}

#[test]
fn every_plan_after_the_arrows() {
    for (file, standard, severity) in TABLES {
        let rows = rows(&format!("{file}_resolved"));
        for row in &rows {
            let (level, lot) = of_letter(letter(&row["letter"]));
            let aql = row["aql"].parse().unwrap();
            let wanted = SinglePlan {
                letter: letter(&row["plan_letter"]),
                sample_size: row["n"].parse().unwrap(),
                accept: row["ac"].parse().unwrap(),
                reject: row["re"].parse().unwrap(),
            };
            let found = SinglePlan::find(standard, severity, level, lot, aql);
            assert_eq!(found, wanted, "{file} {row:?}");
        }
        assert_eq!(rows.len(), 240, "{file}");
    }
}

/// The diagonals of normal inspection, counted from the corner where Ac is 0: no table takes part.
#[test]
fn normal_inspection_by_its_diagonals() {
    let numbers = [(1, 2), (2, 3), (3, 4), (5, 6), (7, 8), (10, 11), (14, 15), (21, 22)];
    for (i, letter) in CodeLetter::ALL.into_iter().take(16).enumerate() {
        for (j, aql) in Aql::ALL.into_iter().enumerate() {
            let wanted = match (i + j).checked_sub(14) {
                // Below the last row there is nothing to point to.
                Some(2) if letter == CodeLetter::R => Cell::Up,
                None | Some(2) => Cell::Down,
                Some(0) => Cell::Plan(0, 1),
                Some(1) => Cell::Up,
                Some(k) => numbers.get(k - 3).map_or(Cell::Up, |&(ac, re)| Cell::Plan(ac, re)),
            };
            let found = cell(Standard::default(), Severity::Normal, letter, aql);
            assert_eq!(found, wanted, "{letter} {aql}");
        }
    }
}

#[test]
fn another_class_is_judged_in_the_same_row() {
    let at = |severity, letter, aql: &str| {
        let aql = aql.parse().unwrap();
        let plan = SinglePlan::at_letter(Standard::Iso2859_1, severity, letter, aql);
        (plan.letter, plan.sample_size, plan.accept, plan.reject)
    };
    let (normal, tightened) = (Severity::Normal, Severity::Tightened);
    let k = CodeLetter::K;
    assert_eq!(at(normal, k, "4.0"), (k, 125, 10, 11));
    // An arrow: the next tighter column that has numbers.
    assert_eq!(at(normal, CodeLetter::D, "4.0"), (CodeLetter::D, 8, 0, 1));
    assert_eq!(at(normal, CodeLetter::R, "6.5"), (CodeLetter::R, 2000, 21, 22));
    // Nothing to the left: Ac 0.
    assert_eq!(at(normal, CodeLetter::A, "0.010"), (CodeLetter::A, 2, 0, 1));
    assert_eq!(at(normal, k, "0.065"), (k, 125, 0, 1));
    assert_eq!(at(tightened, CodeLetter::S, "6.5"), (CodeLetter::S, 3150, 1, 2));
    assert_eq!(at(tightened, CodeLetter::S, "0.010"), (CodeLetter::S, 3150, 0, 1));
}

#[test]
fn a_plan_in_its_own_row_is_the_plan_that_is_found() {
    for (_, standard, severity) in TABLES {
        for (aql, size) in Aql::ALL.into_iter().flat_map(|aql| [(aql, 40), (aql, 5_000)]) {
            let found = SinglePlan::find(standard, severity, Level::II, lot(size), aql);
            assert_eq!(SinglePlan::at_letter(standard, severity, found.letter, aql), found);
        }
    }
}

#[test]
fn between_the_numbers_a_lot_is_accepted_and_more() {
    let aql = "1.0".parse().unwrap();
    let plan = SinglePlan::find(Standard::Z1_4, Severity::Reduced, Level::II, lot(5_000), aql);
    assert_eq!((plan.sample_size, plan.accept, plan.reject), (80, 2, 5));
    let outcomes = [1, 2, 3, 4, 5, u64::MAX].map(|defects| plan.outcome(defects));
    assert_eq!(outcomes, [Accepted, Accepted, AcceptedInGap, AcceptedInGap, Rejected, Rejected]);
    let iso = SinglePlan::find(Standard::Iso2859_1, Severity::Reduced, Level::II, lot(5_000), aql);
    assert_eq!((iso.outcome(iso.accept.into()), iso.accept + 1), (Accepted, iso.reject));
    assert_eq!(iso.outcome(iso.reject.into()), Rejected);
}
