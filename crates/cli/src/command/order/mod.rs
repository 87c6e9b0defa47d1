//! `order`

mod build;
mod check;
mod finding;

use super::Outcome;
use crate::args::OrderCommand;
use crate::context::Context;

/// Runs one of the verbs.
pub(crate) fn run(context: &Context, command: &OrderCommand) -> Outcome {
    match command {
        OrderCommand::Build(args) => build::run(context, args),
        OrderCommand::Check(args) => check::run(context, args),
    }
}
