//! What each command does: one file a command, each from its arguments to an exit code.

mod account;
mod batch;
mod card;
mod catalogue;
mod completion;
mod doctor;
mod file;
mod init;
mod order;
mod profile;
mod provider_sandbox;
mod qa;
mod reader;
mod sun;
mod vault;
mod virtual_card;

use crate::args::{BatchCommand, Cli, Command, Format, ReaderCommand, SunCommand};
use crate::context::{Context, catch_ctrl_c};
use crate::exit::Exit;
use crate::failure::Failure;

/// How a command ends: with an exit code of its verdict, or with a failure.
pub(crate) type Outcome = Result<Exit, Failure>;

/// Whether Ctrl-C may not end the command wherever it is: a card half-way, a file half-written.
fn must_end_whole(command: &Command) -> bool {
    matches!(
        command,
        Command::Card(_)
            | Command::Virtual(_)
            | Command::Order(_)
            | Command::Account(_)
            | Command::Models(_)
            | Command::Statuses(_)
            | Command::File(_)
            | Command::ProviderSandbox(_)
            | Command::Batch(_)
            | Command::Vault(_)
            | Command::Qa(_)
            | Command::Doctor(_)
    ) || matches!(command, Command::Sun(SunCommand::Verify(args)) if args.reads_file())
}

/// Runs what was typed.
pub(crate) fn run(cli: Cli) -> Outcome {
    let context = Context::new(cli.global);
    let is_export = matches!(&cli.command, Command::Batch(BatchCommand::Export(_)));
    if context.global.format == Format::Csv && !is_export {
        return Err(Failure::say(Exit::Input, "--format csv is for `batch export` only")
            .hint("use text, json or ndjson"));
    }
    if must_end_whole(&cli.command) {
        catch_ctrl_c();
    }
    match cli.command {
        Command::Init(args) => init::run(&context, &args),
        Command::Vault(command) => vault::run(&context, &command),
        Command::Batch(command) => batch::run(&context, command),
        Command::Profile(command) => profile::run(&context, &command),
        Command::Order(command) => order::run(&context, &command),
        Command::Account(command) => account::run(&context, &command),
        Command::Models(args) => catalogue::models(&context, &args),
        Command::Statuses(args) => catalogue::statuses(&context, &args),
        Command::File(command) => file::run(&context, &command),
        Command::ProviderSandbox(args) => provider_sandbox::run(&context, &args),
        Command::Card(command) => card::run(&context, &command),
        Command::Sun(command) => sun::run(&context, command),
        Command::Qa(command) => qa::run(&context, *command),
        Command::Reader(ReaderCommand::List) => reader::list(&context),
        Command::Doctor(args) => doctor::run(&context, &args),
        Command::Virtual(args) => virtual_card::run(&context, &args),
        Command::Completion { shell } => completion::run(shell),
    }
}
