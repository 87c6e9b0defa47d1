//! `sun verify`

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use tapsmith_core::batch::Batch;
use tapsmith_core::suite::Suite;
use tapsmith_core::sun::Verifier;
use tapsmith_core::template::{Mirroring, Template};
use tapsmith_desk::check::Verdict;
use tapsmith_desk::tap::{Judge, Judged, Replays, remember};
use tapsmith_store::OpenVault;

use super::keys_file;
use crate::args::SunVerifyArgs;
use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::list_writer::ListWriter;
use crate::printer::stdout;

/// So many taps are judged before the vault is asked what it remembers.
const CHUNK: usize = 1000;

/// Checks taps, in the order of the input. A bad line is a verdict, never a stop.
pub(crate) fn run(context: &Context, args: &SunVerifyArgs) -> Outcome {
    let mut bench = Bench::set_up(context, args)?;
    let mut lines = lines(args)?;
    let single = args.input.is_none() && args.urls.len() == 1;
    let mut exit = Exit::Good;
    let numbered = args.input.is_some();
    let mut list = ListWriter::begin(stdout(), context.printer.format(), "taps", single)?;
    let mut number = 0;
    loop {
        let chunk: Vec<String> = lines.by_ref().take(CHUNK).collect::<Result<_, _>>()?;
        if chunk.is_empty() {
            break;
        }
        for (url, judged) in chunk.iter().zip(bench.judge(&chunk)?) {
            if judged.verdict == Verdict::Fail {
                exit = Exit::NotGood;
            }
            number += 1;
            list.write(&judged, |out| {
                if numbered {
                    write!(out, "line {number}: ")?;
                }
                write_text(out, url, &judged)
            })?;
        }
    }
    list.end()?;
    Ok(exit)
}

/// By what is judged, and what is remembered.
struct Bench {
    source: Source,
    replays: Replays,
    /// The vault, if it shall remember.
    memory: bool,
}

enum Source {
    Batch { vault: OpenVault, batch: Box<Batch> },
    Keys { judge: Judge<'static>, vault: Option<OpenVault> },
}

impl Bench {
    fn set_up(context: &Context, args: &SunVerifyArgs) -> Result<Self, Failure> {
        let mirroring = if args.suncmac { Mirroring::SunCmac } else { Mirroring::Sdm };
        let parse = |text| parse_template(mirroring, text);
        let template = args.template.as_deref().map(parse).transpose()?;
        let source = match (&args.batch, &args.keys) {
            (Some(name), _) => {
                if template.is_some() {
                    return Err(Failure::say(
                        Exit::Input,
                        "--template goes with --keys: a batch has its own",
                    ));
                }
                let vault = context.open_vault()?;
                let batch = vault.batch(name)?;
                Source::Batch { vault, batch: Box::new(batch) }
            }
            (None, Some(file)) => {
                let keys = keys_file::read(file)?;
                let vault = args.remember.then(|| context.open_vault()).transpose()?;
                let plain = if args.lrp { Suite::Lrp } else { Suite::Aes };
                let template = template.map(|template| template.in_suite(plain));
                let verifier = Box::new(Verifier::new(keys));
                Source::Keys { judge: Judge::Keys { verifier, template, plain }, vault }
            }
            (None, None) => return Err(Failure::say(Exit::Input, "--batch or --keys is needed")),
        };
        Ok(Self { source, replays: Replays::default(), memory: args.remember })
    }

    fn judge(&mut self, urls: &[String]) -> Result<Vec<Judged>, Failure> {
        let mut judged = match &self.source {
            Source::Keys { judge, .. } => judge_all(judge, urls)?,
            Source::Batch { vault, batch } => judge_all(&Judge::by_batch(vault, batch)?, urls)?,
        };
        for judged in &mut judged {
            self.replays.mark(judged);
        }
        if self.memory {
            match &mut self.source {
                Source::Batch { vault, batch } => remember(vault, Some(batch), &mut judged)?,
                Source::Keys { vault: Some(vault), .. } => remember(vault, None, &mut judged)?,
                Source::Keys { vault: None, .. } => {}
            }
        }
        Ok(judged)
    }
}

fn judge_all(judge: &Judge<'_>, urls: &[String]) -> Result<Vec<Judged>, tapsmith_store::Error> {
    urls.iter().map(|url| judge.judge(url)).collect()
}

fn parse_template(mirroring: Mirroring, text: &str) -> Result<Template, Failure> {
    let template = Template::parse_of(mirroring, text);
    let template = template.map_err(|error| Failure::input(error).at("--template"))?;
    if template.is_sun() {
        Ok(template)
    } else {
        Err(Failure::say(Exit::Input, "--template: no place for the MAC: add {mac}"))
    }
}

type Lines = Box<dyn Iterator<Item = Result<String, Failure>>>;

fn lines(args: &SunVerifyArgs) -> Result<Lines, Failure> {
    let Some(path) = &args.input else {
        return Ok(Box::new(args.urls.clone().into_iter().map(Ok)));
    };
    let named = |error| Failure::input(error).at(path.display());
    if path == Path::new("-") {
        return Ok(Box::new(text_lines(io::stdin().lock(), "standard input".to_owned())));
    }
    let file = BufReader::new(File::open(path).map_err(named)?);
    Ok(Box::new(text_lines(file, path.display().to_string())))
}

/// The lines of a reader. Bytes that are no UTF-8 make a line that is no URL, not a stop.
fn text_lines(reader: impl BufRead, name: String) -> impl Iterator<Item = Result<String, Failure>> {
    reader.split(b'\n').map(move |line| match line {
        Ok(line) => {
            let line = String::from_utf8_lossy(&line);
            Ok(line.strip_suffix('\r').unwrap_or(&line).to_owned())
        }
        Err(error) => Err(Failure::input(error).at(&name)),
    })
}

fn write_text(out: &mut impl Write, url: &str, judged: &Judged) -> io::Result<()> {
    write!(out, "{}", judged.verdict)?;
    for (name, value) in [
        ("record", judged.record_id.map(|id| id.to_string())),
        ("card", judged.uid.map(|uid| uid.to_string())),
        ("tap", judged.read_counter.map(|counter| counter.to_string())),
    ] {
        if let Some(value) = value {
            write!(out, "  {name} {value}")?;
        }
    }
    if let Some(status) = judged.tag_tamper {
        write!(out, "  {status}")?;
    }
    if judged.replay {
        write!(out, "  (stood on an earlier line)")?;
    }
    match &judged.detail {
        Some(detail) => writeln!(out, "  {detail}: {}", url.escape_debug()),
        None => writeln!(out),
    }
}
