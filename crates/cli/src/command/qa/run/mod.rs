//! `qa run`: somebody at the desk.
//!
//! # Layout
//! - `run`: sits down, and goes on until all is judged or somebody gets up.
//! - `source`: where cards come from; `word`: what the operator says.
//! - `face`: what is shown, from the session's state alone; `plain`: as lines; `screen`: on a terminal.
//! - `desk`: one step after the other; `effort`: what came of it.

mod desk;
mod effort;
mod face;
mod plain;
mod screen;
mod source;
mod summary;
mod word;

use tapsmith_desk::qa::sitting::{Seat, Sitting};

use self::desk::Desk;
use self::plain::Plain;
use self::screen::Screen;
use self::source::Source;
use self::summary::Summary;
use super::plan::exit_of_verdict;
use super::planned;
use crate::args::RunArgs;
use crate::command::Outcome;
use crate::command::card::{selector, virtual_cards};
use crate::context::Context;
use crate::exit::Exit;

/// Judges the cards of a plan.
pub(crate) fn run(context: &Context, args: &RunArgs) -> Outcome {
    let selector = selector(context)?;
    let mut vault = context.open_vault()?;
    // A plan that is not there needs no reader to be told of.
    vault.qa_plan(&args.plan)?;
    let source = Source::of(&selector)?;
    let station = whoami::hostname().unwrap_or_else(|_| "unknown".to_owned());
    let operator = context.operator().to_string();
    let reader = source.name();
    let seat = Seat {
        station: &station,
        operator: &operator,
        reader: &reader,
        version: env!("CARGO_PKG_VERSION"),
        rehearsal: selector.is_virtual(),
    };
    let sitting = Sitting::down(&mut vault, &args.plan, &seat, Context::now())?;
    let virtual_cards = virtual_cards(&selector, args.accept_virtual);
    let asks = !source.is_stack();
    let desk = Desk::new(context, args.plan.clone(), sitting, source, virtual_cards, args.all);
    // The terminal is given back before anything else is said.
    let end = if !args.plain && Screen::fits(context) {
        desk.work(&mut Screen::open()?)?
    } else {
        desk.work(&mut Plain::new(context.printer, asks))?
    };
    let (noted, session) = planned(&vault, &args.plan)?;
    let summary = Summary::of(&noted, &session);
    context.printer.print(&summary)?;
    Ok(match end {
        Exit::Good => exit_of_verdict(summary.verdict),
        exit => exit,
    })
}
