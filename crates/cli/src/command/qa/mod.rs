//! `qa`

mod failure;
mod list;
mod plan;
mod report;
mod run;
mod words;

use tapsmith_desk::qa::session::Session;
use tapsmith_desk::qa::sitting::session;
use tapsmith_store::{NotedPlan, Vault};

use super::Outcome;
use crate::args::QaCommand;
use crate::context::Context;
use crate::failure::Failure;

/// Runs one of the verbs.
pub(crate) fn run(context: &Context, command: QaCommand) -> Outcome {
    match command {
        QaCommand::Plan(args) => plan::make_one(context, args),
        QaCommand::Run(args) => run::run(context, &args),
        QaCommand::Report(args) => report::run(context, &args),
        QaCommand::List => list::run(context),
        QaCommand::Show { plan } => plan::show(context, &plan),
    }
}

/// The plan called `plan_id`, and what happened since.
pub(crate) fn planned(vault: &Vault, plan_id: &str) -> Result<(NotedPlan, Session), Failure> {
    let noted = vault.qa_plan(plan_id)?;
    let session = session(vault, &noted)?;
    Ok((noted, session))
}
