//! `order list`

use std::collections::HashSet;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use tapsmith_store::{Submission, Vault};

use crate::args::ListArgs;
use crate::command::Outcome;
use crate::connect;
use crate::context::{Context, check_interrupted};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::list_writer::ListWriter;
use crate::printer::{Report, stdout, table};

#[derive(Debug, Serialize)]
struct Orders {
    orders: Vec<Listed>,
}

/// An order that was built, or sent.
#[derive(Debug, Serialize)]
pub(super) struct Listed {
    reference: String,
    batch: Option<String>,
    cards: u64,
    provider: Option<String>,
    place: Option<String>,
    rehearsal: bool,
    /// `built`, then as in the vault: `sending`, `draft`, `committing`, `committed`, `refused`, `ended`.
    state: String,
    /// The printer's own word, as it was heard last.
    status: Option<String>,
    /// What the printer calls it.
    id: Option<String>,
    estimate: Option<String>,
    total: Option<String>,
    /// When keys of it, or the order, were last about to leave the house.
    sent_at: Option<String>,
    updated_at: Option<String>,
}

impl From<Submission> for Listed {
    fn from(submission: Submission) -> Self {
        let Submission { key, batch, cards, rehearsal, state, remote_id, status, .. } = submission;
        Self {
            reference: key.reference,
            batch: batch.map(|batch| batch.to_string()),
            cards,
            provider: Some(key.provider),
            place: Some(key.place),
            rehearsal,
            state: state.to_string(),
            status,
            id: remote_id,
            estimate: submission.estimate,
            total: submission.total,
            sent_at: Some(submission.attempted_at.to_string()),
            updated_at: Some(submission.updated_at.to_string()),
        }
    }
}

impl Listed {
    pub(super) fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { reference, cards, state, .. } = self;
        writeln!(out, "{reference}: {cards} cards, {state}")?;
        let rehearsal = if self.rehearsal { "yes: nothing is made or charged" } else { "no" };
        let lines = [
            ("batch", self.batch.as_deref()),
            ("printer", self.provider.as_deref()),
            ("server", self.place.as_deref()),
            ("rehearsal", self.place.as_ref().map(|_| rehearsal)),
            ("id", self.id.as_deref()),
            ("status", self.status.as_deref()),
            ("estimate", self.estimate.as_deref()),
            ("total", self.total.as_deref()),
            ("sent", self.sent_at.as_deref()),
            ("heard of", self.updated_at.as_deref()),
        ];
        for (name, value) in lines {
            if let Some(value) = value {
                writeln!(out, "  {name:<9} {value}")?;
            }
        }
        Ok(())
    }
}

impl Report for Orders {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.orders.is_empty() {
            return writeln!(out, "No orders. Build some with `tapsmith order build`.");
        }
        let rows = self.orders.iter().map(|order| {
            let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
            let place = or_none(&order.place);
            let place = if order.rehearsal { format!("{place}, rehearsal") } else { place };
            [
                order.reference.clone(),
                or_none(&order.batch),
                order.cards.to_string(),
                place,
                order.state.clone(),
                or_none(&order.status),
                or_none(&order.total),
            ]
        });
        let header = ["ORDER", "BATCH", "CARDS", "WHERE", "STATE", "STATUS", "EUR"];
        writeln!(out, "{}", table(header, rows))
    }

    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        self.orders.iter().map(serde_json::to_value).collect()
    }
}

/// Lists orders.
pub(crate) fn run(context: &Context, args: &ListArgs) -> Outcome {
    if args.remote {
        return remote(context, args);
    }
    let vault = context.vault()?;
    context.printer.print(&Orders { orders: known(&vault)? })?;
    Ok(Exit::Good)
}

/// What the vault knows: orders that were sent, then those that were built and not sent.
fn known(vault: &Vault) -> Result<Vec<Listed>, Failure> {
    let mut orders: Vec<_> = vault.submissions()?.into_iter().map(Listed::from).collect();
    let sent: HashSet<_> = orders.iter().map(|order| order.reference.clone()).collect();
    for stored in vault.batches()? {
        let built = vault.orders_of(&stored.batch)?;
        let unsent = built.into_iter().filter(|order| !sent.contains(&order.reference));
        orders.extend(unsent.map(|order| Listed {
            cards: order.count(),
            reference: order.reference,
            batch: Some(stored.batch.name.to_string()),
            provider: None,
            place: None,
            rehearsal: false,
            state: "built".to_owned(),
            status: None,
            id: None,
            estimate: None,
            total: None,
            sent_at: None,
            updated_at: None,
        }));
    }
    Ok(orders)
}

/// What the printer has, order by order as they come.
fn remote(context: &Context, args: &ListArgs) -> Outcome {
    let provider = connect::without_vault(context, &args.provider)?;
    let mut out = stdout();
    let mut list = ListWriter::begin(&mut out, context.printer.format(), "orders", false)?;
    let mut written = Ok(());
    provider.orders(&mut |order| {
        written = check_interrupted().and_then(|()| {
            list.write(&order, |out| {
                let none = || "-".to_owned();
                let status = order.status.as_ref().map_or_else(none, ToString::to_string);
                let reference = order.reference.clone().unwrap_or_else(none);
                writeln!(out, "{reference}\t{status}\t{}", order.id)
            })
        });
        written.is_ok()
    })?;
    written?;
    list.end()?;
    Ok(Exit::Good)
}
