//! `sun`

mod identify;
mod keys_file;
mod sign;
mod verify;

use super::Outcome;
use crate::args::SunCommand;
use crate::context::Context;

/// Runs one of the verbs.
pub(crate) fn run(context: &Context, command: SunCommand) -> Outcome {
    match command {
        SunCommand::Identify(args) => identify::run(context, &args),
        SunCommand::Sign(args) => sign::run(context, &args),
        SunCommand::Verify(args) => verify::run(context, &args),
    }
}
