//! `card plan`

use std::io::{self, Write};

use tapsmith_desk::any::plan;
use tapsmith_desk::encode::{Effort, ForGood, Planned, Request};
use tapsmith_reader::os_random::OsRandom;

use super::{at_card, check_record, selector, virtual_cards};
use crate::args::RecordArgs;
use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::printer::Report;

impl Report for Planned {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { batch, record_id, uid, steps, needs_yes, apdus } = self;
        if steps.is_empty() {
            return writeln!(out, "Nothing to do: card {uid} is record {record_id} of {batch}.");
        }
        writeln!(out, "Card {uid} would become record {record_id} of {batch}:")?;
        for step in steps {
            let mark = if step.irreversible { "  (no command can undo this)" } else { "" };
            writeln!(out, "  {}{mark}", step.name)?;
        }
        if *needs_yes {
            let why = if steps.iter().any(|step| step.irreversible) {
                "No command could undo it all"
            } else if steps.iter().any(|step| step.name == "change_card_key") {
                "The card is not blank, or others on it would lose its own master key"
            } else {
                "The card is not blank"
            };
            writeln!(out, "  {why}: the encode would need --yes.")?;
        }
        writeln!(out, "  {apdus} exchanges with reading and proving")
    }
}

/// Says what encode would do.
pub(crate) fn run(context: &Context, args: &RecordArgs) -> Outcome {
    let selector = selector(context)?;
    let vault = context.open_vault()?;
    let batch = vault.batch(&args.batch)?;
    check_record(&vault, &batch, args.record)?;
    let request = Request {
        batch: &batch,
        record: args.record,
        virtual_cards: virtual_cards(&selector, args.accept_virtual),
        overwrite: true,
        for_good: ForGood::Ask,
        replace: false,
        effort: Effort::Normal,
        now: Context::now(),
    };
    let planned = at_card(context, &selector, |field| plan(field, &vault, request, &mut OsRandom))?;
    context.printer.print(&planned)?;
    Ok(Exit::Good)
}
