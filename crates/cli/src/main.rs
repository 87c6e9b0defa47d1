//! The command line `tapsmith`.
//!
//! # Layout
//! - `args`: what may be typed, in clap's words only; `context`: what the global options mean.
//! - `command`: one file a command, from its arguments to an exit code.
//! - `printer`: the one way out for data; `failure`: the one way out for errors; `exit`: the codes.

mod args;
mod command;
mod context;
mod exit;
mod failure;
mod files;
mod printer;
mod progress;

use std::process::ExitCode;
use std::sync::atomic::Ordering;

use clap::Parser as _;

fn main() -> ExitCode {
    // A second Ctrl-C ends the program as if this had never been set.
    let handler = || {
        if context::STOP.swap(true, Ordering::Relaxed) {
            abandon();
        }
    };
    if ctrlc::set_handler(handler).is_err() {
        // Without it Ctrl-C ends the program at once; what is on disk stays whole all the same.
        context::STOP.store(false, Ordering::Relaxed);
    }
    let exit = match command::run(args::Cli::parse()) {
        Ok(exit) => exit,
        Err(failure) => {
            failure.show();
            failure.exit()
        }
    };
    exit.into()
}

#[expect(clippy::exit, reason = "the second Ctrl-C: whatever hangs shall not keep the user")]
fn abandon() {
    std::process::exit(130);
}
