//! `doctor`

mod record;

use std::io::{self, Write};

use owo_colors::OwoColorize;
use serde::Serialize;
use serde_json::Value;
use tapsmith_reader::doctor::{Finding, Outcome as Found, System, ask, examine};

use super::Outcome;
use crate::args::DoctorArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::printer::Report;

#[derive(Debug, Serialize)]
struct Findings {
    findings: Vec<Finding>,
}

impl Report for Findings {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut reader = &None;
        for finding in &self.findings {
            if *reader != finding.reader {
                reader = &finding.reader;
                writeln!(out, "\n{}", finding.reader.as_deref().unwrap_or_default())?;
            }
            write(out, finding)?;
        }
        Ok(())
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.findings.iter().map(serde_json::to_value).collect()
    }
}

fn write(out: &mut dyn Write, finding: &Finding) -> io::Result<()> {
    let Finding { name, detail, mend, .. } = finding;
    let word = match finding.outcome {
        Found::Ok => format!("{:7}", "ok".green()),
        Found::Warning => format!("{:7}", "warning".yellow()),
        Found::Problem => format!("{:7}", "problem".red().bold()),
        Found::Unknown => format!("{:7}", "unknown".dimmed()),
    };
    writeln!(out, "{word}  {name:15} {detail}")?;
    mend.as_ref().map_or(Ok(()), |mend| writeln!(out, "{:7}  {:15} {mend}", "", "mend:"))
}

/// Says what keeps readers from working. A service that is not there is its own exit code, as everywhere.
pub(crate) fn run(context: &Context, args: &DoctorArgs) -> Outcome {
    if let Some(file) = &args.record {
        return record::record(context, file);
    }
    let system = args.root.clone().map_or_else(System::here, System::below);
    let readers = ask(context.global.reader_profile);
    let findings = examine(&system, &readers);
    let bad = findings.iter().any(|finding| finding.outcome == Found::Problem);
    context.printer.print(&Findings { findings })?;
    Ok(match (readers, bad) {
        (Err(_), _) => Exit::Service,
        (Ok(_), true) => Exit::NotGood,
        (Ok(_), false) => Exit::Good,
    })
}
