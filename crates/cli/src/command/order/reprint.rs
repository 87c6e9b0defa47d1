//! `order reprint`, `order rebuild`

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;
use tapsmith_core::batch::RecordRange;
use tapsmith_core::order::OrderTemplate;
use tapsmith_desk::order::again::{self, Cards};
use tapsmith_desk::order::build::Builder;
use tapsmith_orders::Name;
use tapsmith_reader::os_random::OsRandom;
use tapsmith_store::{NotedOrder, OpenVault};

use super::failed;
use super::written::{self, Written, file_name};
use crate::args::{RebuildArgs, ReprintArgs};
use crate::command::Outcome;
use crate::connect;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::files;
use crate::printer::Report;

/// An order file, and what it means for cards that are there.
#[derive(Debug, Serialize)]
struct Made {
    files: Vec<Written>,
    /// Cards that carry older keys from now on, and fail.
    older_cards: u64,
    /// Which keys go by which name, until the printer confirmed it.
    notice: Option<String>,
}

impl Report for Made {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        self.files.iter().try_for_each(|file| file.text(out))?;
        if self.older_cards > 0 {
            writeln!(out, "{} cards carry older keys, and fail from now on.", self.older_cards)?;
        }
        if let Some(notice) = &self.notice {
            writeln!(out, "{notice}")?;
        }
        writeln!(out, "These files hold keys: they are readable by you alone.")
    }
}

/// Writes an order for cards that have to be made again.
pub(crate) fn reprint(context: &Context, args: &ReprintArgs) -> Outcome {
    let vault = context.vault().ok();
    let cards_are_named = !args.records.is_empty() || args.failed_of.is_some();
    let name = match (args.provider.provider, &args.template) {
        (None, Some(_)) => Name::Merchrocket,
        (None, None) if cards_are_named => Name::Printags,
        _ => connect::name(&args.provider, vault.as_ref())?,
    };
    match name {
        Name::Printags => cards(context, args),
        Name::Merchrocket => goods(context, args),
    }
}

/// Cards: lines of their own, with fresh keys or with the same. One file for each order that they were in.
fn cards(context: &Context, args: &ReprintArgs) -> Outcome {
    if args.records.is_empty() && args.failed_of.is_none() {
        return Err(Failure::say(Exit::Input, "which cards?")
            .hint("name them: --records 7,12-15, or --failed-of PLAN"));
    }
    let mut vault = context.open_vault()?;
    let jobs = match &args.failed_of {
        Some(plan) => failed::jobs(&vault, plan, args.of.as_deref(), context.global.yes)?,
        None => vec![named(&vault, args)?],
    };
    files::make_folder(&args.out)?;
    let mut made = Made { files: Vec::new(), older_cards: 0, notice: None };
    for (original, records) in &jobs {
        let batch = vault.batch(&original.batch)?;
        let cards = Cards { records, fresh: !args.same_keys, carried: context.global.yes };
        let (planned, older_cards) =
            again::reprint(&mut vault, &batch, original, cards, Context::now(), &mut OsRandom)?;
        let text = original.template.as_deref().map(String::as_str).unwrap_or_default();
        let template = OrderTemplate::from_json(text).map_err(again::AgainError::from)?;
        let order = Builder::new(&vault, &batch)?.build(&planned, &template)?;
        let path = args.out.join(file_name(&planned.reference));
        made.files.push(written::write(context, &path, &order)?);
        made.older_cards += older_cards;
        made.notice = written::notice(&vault, &batch.profile)?;
    }
    context.printer.print(&made)?;
    Ok(Exit::Good)
}

/// An order, and those of its records that are made again.
type Job = (NotedOrder, Vec<RecordRange>);

/// The cards that were named, of the order that was named: only cards of that order are made again.
fn named(vault: &OpenVault, args: &ReprintArgs) -> Result<Job, Failure> {
    let of = args.of.as_deref().unwrap_or_default();
    let original = again::noted(vault, of, args.batch.as_ref())?;
    let has = |record| original.order.runs.iter().any(|run| run.records.contains(record));
    let wanted = args.records.iter().flat_map(|range| [range.first(), range.last()]);
    match wanted.into_iter().find(|record| !has(*record)) {
        None => Ok((original, args.records.clone())),
        Some(record) => {
            Err(Failure::say(Exit::Input, format!("record {record} is not in order {of}"))
                .hint("`tapsmith order list` shows which order has which cards"))
        }
    }
}

/// An order file without keys.
#[derive(Debug, Serialize)]
struct Goods {
    file: PathBuf,
    reference: String,
    reprint_of: String,
}

impl Report for Goods {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { file, reference, reprint_of } = self;
        writeln!(out, "{}: a reprint of {reprint_of}, reference {reference}", file.display())
    }
}

/// Printed goods: the template's order, and an action that links it to the original.
fn goods(context: &Context, args: &ReprintArgs) -> Outcome {
    let Some(path) = &args.template else {
        return Err(Failure::say(Exit::Input, "for whom, and what?")
            .hint("an order for Merchrocket says so: --template FILE"));
    };
    let text = files::read(path)?;
    let mut order = tapsmith_orders::merchrocket::NewOrder::from_json(&text)
        .map_err(|error| Failure::input(error).at(path.display()))?;
    let mut count: u64 = match &args.failed_of {
        Some(plan) => failed::count(&context.vault()?, plan, context.global.yes)?,
        None => args.records.iter().map(|range| range.count()).sum(),
    };
    let Some(of) = &args.of else {
        return Err(Failure::say(Exit::Input, "of which order?")
            .hint("Merchrocket's reprints name their original: --of REF"));
    };
    if let ([item], 1..) =
        (order.order_items.as_mut().map_or(&mut [][..], Vec::as_mut_slice), count)
    {
        count = count.min(u32::MAX.into());
        item.quantity = u32::try_from(count).ok();
    }
    let named = order.external_id.take().filter(|name| !name.is_empty());
    let reference = named.unwrap_or_else(|| format!("{of}-reprint-1"));
    if reference == *of {
        return Err(Failure::say(Exit::Input, "the reprint has the original's externalId")
            .at(path.display())
            .hint("an order of its own needs a name of its own"));
    }
    order.external_id = Some(reference.clone());
    let order = order.reprint_of(of);
    files::make_folder(&args.out)?;
    let file = args.out.join(file_name(&reference));
    let body = order.to_json()?;
    files::write_private(&file, context.global.yes, |out| out.write_all(&body))?;
    context.printer.print(&Goods { file, reference, reprint_of: of.clone() })?;
    Ok(Exit::Good)
}

/// Writes an order's file once more, byte for byte.
pub(crate) fn rebuild(context: &Context, args: &RebuildArgs) -> Outcome {
    let mut vault = context.open_vault()?;
    let noted = again::noted(&vault, &args.reference, args.batch.as_ref())?;
    let batch = vault.batch(&noted.batch)?;
    let order = again::rebuild(&vault, &noted)?;
    let records = noted.order.count();
    let event = tapsmith_store::Event::KeysRevealed {
        batch: &batch.name,
        records,
        to: "the file of an order, built again",
    };
    vault.note(&event, Context::now())?;
    files::make_folder(&args.out)?;
    let path = args.out.join(file_name(&args.reference));
    let files = vec![written::write(context, &path, &order)?];
    let notice = written::notice(&vault, &batch.profile)?;
    context.printer.print(&Made { files, older_cards: 0, notice })?;
    Ok(Exit::Good)
}
