//! The page's style: inks, what each printed sheet says in its margins, and the rest from a file.

use std::fmt::Write as _;

use tapsmith_desk::qa::report::{LotVerdict, Report};

use crate::chart::ink;

const SHEET: &str = include_str!("../../templates/page.css");

/// All of it.
pub(super) fn style(report: &Report) -> String {
    ink::style() + &margins(report) + SHEET
}

/// A sheet that is parted from the others still says what it is of, and that it is no verdict.
fn margins(report: &Report) -> String {
    let plan = quoted(&format!("{} \u{b7} plan {}", report.lot.batch, report.plan_id));
    let warning = match (report.rehearsal, report.verdict) {
        (true, LotVerdict::Unfinished) => "Rehearsal with virtual cards \u{b7} not finished",
        (true, _) => "Rehearsal with virtual cards",
        (false, LotVerdict::Unfinished) => "Not finished: no verdict",
        (false, _) => "",
    };
    let warning = quoted(warning);
    format!("@page{{@top-center{{content:{warning}}}@bottom-left{{content:{plan}}}}}\n")
}

/// A string of CSS. Inside `<style>` nothing is escaped as HTML, so all but the plainest is written as a number.
fn quoted(text: &str) -> String {
    let mut string = String::from("\"");
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || " .-_:".contains(character) {
            string.push(character);
        } else {
            let _ = write!(string, "\\{:x} ", u32::from(character));
        }
    }
    string.push('"');
    string
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn nothing_leaves_a_string() {
        assert_eq!(quoted("a\"</style>"), "\"a\\22 \\3c \\2f style\\3e \"");
    }
}
