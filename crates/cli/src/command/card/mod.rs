//! `card`

mod discover;
mod encode;
mod inspect;
mod inspect_pages;
mod inspect_sectors;
mod plan;
mod reset;
mod trace;
mod verify;
mod words;

use std::time::Duration;

use tapsmith_core::batch::Batch;
use tapsmith_core::record::RecordId;
use tapsmith_desk::error::Error;
use tapsmith_desk::trust::VirtualCards;
use tapsmith_reader::patience::Patience;
use tapsmith_reader::pcsc::{self, wait};
use tapsmith_reader::selector::Selector;
use tapsmith_reader::wire::{Wire, WireError, with_card};
use tapsmith_store::Vault;

use super::Outcome;
use crate::args::CardCommand;
use crate::context::{Context, STOP};
use crate::failure::Failure;
pub(crate) use trace::Trace;
pub(crate) use words::WaitingTalk;

/// How long a card is waited for.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(30);

/// Runs one of the verbs.
pub(crate) fn run(context: &Context, command: &CardCommand) -> Outcome {
    match command {
        CardCommand::Inspect { keys_from } => inspect::run(context, keys_from.as_ref()),
        CardCommand::Discover(args) => discover::run(context, args),
        CardCommand::Plan(args) => plan::run(context, args),
        CardCommand::Reset { batch } => reset::run(context, batch.as_ref()),
        CardCommand::Encode(args) => encode::run(context, args),
        CardCommand::Verify(args) => verify::run(context, args),
    }
}

/// The reader that `--reader` names.
pub(crate) fn selector(context: &Context) -> Result<Selector, Failure> {
    Ok(context.global.reader.as_deref().map(str::parse).transpose()?.unwrap_or_default())
}

/// Refuses a record that the batch does not have, before a card is waited for.
fn check_record(vault: &Vault, batch: &Batch, record: Option<RecordId>) -> Result<(), Failure> {
    record.map(|record| vault.generation(batch, record)).transpose()?;
    Ok(())
}

/// A virtual card is what was asked for if the reader is virtual, or if the user said so.
pub(crate) fn virtual_cards(selector: &Selector, accept: bool) -> VirtualCards {
    if selector.is_virtual() || accept { VirtualCards::Accept } else { VirtualCards::Refuse }
}

/// Waits until the card is gone. A card in a file never goes.
fn await_removal(selector: &Selector) -> Result<(), Failure> {
    if let Selector::Pcsc(part) = selector {
        let reader = pcsc::choose(part.as_deref())?;
        wait::for_removal(&reader, Patience { timeout: None, stop: &STOP })?;
    }
    Ok(())
}

/// Waits for a card and does one job with it.
fn at_card<R>(
    context: &Context,
    selector: &Selector,
    job: impl FnOnce(&mut Trace<&mut Wire<'_>>) -> Result<R, Error<WireError>>,
) -> Result<R, Failure> {
    with_wire(context, selector, |wire, loud| job(&mut Trace::new(wire, loud)))
}

/// The same with a job that judges the card, or makes it good: a reader with a light shows which. `good` is none of a
/// card that somebody has to be asked about first.
fn judged_at_card<R>(
    context: &Context,
    selector: &Selector,
    good: impl FnOnce(&R) -> Option<bool>,
    job: impl FnOnce(&mut Trace<&mut Wire<'_>>) -> Result<R, Error<WireError>>,
) -> Result<R, Failure> {
    with_wire(context, selector, |wire, loud| {
        let done = job(&mut Trace::new(&mut *wire, loud));
        if let Some(good) = done.as_ref().map_or(Some(false), good) {
            wire.signal(good);
        }
        done
    })
}

fn with_wire<R>(
    context: &Context,
    selector: &Selector,
    job: impl FnOnce(&mut Wire<'_>, bool) -> Result<R, Error<WireError>>,
) -> Result<R, Failure> {
    let patience = Patience { timeout: Some(TIMEOUT), stop: &STOP };
    let mut talk = WaitingTalk::default();
    let outcome = with_card(
        selector,
        context.global.reader_profile,
        patience,
        |presence| talk.see(presence),
        |mut wire| job(&mut wire, context.global.verbose > 0),
    )?;
    Ok(outcome?)
}
