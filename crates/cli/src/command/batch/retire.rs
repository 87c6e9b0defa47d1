//! `batch retire`

use tapsmith_store::BatchState;

use super::show::Shown;
use crate::args::RetireArgs;
use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;

/// Makes no more cards of a batch, or makes them again.
pub(crate) fn run(context: &Context, args: &RetireArgs) -> Outcome {
    let mut vault = context.open_vault()?;
    let batch = vault.batch(&args.name)?;
    let state = if args.undo { BatchState::Active } else { BatchState::Retired };
    vault.set_state(&batch, state, Context::now())?;
    let stored = vault.stored(&args.name)?;
    context.printer.print(&Shown::of(&vault, stored)?)?;
    Ok(Exit::Good)
}
