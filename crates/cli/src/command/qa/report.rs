//! `qa report`

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;
use tapsmith_desk::qa::account::report;
use tapsmith_desk::qa::report::LotVerdict;
use tapsmith_report::ReportError;
use tapsmith_store::Event;

use super::plan::exit_of_verdict;
use super::{planned, words};
use crate::args::QaReportArgs;
use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files::{self, Beside};
use crate::printer::Report;

/// The files that were written.
#[derive(Debug, Serialize)]
struct Written {
    plan_id: String,
    verdict: LotVerdict,
    rehearsal: bool,
    html: PathBuf,
    json: PathBuf,
    csv: PathBuf,
    junit: PathBuf,
    /// SHA-256 of the JSON file, as the page prints it and the history holds it.
    sha256: String,
}

impl Report for Written {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let rehearsal = if self.rehearsal { ", a rehearsal" } else { "" };
        writeln!(out, "{}: {}{rehearsal}", self.plan_id, words::verdict(self.verdict))?;
        for file in [&self.html, &self.json, &self.csv, &self.junit] {
            writeln!(out, "  {}", file.display())?;
        }
        Ok(())
    }
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        Self::new(Exit::Bug, error)
    }
}

/// Writes what was found: all four files, or none.
pub(crate) fn run(context: &Context, args: &QaReportArgs) -> Outcome {
    let mut vault = context.open_vault()?;
    let (noted, session) = planned(&vault, &args.plan)?;
    let now = Context::now();
    let learnt = vault.learnt_layout(&vault.batch(&noted.batch)?)?;
    let report = report(&noted, &session, learnt.as_ref(), &vault.head()?, now);
    let texts = [
        ("html", tapsmith_report::page(&report)?),
        ("json", tapsmith_report::json(&report)?),
        ("csv", tapsmith_report::csv(&report)?),
        ("xml", tapsmith_report::junit(&report)?),
    ];
    let sha256 = tapsmith_report::digest(&report)?;
    files::make_folder(&args.out)?;
    let path = |end: &str| args.out.join(format!("{}.{end}", noted.plan_id));
    let mut files = Vec::new();
    for (end, text) in &texts {
        let mut file = Beside::of(&path(end), context.global.yes)?;
        file.fill(|out| out.write_all(text.as_bytes()))?;
        files.push(file);
    }
    // Whoever shows a report can be asked for its place in the history.
    vault.note(&Event::QaReported { plan: &noted.plan_id, sha256: &sha256 }, now)?;
    files.into_iter().try_for_each(Beside::place)?;
    let written = Written {
        plan_id: noted.plan_id.clone(),
        verdict: report.verdict,
        rehearsal: report.rehearsal,
        html: path("html"),
        json: path("json"),
        csv: path("csv"),
        junit: path("xml"),
        sha256,
    };
    context.printer.print(&written)?;
    Ok(exit_of_verdict(report.verdict))
}
