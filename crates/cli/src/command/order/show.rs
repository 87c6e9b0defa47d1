//! `order show`

use std::io::{self, Write};

use serde::Serialize;
use tapsmith_desk::order::follow::Followed;
use tapsmith_orders::provider::RemoteOrder;
use tapsmith_store::Submission;

use super::at_desk::at_desk;
use super::list::Listed;
use crate::args::ShowArgs;
use crate::command::Outcome;
use crate::connect;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Report;

/// An order, as the vault knows it and as the printer shows it.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    known: Listed,
    /// What the printer's word means.
    stage: Option<&'static str>,
    /// Whether the printer's word is behind what it said before.
    is_behind: bool,
    remote: Option<RemoteOrder>,
}

impl Shown {
    pub(super) fn of(followed: Followed) -> Self {
        let Followed { submission, order, stage, is_behind } = followed;
        Self {
            known: submission.into(),
            stage: Some(stage.words()),
            is_behind,
            remote: Some(order),
        }
    }

    fn offline(submission: Submission) -> Self {
        Self { known: submission.into(), stage: None, is_behind: false, remote: None }
    }
}

impl Report for Shown {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        self.known.text(out)?;
        if let Some(stage) = self.stage {
            writeln!(out, "  the order is {stage}")?;
        }
        if self.is_behind {
            writeln!(
                out,
                "  the printer's word is behind what it said before: ask it again later"
            )?;
        }
        let Some(remote) = &self.remote else { return Ok(()) };
        for change in &remote.history {
            let at = change.at.as_deref().unwrap_or("-");
            writeln!(out, "  {at}  {}", change.status)?;
        }
        for parcel in &remote.shipments {
            let number = parcel.tracking_number.as_deref().unwrap_or("-");
            let url = parcel.tracking_url.as_deref().unwrap_or_default();
            writeln!(out, "  parcel {number} {url}")?;
        }
        for link in &remote.associations {
            writeln!(out, "  {} of {}", link.kind, link.source.as_deref().unwrap_or("-"))?;
        }
        if !remote.unknown_fields.is_empty() {
            writeln!(out, "  fields without a word here: {}", remote.unknown_fields.join(", "))?;
        }
        Ok(())
    }
}

/// What the vault knows: wherever the order was sent.
#[derive(Debug, Serialize)]
struct Known {
    orders: Vec<Shown>,
}

impl Report for Known {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        self.orders.iter().try_for_each(|order| order.text(out))
    }
}

/// Shows one order.
pub(crate) fn run(context: &Context, args: &ShowArgs) -> Outcome {
    let reference = &args.reference;
    if args.offline {
        let vault = context.vault()?;
        let sent = vault.submissions_of(reference)?;
        if sent.is_empty() {
            return Err(not_sent(reference));
        }
        let orders = sent.into_iter().map(Shown::offline).collect();
        context.printer.print(&Known { orders })?;
        return Ok(Exit::Good);
    }
    let mut vault = context.open_vault()?;
    let provider = connect::with_vault(context, &args.provider, &vault)?;
    let followed = at_desk(&mut vault, &*provider, |desk| desk.follow(reference))?;
    context.printer.print(&Shown::of(followed))?;
    Ok(Exit::Good)
}

fn not_sent(reference: &str) -> Failure {
    Failure::say(Exit::Input, format_args!("no order {reference} was sent"))
        .hint("`tapsmith order list` shows which there are")
}
