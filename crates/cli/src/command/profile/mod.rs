//! `profile`

mod check;
mod list;
mod load;
mod show;

pub(crate) use load::load;

use super::Outcome;
use crate::args::ProfileCommand;
use crate::context::Context;

/// Runs one of the verbs.
pub(crate) fn run(context: &Context, command: &ProfileCommand) -> Outcome {
    match command {
        ProfileCommand::List => list::run(context),
        ProfileCommand::Show { schema: true, .. } => show::schema(),
        ProfileCommand::Show { profile, .. } => show::run(context, profile.as_deref()),
        ProfileCommand::Check { files } => check::run(context, files),
    }
}
