//! `batch export`

use std::io::Write;

use serde::Serialize;
use tapsmith_core::record::RecordId;
use tapsmith_desk::batch::{BatchError, Row, rows, rows_with_keys};
use zeroize::Zeroizing;

use crate::args::{ExportArgs, Format};
use crate::command::Outcome;
use crate::context::{Context, check_interrupted};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
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
    if let Some(path) = &args.out {
        files::write_private(path, |out| export(context, args, out, format))?;
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
        let vault = context.open_vault()?;
        let batch = vault.batch(&args.name)?;
        write_all(out, format, true, rows_with_keys(&vault, &batch)?)
    } else {
        let batch = context.vault()?.batch(&args.name)?;
        write_all(out, format, false, rows(&batch)?.map(Ok))
    }
}

fn write_all(
    out: &mut dyn Write,
    format: Format,
    keys: bool,
    rows: impl Iterator<Item = Result<Row, BatchError>>,
) -> Result<(), Failure> {
    begin(out, format, keys)?;
    for (index, row) in rows.enumerate() {
        check_interrupted()?;
        write_row(out, format, index, &row?)?;
    }
    if format == Format::Json {
        writeln!(out, "\n]}}")?;
    }
    Ok(())
}

fn begin(out: &mut dyn Write, format: Format, keys: bool) -> Result<(), Failure> {
    match format {
        Format::Json => write!(out, "{{\"schema_version\":\"1\",\"records\":[")?,
        Format::Csv if keys => writeln!(out, "record_id,url,public_key,private_key")?,
        Format::Csv => writeln!(out, "record_id,url")?,
        Format::Text | Format::Ndjson => {}
    }
    Ok(())
}

/// The only place where a batch's keys are written for somebody else to read.
fn write_row(out: &mut dyn Write, format: Format, index: usize, row: &Row) -> Result<(), Failure> {
    let hex =
        row.keys.as_ref().map(|(public, private)| [public.reveal_hex(), private.reveal_hex()]);
    let [public_key, private_key] = match &hex {
        Some(keys) => keys.each_ref().map(|key| Some(key.as_str())),
        None => [None; 2],
    };
    let row = Exported { record_id: row.record, url: &row.url, public_key, private_key };
    match format {
        Format::Json | Format::Ndjson => {
            let line = Zeroizing::new(serde_json::to_string(&row)?);
            match (format, index) {
                (Format::Ndjson, _) => writeln!(out, "{}", *line)?,
                (_, 0) => write!(out, "\n{}", *line)?,
                (_, _) => write!(out, ",\n{}", *line)?,
            }
        }
        Format::Csv => separated(out, ',', &row)?,
        Format::Text => separated(out, '\t', &row)?,
    }
    Ok(())
}

/// Neither hex nor a record's address ever holds a comma at its start, a quote or a line's end; an
/// address may hold a comma, so the CSV crate writes it.
fn separated(out: &mut dyn Write, delimiter: char, row: &Exported<'_>) -> Result<(), Failure> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .has_headers(false)
        .from_writer(out);
    writer.serialize(row).map_err(|error| Failure::new(Exit::Bug, error))?;
    Ok(writer.flush()?)
}
