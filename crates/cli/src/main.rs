//! The command line `tapsmith`.
//!
//! # Layout
//! - `args`: what may be typed, in clap's words only; `context`: what the global options mean.
//! - `command`: one file a command, from its arguments to an exit code.
//! - `credential`: what opens a vault. `connect`: the way to a printer's server.
//! - `printer`: the one way out for data; `failure`: the one way out for errors; `exit`: the codes.

mod args;
mod command;
mod confirm;
mod connect;
mod context;
mod credential;
mod exit;
mod failure;
mod files;
mod list_writer;
mod printer;
mod progress;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    tapsmith_store::forbid_core_dumps();
    let exit = match command::run(args::Cli::parse()) {
        Ok(exit) => exit,
        Err(failure) => {
            failure.show();
            failure.exit()
        }
    };
    exit.into()
}
