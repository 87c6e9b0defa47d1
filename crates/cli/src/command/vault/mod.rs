//! `vault`

mod backup;
mod check;
mod history;
mod rekey;
mod restore;
mod settings;

use super::Outcome;
use crate::args::VaultCommand;
use crate::context::Context;

/// Runs one of the verbs.
pub(crate) fn run(context: &Context, command: &VaultCommand) -> Outcome {
    match command {
        VaultCommand::Check { expect } => check::run(context, expect.as_ref()),
        VaultCommand::Backup { file } => backup::run(context, file),
        VaultCommand::Restore { file, expect } => restore::run(context, file, expect.as_ref()),
        VaultCommand::Rekey(args) => rekey::run(context, args),
        VaultCommand::Settings(args) => settings::run(context, args),
        VaultCommand::History { from } => history::run(context, *from),
    }
}
