//! `completion`

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};
use std::io::Write as _;

use super::Outcome;
use crate::args::Cli;
use crate::exit::Exit;
use crate::printer::stdout;

/// Writes a completion script.
pub(crate) fn run(shell: Shell) -> Outcome {
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "tapsmith", &mut script);
    let mut out = stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Good)
}
