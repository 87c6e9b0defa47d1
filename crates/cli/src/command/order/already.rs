//! Cards that were ordered already are not ordered again by mistake.

use tapsmith_core::batch::{Batch, RecordRange};
use tapsmith_store::{BuiltOrder, Event, OpenVault, Submission};

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Refuses to build orders of records that were sent to a printer, or to a stand-in, unless a reason is
/// given, which the history keeps; and always a reference under which something was sent: its file would
/// be another one from now on.
pub(super) fn refuse(
    vault: &mut OpenVault,
    batch: &Batch,
    orders: &[BuiltOrder],
    again: Option<&str>,
) -> Result<(), Failure> {
    for BuiltOrder { reference, .. } in orders {
        let sent = vault.submissions_of(reference)?;
        let is_ours = |sent: &&Submission| sent.batch.as_ref() == Some(&batch.name);
        if let Some(sent) = sent.iter().filter(is_ours).find(|sent| sent.state.stands()) {
            return Err(sent_already(sent));
        }
    }
    let Some(other) = sent(vault, batch, orders)?.into_iter().next() else { return Ok(()) };
    let Some(reason) = again else { return Err(ordered_already(batch, &other)) };
    note(vault, batch, &other.key.reference, reason)
}

/// The same when an order is about to be sent: its own reference is no other, and what was rehearsed is
/// not ordered. An order that was renamed since it was built is one that is ordered again.
pub(super) fn refuse_to_send(
    vault: &mut OpenVault,
    batch: &Batch,
    order: &BuiltOrder,
    rehearsal: bool,
    again: Option<&str>,
) -> Result<(), Failure> {
    if order.reprint_of.is_some() {
        return Ok(());
    }
    let mut others = sent(vault, batch, std::slice::from_ref(order))?;
    others.retain(|sent| sent.key.reference != order.reference && sent.rehearsal == rehearsal);
    let Some(other) = others.into_iter().next() else { return Ok(()) };
    let Some(reason) = again else { return Err(ordered_already(batch, &other)) };
    note(vault, batch, &order.reference, reason)
}

/// What was sent of the records of `orders`.
fn sent(
    vault: &OpenVault,
    batch: &Batch,
    orders: &[BuiltOrder],
) -> Result<Vec<Submission>, Failure> {
    let runs = orders.iter().flat_map(|order| &order.runs);
    let records: Vec<RecordRange> = runs.map(|run| run.records).collect();
    Ok(vault.ordered_already(batch, &records)?)
}

/// The same for an order of the batch's keys that was not built under its reference: the vault could
/// not tell later what it holds.
pub(super) fn refuse_renamed(
    vault: &mut OpenVault,
    batch: &Batch,
    order: &BuiltOrder,
    again: Option<&str>,
) -> Result<(), Failure> {
    if let Some(reason) = again {
        return note(vault, batch, &order.reference, reason);
    }
    let (name, reference) = (&batch.name, &order.reference);
    let sentence = format!("these are cards of batch {name}, and it has no order {reference}");
    Err(Failure::say(Exit::Refused, sentence)
        .hint("a file's reference is fixed when it is built: `order build`; or say --again REASON"))
}

fn note(
    vault: &mut OpenVault,
    batch: &Batch,
    reference: &str,
    reason: &str,
) -> Result<(), Failure> {
    let event = Event::OrderedAgain { batch: &batch.name, reference, reason };
    Ok(vault.note(&event, Context::now())?)
}

fn ordered_already(batch: &Batch, other: &Submission) -> Failure {
    let Submission { key, state, .. } = other;
    Failure::say(
        Exit::Refused,
        format_args!(
            "cards of batch {} are ordered already: order {} at {} is {state}",
            batch.name, key.reference, key.place
        ),
    )
    .hint(format!(
        "the same file again: `order rebuild {} --out DIR`; single cards: `order reprint`; all of them once more, \
         with the same keys: --again REASON",
        key.reference
    ))
}

fn sent_already(sent: &Submission) -> Failure {
    let Submission { key, state, .. } = sent;
    Failure::say(
        Exit::Refused,
        format_args!("order {} was sent to {} already: it is {state}", key.reference, key.place),
    )
    .hint(format!(
        "the same file again: `order rebuild {} --out DIR`; another one: give the template another \
         reference, and say --again REASON",
        key.reference
    ))
}
