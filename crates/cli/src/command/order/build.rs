//! `order build`

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;
use tapsmith_core::batch::Batch;
use tapsmith_core::order::OrderTemplate;
use tapsmith_desk::check::Verdict;
use tapsmith_desk::order::build::{Builder, check_template, plan};
use tapsmith_orders::Finding;
use tapsmith_reader::os_random::OsRandom;
use tapsmith_store::BuiltOrder;
use zeroize::Zeroizing;

use super::already;
use super::finding::Found;
use super::written::{self, Written};
use crate::args::BuildArgs;
use crate::command::Outcome;
use crate::context::{Context, check_interrupted};
use crate::failure::Failure;
use crate::files;
use crate::printer::Report;
use crate::progress::Progress;

#[derive(Debug, Serialize)]
struct Orders {
    verdict: Verdict,
    batch: String,
    files: Vec<Written>,
    /// Of the template: the paths are those of the first line.
    findings: Vec<Found>,
    /// Which keys go by which name, until the printer confirmed it.
    notice: Option<String>,
    #[serde(skip)]
    holds_keys: bool,
}

impl Report for Orders {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for finding in &self.findings {
            writeln!(out, "{}", finding.message)?;
        }
        if self.verdict == Verdict::Fail {
            return writeln!(out, "FAIL: no order file was written. Mend the template first.");
        }
        self.files.iter().try_for_each(|file| file.text(out))?;
        if let Some(notice) = &self.notice {
            writeln!(out, "{notice}")?;
        }
        if self.holds_keys {
            writeln!(out, "These files hold keys: they are readable by you alone.")?;
        }
        Ok(())
    }
}

/// Writes the order files of a batch; none if the template is not good or a file is in the way. A file
/// of that name may be what was sent.
pub(crate) fn run(context: &Context, args: &BuildArgs) -> Outcome {
    let text = Zeroizing::new(files::read(&args.template)?);
    let template = OrderTemplate::from_json(&text)
        .map_err(|error| Failure::input(error).at(args.template.display()))?;
    let mut vault = context.open_vault()?;
    let batch = vault.batch(&args.name)?;
    vault.refuse_retired(&batch)?;
    let findings = check_template(&vault, &batch, &template)?;
    let findings: Vec<_> =
        findings.iter().map(|found| Found::from(&Finding::from(found))).collect();
    let verdict = Verdict::of(!findings.iter().any(|finding| finding.is_error));
    let mut files = Vec::new();
    if verdict == Verdict::Pass {
        let max_lines = usize::try_from(args.max_lines).unwrap_or(usize::MAX);
        let orders = plan(&vault, &batch, &template, max_lines)?;
        refuse_taken(context, args, &batch, &orders)?;
        already::refuse(&mut vault, &batch, &orders, args.again.as_deref())?;
        files::make_folder(&args.out)?;
        vault.note_orders(&batch, &orders, &text, Context::now(), &mut OsRandom)?;
        let builder = Builder::new(&vault, &batch)?;
        let total = u64::try_from(orders.len()).unwrap_or_default();
        let progress = Progress::new("orders", total);
        for (planned, number) in orders.iter().zip(1..) {
            check_interrupted()?;
            let order = builder.build(planned, &template)?;
            files.push(written::write(context, &path(args, &batch, number), &order)?);
            progress.set(number);
        }
        progress.finish();
    }
    let notice = written::notice(&vault, &batch.profile)?;
    let holds_keys = written::holds_keys(&batch.profile);
    let batch = batch.name.to_string();
    context.printer.print(&Orders { verdict, batch, files, findings, notice, holds_keys })?;
    Ok(verdict.into())
}

fn path(args: &BuildArgs, batch: &Batch, number: u64) -> PathBuf {
    args.out.join(format!("{}-{number:04}.json", batch.name))
}

fn refuse_taken(
    context: &Context,
    args: &BuildArgs,
    batch: &Batch,
    orders: &[BuiltOrder],
) -> Result<(), Failure> {
    let mut paths = (1..).zip(orders).map(|(number, _)| path(args, batch, number));
    match paths.find(|path| path.exists()) {
        Some(taken) if !context.global.yes => Err(files::taken(&taken)
            .hint("it may be what was ordered: name another folder, or overwrite it with --yes")),
        _ => Ok(()),
    }
}
