//! The list that findings go to.

use super::{Finding, Path, Problem, Severity};

#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) findings: Vec<Finding>,
}

impl Report {
    pub(super) fn error(&mut self, path: Path<'_>, problem: Problem) {
        self.add(Severity::Error, path, problem);
    }

    pub(super) fn warning(&mut self, path: Path<'_>, problem: Problem) {
        self.add(Severity::Warning, path, problem);
    }

    /// A text that must be there, and not blank: an error if it is not.
    pub(super) fn needed<'o>(&mut self, path: Path<'_>, text: Option<&'o str>) -> Option<&'o str> {
        self.present(Severity::Error, path, text)
    }

    /// A text that should be there, and not blank: a warning if it is not.
    pub(super) fn wanted(&mut self, path: Path<'_>, text: Option<&str>) {
        self.present(Severity::Warning, path, text);
    }

    fn present<'o>(
        &mut self,
        severity: Severity,
        path: Path<'_>,
        text: Option<&'o str>,
    ) -> Option<&'o str> {
        let text = text.filter(|text| !text.trim().is_empty());
        if text.is_none() {
            self.add(severity, path, Problem::Missing);
        }
        text
    }

    fn add(&mut self, severity: Severity, path: Path<'_>, problem: Problem) {
        self.findings.push(Finding { severity, path: path.to_string(), problem });
    }
}
