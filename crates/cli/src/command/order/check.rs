//! `order check`

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;
use tapsmith_desk::check::Verdict;
use tapsmith_orders::Finding;

use super::file::{read_order, refuse_open};
use super::finding::Found;
use crate::args::CheckArgs;
use crate::command::Outcome;
use crate::context::Context;
use crate::failure::Failure;
use crate::printer::Report;

#[derive(Debug, Serialize)]
pub(super) struct Checked {
    pub(super) verdict: Verdict,
    pub(super) files: Vec<Judged>,
}

/// A file that was checked.
#[derive(Debug, Serialize)]
pub(super) struct Judged {
    pub(super) file: PathBuf,
    pub(super) verdict: Verdict,
    pub(super) findings: Vec<Found>,
}

impl Report for Checked {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for Judged { file, verdict, findings } in &self.files {
            writeln!(out, "{verdict} {}", file.display())?;
            for finding in findings {
                writeln!(out, "  {}", finding.message)?;
            }
        }
        Ok(())
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.files.iter().map(serde_json::to_value).collect()
    }
}

/// Checks order files without a network.
pub(crate) fn run(context: &Context, args: &CheckArgs) -> Outcome {
    let mut references = References::default();
    let mut check = |path: &PathBuf| {
        let (_, payload) = read_order(path, None)?;
        refuse_open(context, path, &*payload)?;
        let mut findings = payload.check();
        findings.extend(references.add(path, payload.reference()));
        Ok::<_, Failure>(Judged::of(path, &findings))
    };
    let files: Vec<_> = args.files.iter().map(&mut check).collect::<Result<_, _>>()?;
    let checked = Checked::of(files);
    context.printer.print(&checked)?;
    Ok(checked.verdict.into())
}

impl Checked {
    pub(super) fn of(files: Vec<Judged>) -> Self {
        let verdict = Verdict::of(files.iter().all(|file| file.verdict == Verdict::Pass));
        Self { verdict, files }
    }
}

impl Judged {
    pub(super) fn of(path: &Path, findings: &[Finding]) -> Self {
        let verdict = Verdict::of(!findings.iter().any(Finding::is_error));
        let findings = findings.iter().map(Found::from).collect();
        Self { file: path.to_owned(), verdict, findings }
    }
}

/// The file that each reference stood in first: two orders cannot share one.
#[derive(Debug, Default)]
pub(super) struct References(HashMap<String, PathBuf>);

impl References {
    /// Notes a file's reference; what is wrong with it, if another file has it.
    pub(super) fn add(&mut self, path: &Path, reference: Option<&str>) -> Option<Finding> {
        let reference = reference?;
        if let Some(first) = self.0.get(reference) {
            let message = format!("{} has the reference {reference} too", first.display());
            return Some(Finding::error("reference", "same_reference", &message));
        }
        self.0.insert(reference.to_owned(), path.to_owned());
        None
    }
}
