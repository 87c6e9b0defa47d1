//! `batch`

mod create;
mod export;
mod import;
mod list;
mod retire;
mod rotate;
mod show;

use super::Outcome;
use crate::args::BatchCommand;
use crate::context::Context;

/// Runs one of the verbs.
pub(crate) fn run(context: &Context, command: BatchCommand) -> Outcome {
    match command {
        BatchCommand::Create(args) => create::run(context, *args),
        BatchCommand::List => list::run(context),
        BatchCommand::Show { name } => show::run(context, &name),
        BatchCommand::Export(args) => export::run(context, &args),
        BatchCommand::Import(args) => import::run(context, &args),
        BatchCommand::Rotate(args) => rotate::run(context, &args),
        BatchCommand::Retire(args) => retire::run(context, &args),
    }
}
