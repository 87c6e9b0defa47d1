//! `order build`

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;
use tapsmith_core::batch::Batch;
use tapsmith_core::order::{OrderTemplate, unconfirmed_mapping};
use tapsmith_desk::check::Verdict;
use tapsmith_desk::order::{Built, build, check_template, plan};
use tapsmith_reader::os_random::OsRandom;
use tapsmith_store::BuiltOrder;

use super::finding::Found;
use crate::args::BuildArgs;
use crate::command::Outcome;
use crate::context::{Context, check_interrupted};
use crate::failure::Failure;
use crate::files;
use crate::printer::Report;

#[derive(Debug, Serialize)]
struct Orders {
    verdict: Verdict,
    batch: String,
    files: Vec<Written>,
    /// Of the template: the paths are those of the first line.
    findings: Vec<Found>,
    notice: String,
}

/// An order file that was written.
#[derive(Debug, Serialize)]
struct Written {
    file: PathBuf,
    reference: String,
    lines: usize,
}

impl Report for Orders {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for finding in &self.findings {
            writeln!(out, "{}", finding.message)?;
        }
        if self.verdict == Verdict::Fail {
            return writeln!(out, "FAIL: no order file was written. Mend the template first.");
        }
        for Written { file, reference, lines } in &self.files {
            writeln!(out, "{}: {lines} lines, reference {reference}", file.display())?;
        }
        writeln!(out, "{}", self.notice)?;
        writeln!(out, "These files hold keys: they are readable by you alone.")
    }
}

/// Writes the order files of a batch: all of them or, if the template is not good or a file is in
/// the way, none. A file of that name may be what was sent.
pub(crate) fn run(context: &Context, args: &BuildArgs) -> Outcome {
    let text = files::read(&args.template)?;
    let template = OrderTemplate::from_json(&text)
        .map_err(|error| Failure::input(error).at(args.template.display()))?;
    let mut vault = context.open_vault()?;
    let batch = vault.batch(&args.name)?;
    vault.refuse_retired(&batch)?;
    let findings = check_template(&vault, &batch, &template)?;
    let findings: Vec<_> = findings.iter().map(Found::from).collect();
    let verdict = Verdict::of(!findings.iter().any(|finding| finding.is_error));
    let mut files = Vec::new();
    if verdict == Verdict::Pass {
        let orders = plan(&vault, &batch, &template)?;
        refuse_taken(context, args, &batch, &orders)?;
        files::make_folder(&args.out)?;
        vault.note_orders(&batch, &orders, &text, Context::now(), &mut OsRandom)?;
        for built in build(&vault, &batch, &template)? {
            check_interrupted()?;
            files.push(write(context, args, &batch, &built?)?);
        }
    }
    let (batch, notice) = (batch.name.to_string(), unconfirmed_mapping(&batch.profile));
    context.printer.print(&Orders { verdict, batch, files, findings, notice })?;
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

fn write(
    context: &Context,
    args: &BuildArgs,
    batch: &Batch,
    built: &Built,
) -> Result<Written, Failure> {
    let path = path(args, batch, built.number.into());
    let json = built.order.reveal().to_json()?;
    files::write_private(&path, context.global.yes, |out| out.write_all(&json))?;
    let lists = [&built.order.products, &built.order.groups];
    Ok(Written {
        file: path,
        reference: built.order.reference.clone().unwrap_or_default(),
        lines: lists.into_iter().flatten().map(Vec::len).sum(),
    })
}
