//! `profile check`

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;
use tapsmith_core::profile::Profile;
use tapsmith_desk::check::Verdict;

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

#[derive(Debug, Serialize)]
struct Judged {
    file: PathBuf,
    verdict: Verdict,
    problem: Option<String>,
    for_good: Vec<&'static str>,
}

impl Report for Checked {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for Judged { file, verdict, problem, for_good } in &self.files {
            match problem {
                Some(problem) => writeln!(out, "{verdict} {}: {problem}", file.display())?,
                None => writeln!(out, "{verdict} {}", file.display())?,
            }
            for clause in for_good {
                writeln!(out, "  for good: {clause}")?;
            }
        }
        Ok(())
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.files.iter().map(serde_json::to_value).collect()
    }
}

/// Checks profile files.
pub(super) fn run(context: &Context, paths: &[PathBuf]) -> Outcome {
    let files: Vec<_> = paths.iter().map(|path| judge(path)).collect::<Result<_, _>>()?;
    let verdict = Verdict::of(files.iter().all(|file| file.verdict == Verdict::Pass));
    context.printer.print(&Checked { verdict, files })?;
    Ok(verdict.into())
}

fn judge(path: &Path) -> Result<Judged, Failure> {
    let text = files::read(path)?;
    let profile = Profile::from_toml(&text);
    let problem = profile.as_ref().err().map(ToString::to_string);
    let for_good = profile.as_ref().map(Profile::for_good).unwrap_or_default();
    let verdict = Verdict::of(problem.is_none());
    Ok(Judged { file: path.to_owned(), verdict, problem, for_good })
}
