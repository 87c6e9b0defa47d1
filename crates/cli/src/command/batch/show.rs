//! `batch show`

use std::io::{self, Write};

use jiff::Timestamp;
use serde::Serialize;
use tapsmith_core::batch::{BatchId, BatchName, KeyScheme};
use tapsmith_core::layout::Layout;
use tapsmith_core::record::RecordId;
use tapsmith_core::template::Template;
use tapsmith_store::{CardCounts, Stored, Vault};

use crate::command::Outcome;
use crate::context::Context;
use crate::exit::Exit;
use crate::printer::Report;

/// A batch, as `create`, `show` and `list` tell it.
#[derive(Debug, Serialize)]
pub(crate) struct Shown {
    pub(crate) name: BatchName,
    id: BatchId,
    pub(crate) first_record_id: RecordId,
    pub(crate) last_record_id: RecordId,
    pub(crate) count: u64,
    base_url: String,
    pub(crate) profile: String,
    template: String,
    pub(crate) keys: KeyScheme,
    created_at: Timestamp,
    pub(crate) cards: Cards,
    /// How a returned card was found to be laid out.
    learnt_layout: Option<Layout>,
}

/// How far the cards have come.
#[derive(Debug, Serialize)]
pub(crate) struct Cards {
    pub(crate) encoding: u64,
    pub(crate) encoded: u64,
    pub(crate) resetting: u64,
    /// Made by somebody else, and verified here.
    pub(crate) seen: u64,
}

impl Shown {
    /// # Errors
    /// The vault cannot say how far the batch has come.
    pub(crate) fn of(vault: &Vault, stored: Stored) -> Result<Self, tapsmith_store::Error> {
        let Stored { batch, created_at } = stored;
        let cards = vault.count_cards(&batch)?;
        let learnt_layout = vault.learnt_layout(&batch)?;
        let template = Template::for_base(&batch.profile, &batch.base_url);
        let CardCounts { encoding, encoded, resetting, seen } = cards;
        Ok(Self {
            name: batch.name,
            id: batch.id,
            first_record_id: batch.records.first(),
            last_record_id: batch.records.last(),
            count: batch.records.count(),
            base_url: batch.base_url,
            profile: batch.profile.name,
            template: template.map_or(batch.profile.url, |template| template.to_string()),
            keys: batch.keys,
            created_at,
            cards: Cards { encoding, encoded, resetting, seen },
            learnt_layout,
        })
    }
}

impl Report for Shown {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { first_record_id, last_record_id, count, .. } = self;
        writeln!(out, "Batch {}", self.name)?;
        writeln!(out, "  records   {count} ({first_record_id} to {last_record_id})")?;
        writeln!(out, "  profile   {}", self.profile)?;
        writeln!(out, "  address   {}", self.template)?;
        writeln!(out, "  keys      {}", self.keys)?;
        writeln!(out, "  id        {}", self.id)?;
        writeln!(out, "  made      {}", self.created_at)?;
        let Cards { encoding, encoded, resetting, seen } = self.cards;
        write!(out, "  cards     {encoded} encoded, {encoding} begun")?;
        if resetting > 0 {
            write!(out, ", {resetting} half reset")?;
        }
        if seen > 0 {
            write!(out, ", {seen} made elsewhere and seen")?;
        }
        writeln!(out)?;
        match &self.learnt_layout {
            None => Ok(()),
            Some(Layout { template, .. }) => writeln!(out, "  judged by {template}, as learnt"),
        }
    }
}

/// Shows one batch.
pub(crate) fn run(context: &Context, name: &BatchName) -> Outcome {
    let vault = context.vault()?;
    let stored = vault.stored(name)?;
    context.printer.print(&Shown::of(&vault, stored)?)?;
    Ok(Exit::Good)
}
