//! `completion`

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};
use std::io::Write as _;

use super::Outcome;
use crate::args::Cli;
use crate::context::Context;
use crate::exit::Exit;

/// Writes a completion script.
pub(crate) fn run(context: &Context, shell: Shell) -> Outcome {
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "tapsmith", &mut script);
    let mut out = context.printer.out();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Good)
}
