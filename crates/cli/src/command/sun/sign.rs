//! `sun sign`

use std::io::Write as _;

use serde::Serialize;
use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::record::RecordId;
use tapsmith_desk::tap::Signer;

use crate::args::SignArgs;
use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::list_writer::ListWriter;
use crate::printer::bulk_stdout;

/// Makes taps, one a line.
pub(crate) fn run(context: &Context, args: &SignArgs) -> Outcome {
    let vault = context.open_vault()?;
    let batch = vault.batch(&args.batch)?;
    let records = records(&batch, args)?;
    let signer = Signer::new(&vault, &batch)?;
    counter(args.counter, (args.count - 1) / records.count())?;
    let single = args.count == 1;
    let mut list = ListWriter::begin(bulk_stdout(), context.printer.format(), "taps", single)?;
    for index in 0..args.count {
        let counter = counter(args.counter, index / records.count())?;
        let record = records.first().plus(index % records.count()).unwrap_or(records.first());
        let url = signer.sign(record, args.uid, counter, args.tag_tamper.into())?;
        list.write(&Tap { url: &url, record_id: record, read_counter: counter }, |out| {
            writeln!(out, "{url}")
        })?;
    }
    list.end()?;
    Ok(Exit::Good)
}

#[derive(Serialize)]
struct Tap<'t> {
    url: &'t str,
    record_id: RecordId,
    read_counter: ReadCounter,
}

/// The records to go round: the one asked for, or all.
fn records(batch: &Batch, args: &SignArgs) -> Result<RecordRange, Failure> {
    let Some(record) = args.record else { return Ok(batch.records) };
    if batch.records.contains(record) {
        return Ok(RecordRange::new(record, 1)?);
    }
    let (first, last) = (batch.records.first(), batch.records.last());
    let missing = format!("batch {} has no record {record}: it has {first} to {last}", batch.name);
    Err(Failure::say(Exit::Input, missing))
}

fn counter(first: ReadCounter, round: u64) -> Result<ReadCounter, Failure> {
    u32::try_from(round)
        .ok()
        .and_then(|round| u32::from(first).checked_add(round))
        .and_then(|counter| counter.try_into().ok())
        .ok_or_else(|| {
            Failure::say(Exit::Input, "--count: the read counter would go beyond 16777215 (FFFFFF)")
        })
}
