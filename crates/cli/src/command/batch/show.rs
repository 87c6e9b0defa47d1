//! `batch show`

use std::io::{self, Write};

use jiff::Timestamp;
use serde::Serialize;
use tapsmith_core::batch::{BatchId, BatchName, KeyScheme};
use tapsmith_core::layout::Layout;
use tapsmith_core::profile::ContentKind;
use tapsmith_core::record::RecordId;
use tapsmith_core::template::Template;
use tapsmith_store::{
    BatchState, CardCounts, InspectionCounts, Stored, Submission, SubmissionKey, SubmissionState,
    Vault,
};

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
    /// What stands on a card, if it is no address.
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<ContentKind>,
    /// The text, if it is one.
    #[serde(rename = "text", skip_serializing_if = "Option::is_none")]
    text_on_card: Option<String>,
    pub(crate) profile: String,
    template: String,
    pub(crate) keys: KeyScheme,
    created_at: Timestamp,
    /// Whether cards are made of it.
    pub(crate) state: String,
    /// The token that holds its master key.
    #[serde(skip_serializing_if = "Option::is_none")]
    hsm: Option<String>,
    pub(crate) cards: Cards,
    /// How a returned card was found to be laid out.
    learnt_layout: Option<Layout>,
    /// Where keys went in orders, or may have gone.
    disclosed: Vec<Disclosed>,
}

/// Keys that were sent in an order.
#[derive(Debug, Serialize)]
struct Disclosed {
    reference: String,
    provider: String,
    place: String,
    /// Whether that was a stand-in, or a test.
    rehearsal: bool,
    cards: u64,
}

impl From<Submission> for Disclosed {
    fn from(submission: Submission) -> Self {
        let Submission { key, rehearsal, cards, .. } = submission;
        let SubmissionKey { provider, place, reference } = key;
        Self { reference, provider, place, rehearsal, cards }
    }
}

/// How far the cards have come.
#[derive(Debug, Serialize)]
pub(crate) struct Cards {
    pub(crate) encoding: u64,
    pub(crate) encoded: u64,
    pub(crate) resetting: u64,
    /// Made by somebody else, and verified here.
    pub(crate) seen: u64,
    /// Records in an order that was built.
    pub(crate) ordered: u64,
    /// Records that were seen on a card that somebody else made.
    pub(crate) returned: u64,
    /// Records whose cards were all good when they were last looked at.
    pub(crate) verified: u64,
    /// Records with a card that was not.
    pub(crate) failed: u64,
}

impl Shown {
    /// # Errors
    /// The vault cannot say how far the batch has come.
    pub(crate) fn of(vault: &Vault, stored: Stored) -> Result<Self, tapsmith_store::Error> {
        let Stored { batch, record_count, created_at, state, hsm } = stored;
        let cards = vault.count_cards(&batch)?;
        let learnt_layout = vault.learnt_layout(&batch)?;
        let template = Template::for_base(&batch.profile, &batch.base_url);
        let CardCounts { encoding, encoded, resetting, seen } = cards;
        let InspectionCounts { returned, verified, failed } = vault.count_inspections(&batch)?;
        let ordered = vault.count_ordered(&batch)?;
        let mut sent = vault.submissions()?;
        sent.retain(|sent| {
            sent.batch.as_ref() == Some(&batch.name) && sent.state != SubmissionState::Refused
        });
        let disclosed = sent.into_iter().map(Disclosed::from).collect();
        Ok(Self {
            name: batch.name,
            id: batch.id,
            first_record_id: batch.records.first(),
            last_record_id: batch.records.last(),
            count: record_count,
            base_url: batch.base_url,
            profile: batch.profile.name,
            content: Some(batch.profile.content).filter(|content| *content != ContentKind::Uri),
            text_on_card: batch.profile.text.map(|text| text.to_string()),
            template: template.map_or(batch.profile.url, |template| template.to_string()),
            keys: batch.keys,
            created_at,
            state: state.to_string(),
            hsm,
            cards: Cards {
                encoding,
                encoded,
                resetting,
                seen,
                ordered,
                returned,
                verified,
                failed,
            },
            learnt_layout,
            disclosed,
        })
    }
}

impl Report for Shown {
    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { first_record_id, last_record_id, count, .. } = self;
        writeln!(out, "Batch {}", self.name)?;
        writeln!(out, "  records   {count} ({first_record_id} to {last_record_id})")?;
        writeln!(out, "  profile   {}", self.profile)?;
        match (self.content, &self.text_on_card) {
            (None, _) => writeln!(out, "  address   {}", self.template)?,
            (Some(_), Some(text)) => writeln!(out, "  text      {text}")?,
            (Some(_), None) => writeln!(out, "  content   nothing")?,
        }
        writeln!(out, "  keys      {}", self.keys)?;
        writeln!(out, "  id        {}", self.id)?;
        writeln!(out, "  made      {}", self.created_at)?;
        if let Some(hsm) = &self.hsm {
            writeln!(out, "  master    in the token {hsm}")?;
        }
        let Cards { encoding, encoded, resetting, seen, ordered, returned, verified, failed } =
            self.cards;
        write!(out, "  cards     {encoded} encoded, {encoding} begun")?;
        let more = [
            (resetting, "half reset"),
            (seen, "made elsewhere and seen"),
            (ordered, "ordered"),
            (returned, "returned"),
            (verified, "verified"),
            (failed, "failed"),
        ];
        for (count, what) in more.into_iter().filter(|(count, _)| *count > 0) {
            write!(out, ", {count} {what}")?;
        }
        writeln!(out)?;
        if self.state != BatchState::Active.to_string() {
            writeln!(out, "  state     {}: no more cards are made of it", self.state)?;
        }
        for Disclosed { reference, place, rehearsal, cards, .. } in &self.disclosed {
            let rehearsal = if *rehearsal { ", a rehearsal" } else { "" };
            writeln!(
                out,
                "  disclosed the keys in {reference}, {cards} cards, to {place}{rehearsal}"
            )?;
        }
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
