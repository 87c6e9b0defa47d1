//! `card verify`

use std::io::{self, Write};

use tapsmith_desk::any::verify;
use tapsmith_desk::check::Verdict;
use tapsmith_desk::verify::{Request, Strangers, Verified};
use tapsmith_reader::os_random::OsRandom;

use super::{check_record, judged_at_card, selector, virtual_cards, words};
use crate::args::RecordArgs;
use crate::command::Outcome;
use crate::context::Context;
use crate::printer::Report;

impl Report for Verified {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{}", words::verdict(self.verdict))?;
        if let Some(record) = self.record_id {
            write!(out, " record {record} of {}", self.batch)?;
        }
        if let Some(uid) = self.uid {
            write!(out, " on card {uid}")?;
        }
        writeln!(out)?;
        words::write_checks(out, &self.checks)
    }
}

/// Judges the card on the reader.
pub(crate) fn run(context: &Context, args: &RecordArgs) -> Outcome {
    let selector = selector(context)?;
    let mut vault = context.open_vault()?;
    let batch = vault.batch(&args.batch)?;
    check_record(&vault, &batch, args.record)?;
    let virtual_cards = virtual_cards(&selector, args.accept_virtual);
    let now = Context::now();
    let (record, strangers) = (args.record, Strangers::One);
    let request = Request { batch: &batch, record, virtual_cards, strangers, now };
    let good = |verified: &Verified| Some(verified.verdict == Verdict::Pass);
    let verified = judged_at_card(context, &selector, good, |field| {
        verify(field, &mut vault, request, &mut OsRandom)
    })?;
    context.printer.print(&verified)?;
    Ok(verified.verdict.into())
}
