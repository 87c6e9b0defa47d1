//! `sun verify`

mod bench;
mod lines;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use tapsmith_desk::check::Verdict;
use tapsmith_desk::tap::{Judged, Shape};

use self::bench::Bench;
use self::lines::Lines;
use super::write_reading;
use crate::args::{InputFormat, SunVerifyArgs};
use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::list_writer::ListWriter;
use crate::printer::bulk_stdout;
use crate::progress::Progress;

/// Checks taps, in the order of the input. A bad line is a verdict, never a stop.
pub(crate) fn run(context: &Context, args: &SunVerifyArgs) -> Outcome {
    let bench = Bench::set_up(context, args)?;
    let Some(path) = &args.input else { return of_arguments(context, bench, &args.urls) };
    if path == Path::new("-") {
        let progress = Progress::counting("bytes checked").unless_shown();
        return of_input(context, bench, args, ("standard input", io::stdin().lock()), progress);
    }
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| Failure::input(error).at(&name))?;
    let length = file.metadata().map_or(0, |found| found.len());
    let progress = Progress::new("bytes checked", length).unless_shown();
    of_input(context, bench, args, (&name, file), progress)
}

fn of_arguments(context: &Context, mut bench: Bench, urls: &[String]) -> Outcome {
    let lines: Vec<_> = urls.iter().map(String::as_bytes).collect();
    let judged = bench.judge(Shape::Urls, &lines)?;
    let single = urls.len() == 1;
    let mut list = ListWriter::begin(bulk_stdout(), context.printer.format(), "taps", single)?;
    for (line, judged) in lines.iter().zip(&judged) {
        list.write(judged, |out| write_text(out, line, judged))?;
    }
    list.end()?;
    Ok(exit(&judged))
}

fn of_input(
    context: &Context,
    mut bench: Bench,
    args: &SunVerifyArgs,
    (name, reader): (&str, impl Read),
    progress: Progress,
) -> Outcome {
    let mut input = Lines::new(reader);
    let format = context.printer.format();
    let mut list = None;
    let mut verdicts = Vec::new();
    let mut shape = None;
    let mut number = 1;
    let mut keep_on = true;
    while keep_on
        && let Some(mut lines) =
            input.next(bench.lines_at_once()).map_err(|error| Failure::input(error).at(name))?
    {
        let shape = match shape {
            Some(shape) => shape,
            None => *shape.insert(begin(args.input_format, &mut lines, &mut number, name)?),
        };
        let judged = bench.judge(shape, &lines)?;
        let list = match &mut list {
            Some(list) => list,
            None => list.insert(ListWriter::begin(bulk_stdout(), format, "taps", false)?),
        };
        list.write_all(&judged, |out, at, judged| {
            write!(out, "line {}: ", number + at)?;
            write_text(out, lines.get(at).copied().unwrap_or_default(), judged)
        })?;
        list.flush()?;
        verdicts.extend((!lines.is_empty()).then(|| exit(&judged)));
        verdicts.dedup();
        number += lines.len();
        keep_on = progress.keep_on(input.bytes());
    }
    progress.finish();
    list.map_or(Ok(()), ListWriter::end)?;
    match verdicts.as_slice() {
        _ if !keep_on => Err(Failure::interrupted()),
        [] => Err(Failure::say(Exit::Input, format!("{name}: there is no address in it"))
            .hint("one address a line, or NDJSON or CSV with a field called url")),
        [Exit::Good] => Ok(Exit::Good),
        _ => Ok(Exit::NotGood),
    }
}

/// The shape of an input that starts with these lines. A header is not one of its taps.
fn begin(
    asked: Option<InputFormat>,
    lines: &mut Vec<&[u8]>,
    number: &mut usize,
    name: &str,
) -> Result<Shape, Failure> {
    if let Some(first) = lines.first_mut() {
        *first = first.strip_prefix("\u{feff}".as_bytes()).unwrap_or(first);
    }
    let at = lines.iter().position(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let first = lines.get(at).copied().unwrap_or_default();
    let (shape, is_header) = match asked {
        None => Shape::of(first),
        Some(InputFormat::Urls) => (Shape::Urls, false),
        Some(InputFormat::Ndjson) => (Shape::Ndjson, false),
        Some(InputFormat::Csv) => Shape::of_csv(first).ok_or_else(|| {
            Failure::say(
                Exit::Input,
                format!(
                    "{name}, line {}: no field called url, nor an address, among the first 64",
                    *number + at
                ),
            )
        })?,
    };
    if is_header {
        lines.drain(..=at);
        *number += at + 1;
    }
    Ok(shape)
}

fn exit(judged: &[Judged]) -> Exit {
    let good = judged.iter().all(|judged| judged.verdict == Verdict::Pass);
    if good { Exit::Good } else { Exit::NotGood }
}

/// Characters of a bad line that are shown.
const SHOWN: usize = 300;

fn write_text(out: &mut impl Write, line: &[u8], judged: &Judged) -> io::Result<()> {
    write!(out, "{}", judged.verdict)?;
    write_reading(out, judged)?;
    if judged.replay {
        write!(out, "  (stood on an earlier line)")?;
    }
    let Some(detail) = &judged.detail else { return writeln!(out) };
    let shown = line.get(..4 * SHOWN).unwrap_or(line);
    let shown: String = String::from_utf8_lossy(shown).chars().take(SHOWN).collect();
    let cut = if shown.len() < line.len() { ".." } else { "" };
    writeln!(out, "  {detail}: {}{cut}", shown.escape_debug())
}
