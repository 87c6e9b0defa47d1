//! `order`

mod already;
mod at_desk;
mod back;
mod build;
mod check;
mod circuit;
mod commit;
mod estimate;
mod failed;
mod file;
mod finding;
mod linked;
mod list;
mod price;
mod reprint;
mod show;
mod submit;
mod watch;
mod written;

use tapsmith_desk::order::follow::Back;

use super::Outcome;
use crate::args::OrderCommand;
use crate::context::Context;
pub(crate) use written::{KEY_MAPPING, mapping};

/// Runs one of the verbs.
pub(crate) fn run(context: &Context, command: &OrderCommand) -> Outcome {
    match command {
        OrderCommand::Build(args) => build::run(context, args),
        OrderCommand::Check(args) => check::run(context, args),
        OrderCommand::Rates(args) => price::rates(context, args),
        OrderCommand::Price(args) => price::price(context, args),
        OrderCommand::Submit(args) => submit::run(context, args),
        OrderCommand::Commit(args) => commit::run(context, args),
        OrderCommand::List(args) => list::run(context, args),
        OrderCommand::Show(args) => show::run(context, args),
        OrderCommand::Watch(args) => watch::run(context, args),
        OrderCommand::Reprint(args) => reprint::reprint(context, args),
        OrderCommand::Rebuild(args) => reprint::rebuild(context, args),
        OrderCommand::Cancel(args) => back::run(context, args, Back::Cancel),
        OrderCommand::Refund(args) => back::run(context, args, Back::Refund),
        OrderCommand::Amend(args) => back::amend(context, args),
    }
}
