//! `provider-sandbox`

use super::Outcome;
use crate::args::SandboxArgs;
use crate::context::Context;
use crate::exit::Exit;

/// Stands in for a printer's server until Ctrl-C.
pub(crate) fn run(_context: &Context, _args: &SandboxArgs) -> Outcome {
    Ok(Exit::Good)
}
