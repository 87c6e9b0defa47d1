//! `order build`

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tapsmith_core::order::{OrderTemplate, unconfirmed_mapping};
use tapsmith_desk::order::{Built, build};

use super::finding::Found;
use crate::args::BuildArgs;
use crate::command::Outcome;
use crate::context::{Context, check_interrupted};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::printer::Report;

#[derive(Debug, Serialize)]
struct Orders {
    batch: String,
    files: Vec<Written>,
    notice: String,
}

/// An order file that was written.
#[derive(Debug, Serialize)]
struct Written {
    file: PathBuf,
    reference: String,
    lines: usize,
    findings: Vec<Found>,
}

impl Report for Orders {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        for file in &self.files {
            let Written { file, reference, lines, findings } = file;
            writeln!(out, "{}: {lines} lines, reference {reference}", file.display())?;
            for finding in findings {
                writeln!(out, "  {}", finding.message)?;
            }
        }
        writeln!(out, "{}", self.notice)?;
        writeln!(out, "These files hold keys: they are readable by you alone.")
    }
}

/// Writes the order files of a batch. None is overwritten: a file of that name may be what was sent.
pub(crate) fn run(context: &Context, args: &BuildArgs) -> Outcome {
    let text = files::read(&args.template)?;
    let template = OrderTemplate::from_json(&text)
        .map_err(|error| Failure::input(error).at(args.template.display()))?;
    let vault = context.open_vault()?;
    let batch = vault.batch(&args.name)?;
    files::make_folder(&args.out)?;
    let mut written = Vec::new();
    for built in build(&vault, &batch, &template)? {
        check_interrupted()?;
        let built = built?;
        let path = args.out.join(format!("{}-{:04}.json", batch.name, built.number));
        written.push(write(context, &path, &built)?);
    }
    let good = !written.iter().flat_map(|file| &file.findings).any(|finding| finding.is_error);
    let notice = unconfirmed_mapping(&batch.profile);
    context.printer.print(&Orders { batch: batch.name.to_string(), files: written, notice })?;
    Ok(if good { Exit::Good } else { Exit::NotGood })
}

fn write(context: &Context, path: &Path, built: &Built) -> Result<Written, Failure> {
    if path.exists() && !context.global.yes {
        let taken = format!("{} is there already", path.display());
        return Err(Failure::say(Exit::Refused, taken)
            .hint("it may be what was ordered: name another folder, or overwrite it with --yes"));
    }
    let json = built.order.reveal().to_json()?;
    files::write_private(path, |out| out.write_all(&json))?;
    let lists = [&built.order.products, &built.order.groups];
    Ok(Written {
        file: path.to_owned(),
        reference: built.order.reference.clone().unwrap_or_default(),
        lines: lists.into_iter().flatten().map(Vec::len).sum(),
        findings: built.findings.iter().map(Found::from).collect(),
    })
}
