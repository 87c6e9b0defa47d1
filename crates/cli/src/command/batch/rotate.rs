//! `batch rotate`

use std::io::{self, Write};

use serde::Serialize;
use tapsmith_core::batch::{Batch, BatchName, RecordRange};
use tapsmith_core::record::RecordId;
use tapsmith_reader::os_random::OsRandom;
use tapsmith_store::Rotation;

use crate::args::{RotateArgs, RotateRecords};
use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Report;
use crate::progress::Progress;

#[derive(Debug, Serialize)]
struct Rotated {
    batch: BatchName,
    first_record_id: RecordId,
    last_record_id: RecordId,
    /// Cards that carry the keys of before.
    cards: u64,
}

impl Report for Rotated {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { batch, first_record_id: first, last_record_id: last, cards } = self;
        if first == last {
            writeln!(out, "Record {first} of {batch} has the keys of its next generation.")?;
        } else {
            writeln!(
                out,
                "Records {first} to {last} of {batch} have the keys of their next generation."
            )?;
        }
        match cards {
            0 => Ok(()),
            cards => writeln!(out, "{cards} of their cards carry older keys: encode them again."),
        }
    }
}

/// Gives records fresh keys.
pub(crate) fn run(context: &Context, args: &RotateArgs) -> Outcome {
    let mut vault = context.open_vault()?;
    let batch = vault.batch(&args.name)?;
    let records = which(&args.records, &batch)?;
    let progress = Progress::new("records", records.count());
    let mut keep_on = |done| progress.keep_on(done);
    let rotation = Rotation { records, carried: context.global.yes };
    let cards = vault.rotate(&batch, rotation, Context::now(), &mut OsRandom, &mut keep_on)?;
    progress.finish();
    context.printer.print(&Rotated {
        batch: batch.name,
        first_record_id: records.first(),
        last_record_id: records.last(),
        cards,
    })?;
    Ok(Exit::Good)
}

fn which(records: &RotateRecords, batch: &Batch) -> Result<RecordRange, Failure> {
    Ok(match (records.record, records.records) {
        (Some(record), _) => RecordRange::new(record, 1)?,
        (_, Some(range)) => range,
        _ => batch.records,
    })
}
