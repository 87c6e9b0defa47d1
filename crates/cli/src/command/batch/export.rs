//! `batch export`

use std::io::{self, IsTerminal as _, Write};

use serde::Serialize;
use tapsmith_core::record::RecordId;
use tapsmith_desk::batch::{BatchError, Row, rows, rows_with_keys};
use tapsmith_desk::bureau::seal_batch;
use tapsmith_store::Event;

use crate::args::{ExportArgs, Format};
use crate::command::Outcome;
use crate::context::{Context, check_interrupted};
use crate::credential::age_recipients;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::list_writer::ListWriter;
use crate::printer::stdout;

/// A record for whoever reads the export. The keys are there only if they were asked for.
#[derive(Debug, Serialize)]
struct Exported<'r> {
    record_id: RecordId,
    url: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_key: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    private_key: Option<&'r str>,
}

/// Writes the records of a batch, one after the other: memory does not grow with them.
pub(crate) fn run(context: &Context, args: &ExportArgs) -> Outcome {
    let format = context.printer.format();
    if !args.to_recipient.is_empty() {
        return seal(context, args);
    }
    if let Some(path) = &args.out {
        let overwrite = context.global.yes;
        files::write_private(path, overwrite, |out| export(context, args, out, format))?;
    } else {
        let mut out = stdout();
        export(context, args, &mut out, format)?;
        out.flush()?;
    }
    Ok(Exit::Good)
}

fn export(
    context: &Context,
    args: &ExportArgs,
    out: &mut dyn Write,
    format: Format,
) -> Result<(), Failure> {
    if args.reveal_keys {
        let mut vault = context.open_vault()?;
        let stored = vault.stored(&args.name)?;
        let (batch, records) = (stored.batch, stored.record_count);
        let to = args.out.as_ref().map_or("stdout".to_owned(), |path| path.display().to_string());
        // A token that says no reveals nothing: it is asked first.
        drop(vault.keys(&batch)?);
        let event = Event::KeysRevealed { batch: &batch.name, records, to: &to };
        vault.note(&event, Context::now())?;
        write_all(out, format, true, rows_with_keys(&vault, &batch)?)
    } else {
        let vault = context.vault()?;
        let batch = vault.batch(&args.name)?;
        write_all(out, format, false, rows(&vault, &batch)?)
    }
}

/// All keys, for whoever has the identity of one of the recipients.
fn seal(context: &Context, args: &ExportArgs) -> Outcome {
    let mut vault = context.open_vault()?;
    let batch = vault.batch(&args.name)?;
    let (to, now) = (&age_recipients(&args.to_recipient, "--to-recipient")?, Context::now());
    let mut sealed = |out: &mut dyn Write| seal_batch(out, &mut vault, &batch, to, now).map(drop);
    if let Some(path) = &args.out {
        files::write_private(path, context.global.yes, sealed)?;
    } else if io::stdout().is_terminal() {
        return Err(Failure::say(Exit::Input, "sealed keys are no text for a terminal")
            .hint("name a file with --out FILE"));
    } else {
        sealed(&mut io::stdout().lock())?;
    }
    Ok(Exit::Good)
}

fn write_all(
    out: &mut dyn Write,
    format: Format,
    keys: bool,
    rows: impl Iterator<Item = Result<Row, BatchError>>,
) -> Result<(), Failure> {
    match (format, keys) {
        (Format::Csv, true) => writeln!(out, "record_id,url,public_key,private_key")?,
        (Format::Csv, false) => writeln!(out, "record_id,url")?,
        _ => {}
    }
    let mut list = ListWriter::begin(out, format, "records", false)?;
    for row in rows {
        check_interrupted()?;
        write_row(&mut list, format, &row?)?;
    }
    list.end()
}

/// The only place where a batch's keys are written for somebody else to read.
fn write_row<W: Write>(list: &mut ListWriter<W>, format: Format, row: &Row) -> Result<(), Failure> {
    let hex =
        row.keys.as_ref().map(|(public, private)| [public.reveal_hex(), private.reveal_hex()]);
    let [public_key, private_key] = match &hex {
        Some(keys) => keys.each_ref().map(|key| Some(key.as_str())),
        None => [None; 2],
    };
    let row = Exported { record_id: row.record, url: &row.url, public_key, private_key };
    let delimiter = if format == Format::Csv { b',' } else { b'\t' };
    list.write(&row, |out| separated(out, delimiter, &row))
}

fn separated(out: &mut impl Write, delimiter: u8, row: &Exported<'_>) -> io::Result<()> {
    let mut writer =
        csv::WriterBuilder::new().delimiter(delimiter).has_headers(false).from_writer(out);
    writer.serialize(row)?;
    writer.flush()
}
