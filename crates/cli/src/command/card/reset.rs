//! `card reset`

use std::io::{self, Write};

use tapsmith_core::batch::BatchName;
use tapsmith_desk::any::reset;
use tapsmith_desk::check::Verdict;
use tapsmith_desk::reset::{Request, Reset};
use tapsmith_reader::os_random::OsRandom;

use super::{at_card, selector, words};
use crate::command::Outcome;
use crate::context::Context;
use crate::printer::Report;

impl Report for Reset {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let (word, uid) = (words::verdict(self.verdict), self.uid);
        match (self.verdict, &self.batch, self.record_id) {
            (Verdict::Fail, _, _) => writeln!(out, "{word} card {uid} is not as delivered")?,
            (Verdict::Pass, Some(batch), Some(record)) => writeln!(
                out,
                "{word} card {uid} is as delivered; record {record} of {batch} is free, with keys of the next generation"
            )?,
            (Verdict::Pass, _, _) => writeln!(out, "{word} card {uid} is as delivered")?,
        }
        words::write_steps(out, &self.steps)?;
        for stays in &self.for_good {
            writeln!(out, "  stays, for no command can undo it: {}", words::for_good(stays))?;
        }
        words::write_checks(out, &self.proofs)?;
        writeln!(out, "  {} exchanges", self.apdus)
    }
}

/// Resets the card on the reader.
pub(crate) fn run(context: &Context, batch: Option<&BatchName>) -> Outcome {
    let selector = selector(context)?;
    let mut vault = context.open_vault()?;
    let batch = batch.map(|name| vault.batch(name)).transpose()?;
    let (confirmed, now) = (context.global.yes, Context::now());
    let request = Request { batch: batch.as_ref(), confirmed, now };
    let done =
        at_card(context, &selector, |field| reset(field, &mut vault, request, &mut OsRandom))?;
    context.printer.print(&done)?;
    Ok(done.verdict.into())
}
