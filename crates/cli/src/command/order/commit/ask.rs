//! What orders will cost, shown, held against the cap, and asked.

use std::io::{self, Write};

use tapsmith_desk::order::commit::Look;
use tapsmith_orders::price::Estimate;

use super::super::price::Shown;
use crate::args::CommitArgs;
use crate::confirm::typed_yes;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// An order, looked at, and what it will cost.
pub(super) struct Planned {
    pub(super) reference: String,
    pub(super) look: Look,
    pub(super) estimate: Estimate,
}

/// What is shown before anybody is asked: on stderr, for it is talk.
pub(super) fn show(planned: &[Planned]) -> Result<(), Failure> {
    let mut out = io::stderr().lock();
    for Planned { reference, look, estimate } in planned {
        match look {
            Look::Already(_) => writeln!(out, "{reference}: committed already")?,
            Look::Ready(ready) => {
                let cards = ready.submission.cards;
                writeln!(out, "{reference}: {cards} cards, {}", estimate.words())?;
                Shown::of(estimate).text(&mut out)?;
            }
        }
    }
    Ok(())
}

/// What the orders that are still open will cost, as one estimate.
pub(super) fn whole(planned: &[Planned]) -> Estimate {
    let open = planned.iter().filter(|planned| matches!(planned.look, Look::Ready(_)));
    open.fold(Estimate::default(), |sum, planned| sum.and(&planned.estimate))
}

/// Refuses what costs more than the user wants to spend, or may.
pub(super) fn check_cap(
    context: &Context,
    args: &CommitArgs,
    planned: &[Planned],
) -> Result<(), Failure> {
    let Some(cap) = args.max_total else { return Ok(()) };
    let estimate = whole(planned);
    let total = estimate.total();
    if total > cap {
        let sentence = format!("the estimate is {total} EUR, and --max-total is {cap}");
        return Err(Failure::say(Exit::Refused, sentence)
            .hint("nothing was committed: raise --max-total, or commit fewer orders"));
    }
    if estimate.is_whole() || context.global.yes {
        return Ok(());
    }
    let missing = estimate.missing.join(", ");
    let sentence = format!("--max-total cannot be kept: there is no price for {missing}");
    Err(Failure::say(Exit::Refused, sentence)
        .hint("nothing was committed: say --yes to commit without knowing, or ask the printer"))
}

/// Asks whether to spend the money. Without a terminal, `--yes` says so.
pub(super) fn ask(context: &Context, planned: &[Planned]) -> Result<(), Failure> {
    if context.global.yes {
        return Ok(());
    }
    let open = planned.iter().filter(|planned| matches!(planned.look, Look::Ready(_))).count();
    let orders = if open == 1 { "1 order" } else { &format!("{open} orders") };
    let what = format!("this commits {orders}, {}", whole(planned).words());
    match typed_yes(&format!("{what}, and cannot be undone"))? {
        Some(true) => Ok(()),
        Some(false) => {
            Err(Failure::say(Exit::Refused, "nothing was committed")
                .hint("type yes in full to go on"))
        }
        None => Err(Failure::say(Exit::Refused, &what).hint("confirm it with --yes")),
    }
}
