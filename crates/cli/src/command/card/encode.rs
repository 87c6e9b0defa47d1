//! `card encode`

use std::io::{self, Write};

use tapsmith_desk::check::Verdict;
use tapsmith_desk::encode::{Encoded, Request, encode};
use tapsmith_reader::os_random::OsRandom;

use super::{at_card, selector, virtual_cards, words};
use crate::args::EncodeArgs;
use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::printer::Report;

impl Report for Encoded {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { batch, record_id, uid, .. } = self;
        let verdict = words::verdict(self.verdict);
        writeln!(out, "{verdict} record {record_id} of {batch} on card {uid}")?;
        match self.steps.as_slice() {
            [] => writeln!(out, "  nothing to do: the card was finished")?,
            steps => {
                let names: Vec<_> = steps.iter().map(|step| step.name.as_str()).collect();
                writeln!(out, "  done: {}", names.join(", "))?;
            }
        }
        words::write_checks(out, &self.proofs)?;
        if let Some(url) = &self.url {
            writeln!(out, "  {url}")?;
        }
        writeln!(out, "  {} exchanges", self.apdus)
    }
}

/// Encodes the card on the reader.
pub(crate) fn run(context: &Context, args: &EncodeArgs) -> Outcome {
    let selector = selector(context)?;
    let mut vault = context.open_vault()?;
    let batch = vault.batch(&args.batch)?;
    let request = Request {
        batch: &batch,
        record: args.record,
        virtual_cards: virtual_cards(&selector, args.accept_virtual),
        overwrite: context.global.yes,
        now: Context::now(),
    };
    let encoded =
        at_card(context, &selector, |tag| encode(tag, &mut vault, request, &mut OsRandom))?;
    context.printer.print(&encoded)?;
    Ok(if encoded.verdict == Verdict::Pass { Exit::Good } else { Exit::NotGood })
}
