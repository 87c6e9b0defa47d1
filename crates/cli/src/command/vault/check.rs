//! `vault check`

use std::io::{self, Write};

use serde::Serialize;
use tapsmith_desk::check::Verdict;
use tapsmith_store::{Checked, Head};

use crate::args::LinkArg;
use crate::command::Outcome;
use crate::context::Context;
use crate::printer::Report;
use crate::progress::Progress;

#[derive(Debug, Serialize)]
struct Looked {
    verdict: Verdict,
    rows: u64,
    secrets: u64,
    history: Head,
    /// Who can open it.
    recipients: Vec<String>,
    findings: Vec<String>,
}

impl Report for Looked {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for finding in &self.findings {
            writeln!(out, "FAIL  {finding}")?;
        }
        let Head { length, head } = &self.history;
        let (rows, secrets) = (self.rows, self.secrets);
        if self.verdict == Verdict::Pass {
            writeln!(
                out,
                "PASS  {rows} rows and {secrets} sealed secrets are as they were written"
            )?;
        }
        writeln!(out, "history: {length} events, the last link {head}")?;
        writeln!(out, "opens with: {}", self.recipients.join(", "))
    }
}

/// Checks the whole vault. Damage is a verdict; a vault too damaged to be opened is an error.
pub(crate) fn run(context: &Context, expect: Option<&LinkArg>) -> Outcome {
    let vault = context.open_to_check()?;
    let progress = Progress::new("rows", vault.row_count()?);
    let Checked { rows, secrets, head, findings } =
        vault.check(expect.map(LinkArg::as_str), &mut |rows| progress.keep_on(rows))?;
    progress.finish();
    let findings: Vec<_> = findings.iter().map(|finding| finding.0.to_string()).collect();
    let verdict = Verdict::of(findings.is_empty());
    let recipients = vault.recipients().unwrap_or_default();
    context.printer.print(&Looked {
        verdict,
        rows,
        secrets,
        history: head,
        recipients,
        findings,
    })?;
    Ok(verdict.into())
}
