//! What an encode, or its plan, came to.

use serde::Serialize;
use tapsmith_card::command::WriteData;
use tapsmith_card::personalize::{Part, Step};
use tapsmith_card::tag::Count;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;
use tapsmith_store::Claim;

use super::Request;
use super::prove::Proved;
use crate::check::{Check, Outcome, Verdict};

/// An encoded card.
#[derive(Debug, Clone, Serialize)]
pub struct Encoded {
    /// Fail if a proof failed.
    pub verdict: Verdict,
    /// The batch's name.
    pub batch: String,
    /// The record on the card.
    pub record_id: RecordId,
    /// The card.
    pub uid: Uid,
    /// What was done, in order. Nothing, if the card was finished.
    pub steps: Vec<Done>,
    /// How it was proved.
    pub proofs: Vec<Check>,
    /// What a phone reads from it now.
    pub url: Option<String>,
    /// Exchanges with the chip.
    pub apdus: u32,
    /// Authentications the chip refused.
    pub failed_authentications: u32,
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    /// Its name.
    pub name: String,
    /// `pass`: the card took it.
    pub outcome: Outcome,
}

/// What an encode would do.
#[derive(Debug, Clone, Serialize)]
pub struct Planned {
    /// The batch's name.
    pub batch: String,
    /// The record that would go onto the card.
    pub record_id: RecordId,
    /// The card.
    pub uid: Uid,
    /// The steps, in order. Nothing, if the card is finished.
    pub steps: Vec<PlannedStep>,
    /// Whether the encode would have to be confirmed: the card is not blank, and not ours; or no command
    /// could undo a step.
    pub needs_yes: bool,
    /// Exchanges with the chip that the encode would take, reading and proving included.
    pub apdus: u32,
}

/// A step that would be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedStep {
    /// Its name.
    pub name: String,
    /// Whether no command could undo it.
    pub irreversible: bool,
}

impl Done {
    /// A step that the card took.
    pub(crate) fn of(step: &impl ToString) -> Self {
        Self { name: step.to_string(), outcome: Outcome::Pass }
    }
}

impl Encoded {
    pub(crate) fn new(
        verdict: Verdict,
        request: &Request<'_>,
        claim: Claim,
        steps: &[impl ToString],
        proved: Proved,
        count: Count,
    ) -> Self {
        Self {
            verdict,
            batch: request.batch.name.to_string(),
            record_id: claim.record,
            uid: claim.uid,
            steps: steps.iter().map(Done::of).collect(),
            proofs: proved.proofs,
            url: proved.url,
            apdus: count.exchanges,
            failed_authentications: count.failed_authentications,
        }
    }
}

impl Planned {
    /// `proof` is what proving costs, and `count` what the plan itself cost: an encode costs both too.
    pub(super) fn new(
        request: &Request<'_>,
        claim: Claim,
        steps: &[Step],
        proof: u32,
        count: Count,
    ) -> Self {
        let planned =
            |step: &Step| PlannedStep { name: step.to_string(), irreversible: step.irreversible() };
        let select = u32::from(!steps.last().is_some_and(Step::ends_session));
        // The card's own key has a session of its own.
        let reopens = |(step, next): &(&Step, &Step)| {
            step.ends_session() && !matches!(next, Step::ChangeCardKey { .. })
        };
        let ended = steps.iter().zip(steps.iter().skip(1)).filter(reopens).count();
        let reopened = 2 * u32::try_from(ended).unwrap_or(u32::MAX);
        Self {
            batch: request.batch.name.to_string(),
            record_id: claim.record,
            uid: claim.uid,
            steps: steps.iter().map(planned).collect(),
            needs_yes: false,
            apdus: count.exchanges
                + steps.iter().map(exchanges).sum::<u32>()
                + reopened
                + select
                + proof,
        }
    }
}

/// How many exchanges a step takes.
fn exchanges(step: &Step) -> u32 {
    match step {
        // It is selected too.
        Step::Make(Part::Application) => 2,
        // The card itself is selected, and opened.
        Step::ChangeCardKey { .. } => 4,
        Step::WriteNdef { bytes } => {
            u32::try_from(bytes.chunks(WriteData::PLAIN_LIMIT).count()).unwrap_or(u32::MAX)
        }
        _ => 1,
    }
}
