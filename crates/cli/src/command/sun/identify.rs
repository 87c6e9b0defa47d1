//! `sun identify`

use std::io::{self, Write};

use serde::Serialize;
use tapsmith_core::batch::{Batch, BatchName};
use tapsmith_desk::check::Verdict;
use tapsmith_desk::tap::{Identified, identify};

use super::write_reading;
use crate::args::IdentifyArgs;
use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::printer::Report;

/// Says which record of which batch made a tap.
pub(crate) fn run(context: &Context, args: &IdentifyArgs) -> Outcome {
    let vault = context.open_vault()?;
    let batches: Vec<Batch> = if args.batch.is_empty() {
        vault.batches()?.into_iter().map(|stored| stored.batch).collect()
    } else {
        args.batch.iter().map(|name| vault.batch(name)).collect::<Result<_, _>>()?
    };
    let found = Found(identify(&vault, &batches, &args.url)?);
    context.printer.print(&found)?;
    Ok(if found.0.judged.verdict == Verdict::Pass { Exit::Good } else { Exit::NotGood })
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Found(Identified);

impl Report for Found {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Identified { batch, judged, named_record, own_address, candidates, untried } = &self.0;
        let Some(batch) = batch else {
            let detail = judged.detail.as_deref().unwrap_or_default();
            writeln!(out, "unknown  {detail} ({candidates} records tried)")?;
            return write_untried(out, untried);
        };
        write!(out, "batch {batch}")?;
        write_reading(out, judged)?;
        writeln!(out)?;
        if let Some(named) = named_record {
            writeln!(out, "The address names record {named}, whose keys did not make it.")?;
        }
        if !own_address {
            writeln!(out, "The address starts otherwise than those of the batch.")?;
        }
        write_untried(out, untried)
    }
}

fn write_untried(out: &mut dyn Write, untried: &[BatchName]) -> io::Result<()> {
    untried.iter().try_for_each(|batch| {
        writeln!(out, "Batch {batch} was not tried: its keys cannot be reached.")
    })
}
