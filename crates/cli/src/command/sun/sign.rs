//! `sun sign`

use std::io::Write;

use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_core::counter::ReadCounter;
use tapsmith_desk::tap::Signer;

use crate::args::{Format, SignArgs};
use crate::command::Outcome;
use crate::context::{Context, check_interrupted};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::stdout;

/// Makes taps, one a line.
pub(crate) fn run(context: &Context, args: &SignArgs) -> Outcome {
    let vault = context.open_vault()?;
    let batch = vault.batch(&args.batch)?;
    let records = records(&batch, args)?;
    let signer = Signer::new(&vault, &batch)?;
    let mut out = stdout();
    for index in 0..args.count {
        check_interrupted()?;
        let counter = counter(args.counter, index / records.count())?;
        let record = records.first().plus(index % records.count());
        let record = record.unwrap_or(records.first());
        let url = signer.sign(record, args.uid, counter)?;
        match context.printer.format() {
            Format::Text | Format::Csv => writeln!(out, "{url}")?,
            Format::Json | Format::Ndjson => {
                let line = serde_json::json!({
                    "schema_version": "1", "url": url, "record_id": record, "read_counter": counter,
                });
                writeln!(out, "{line}")?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Good)
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
