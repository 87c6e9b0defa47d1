//! `order check`

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;
use tapsmith_core::order::{Order, check};
use tapsmith_desk::check::Verdict;

use super::finding::Found;
use crate::args::CheckArgs;
use crate::command::Outcome;
use crate::context::Context;
use crate::failure::Failure;
use crate::files;
use crate::printer::Report;

#[derive(Debug, Serialize)]
struct Checked {
    verdict: Verdict,
    files: Vec<Judged>,
}

/// A file that was checked.
#[derive(Debug, Serialize)]
struct Judged {
    file: PathBuf,
    verdict: Verdict,
    findings: Vec<Found>,
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
    let files: Vec<_> = args.files.iter().map(|path| check_file(path)).collect::<Result<_, _>>()?;
    let verdict = Verdict::of(files.iter().all(|file| file.verdict == Verdict::Pass));
    context.printer.print(&Checked { verdict, files })?;
    Ok(verdict.into())
}

fn check_file(path: &Path) -> Result<Judged, Failure> {
    let text = zeroize::Zeroizing::new(files::read(path)?);
    let order =
        Order::from_json(&text).map_err(|error| Failure::input(error).at(path.display()))?;
    let findings: Vec<_> = check(&order).iter().map(Found::from).collect();
    let verdict = Verdict::of(!findings.iter().any(|finding| finding.is_error));
    Ok(Judged { file: path.to_owned(), verdict, findings })
}
