//! `card encode`

use std::collections::HashSet;
use std::io::{self, Write};

use tapsmith_card::tag::Tag;
use tapsmith_core::batch::Batch;
use tapsmith_core::uid::Uid;
use tapsmith_desk::any::encode;
use tapsmith_desk::check::Verdict;
use tapsmith_desk::encode::{Effort, Encoded, ForGood, Request};
use tapsmith_desk::error::Error;
use tapsmith_reader::os_random::OsRandom;
use tapsmith_reader::selector::Selector;
use tapsmith_reader::wire::WireError;
use tapsmith_store::OpenVault;

use super::{await_removal, check_record, judged_at_card, selector, virtual_cards, words};
use crate::args::EncodeArgs;
use crate::command::Outcome;
use crate::confirm::typed_yes;
use crate::context::{Context, check_interrupted};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Report;

impl Report for Encoded {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { batch, record_id, uid, .. } = self;
        let verdict = words::verdict(self.verdict);
        writeln!(out, "{verdict} record {record_id} of {batch} on card {uid}")?;
        words::write_steps(out, &self.steps)?;
        words::write_checks(out, &self.proofs)?;
        if let Some(url) = &self.url {
            writeln!(out, "  {url}")?;
        }
        writeln!(out, "  {} exchanges", self.apdus)
    }
}

/// Encodes the card on the reader, or a stack of cards one after the other.
pub(crate) fn run(context: &Context, args: &EncodeArgs) -> Outcome {
    let selector = selector(context)?;
    if args.count != 1 && selector.is_virtual() {
        return Err(Failure::say(Exit::Input, "--count: a card in a file is one card only")
            .hint("--count is for a reader, where cards come and go"));
    }
    let mut vault = context.open_vault()?;
    let batch = vault.batch(&args.card.batch)?;
    check_record(&vault, &batch, args.card.record)?;
    let mut seen = HashSet::new();
    let mut exit = Exit::Good;
    for number in 1..=args.count {
        let encoded = one(context, args, &selector, &mut vault, &batch, &seen)?;
        seen.insert(encoded.uid);
        context.printer.print(&encoded)?;
        if encoded.verdict == Verdict::Fail {
            exit = Exit::NotGood;
        }
        if number < args.count {
            let _unwritable =
                writeln!(io::stderr(), "{number} of {}. Take the card off.", args.count);
            await_removal(&selector)?;
        }
        check_interrupted()?;
    }
    Ok(exit)
}

/// What a card on the reader came to.
enum Turn {
    /// It is encoded.
    Done(Encoded),
    /// It was encoded before it.
    SeenBefore,
    /// Somebody has to confirm what no command can undo.
    Asks { uid: Uid, refusal: Error<WireError> },
}

impl Turn {
    fn good(&self) -> Option<bool> {
        match self {
            Self::Done(encoded) => Some(encoded.verdict == Verdict::Pass),
            Self::SeenBefore | Self::Asks { .. } => None,
        }
    }
}

/// One card; one that was on the reader before is no new card.
fn one(
    context: &Context,
    args: &EncodeArgs,
    selector: &Selector,
    vault: &mut OpenVault,
    batch: &Batch,
    seen: &HashSet<Uid>,
) -> Result<Encoded, Failure> {
    let mut request = Request {
        batch,
        record: args.card.record,
        virtual_cards: virtual_cards(selector, args.card.accept_virtual),
        overwrite: context.global.yes,
        for_good: if context.global.yes { ForGood::Any } else { ForGood::Ask },
        replace: args.replace,
        effort: effort(args),
        now: Context::now(),
    };
    loop {
        let turn = judged_at_card(context, selector, Turn::good, |field| {
            let known =
                Tag::new(&mut *field).reader_uid()?.and_then(|uid| uid.try_into().ok()).map(Uid);
            if known.is_some_and(|uid| seen.contains(&uid)) {
                return Ok(Turn::SeenBefore);
            }
            match encode(field, vault, request, &mut OsRandom) {
                Err(refusal @ Error::ForGood { uid, .. }) => Ok(Turn::Asks { uid, refusal }),
                encoded => encoded.map(Turn::Done),
            }
        })?;
        match turn {
            // A card that hides its UID shows only now that it was here before.
            Turn::Done(encoded) if !seen.contains(&encoded.uid) => return Ok(encoded),
            Turn::Done(_) | Turn::SeenBefore => {
                let _unwritable = writeln!(io::stderr(), "This card is done already. Take it off.");
                await_removal(selector)?;
            }
            Turn::Asks { uid, refusal } => {
                ask(refusal)?;
                request.for_good = ForGood::Card(uid);
            }
        }
    }
}

/// Has a person confirm what `refusal` names. Where nobody can, it stays refused.
fn ask(refusal: Error<WireError>) -> Result<(), Failure> {
    match typed_yes(&refusal.to_string())? {
        Some(true) => Ok(()),
        Some(false) | None => Err(refusal.into()),
    }
}

fn effort(args: &EncodeArgs) -> Effort {
    match (args.fast, args.prove_all) {
        (true, _) => Effort::Fast,
        (false, true) => Effort::ProveAll,
        (false, false) => Effort::Normal,
    }
}
