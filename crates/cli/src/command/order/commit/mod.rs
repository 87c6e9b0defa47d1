//! `order commit`: the only command that spends money.

mod ask;
mod clerk;
mod line;

use tapsmith_desk::order::Place;
use tapsmith_desk::order::commit::Look;

use crate::args::CommitArgs;
use crate::command::Outcome;
use crate::connect;
use crate::context::Context;
use crate::exit::Exit;
use ask::{ask, check_cap, show};
use clerk::Clerk;
use line::Commits;

/// Shows what orders will cost, asks, and has them made.
pub(crate) fn run(context: &Context, args: &CommitArgs) -> Outcome {
    let mut vault = context.open_vault()?;
    let provider = connect::with_vault(context, &args.provider, &vault)?;
    let mut clerk = Clerk { vault: &mut vault, provider: &*provider };
    let planned = clerk.plan_all(&args.references)?;
    show(&planned)?;
    let is_open = planned.iter().any(|planned| matches!(planned.look, Look::Ready(_)));
    if is_open {
        check_cap(context, args, &planned)?;
        ask(context, &planned)?;
    }
    let (orders, spent, worst) = clerk.commit_all(planned, args.max_total);
    let place = Place::of(&*provider);
    context.printer.print(&Commits {
        place: place.place,
        rehearsal: place.rehearsal,
        orders,
        total: spent.to_string(),
    })?;
    worst.map_or(Ok(Exit::Good), Err)
}
