//! A plan with all that was found: what a reader must be shown to be convinced. Plain values; how they look is
//! the crate `tapsmith-report`'s.

use jiff::Timestamp;
use serde::Serialize;
use tapsmith_core::batch::BatchName;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;

use super::class::{Class, Finding};
use crate::check::Check;

/// Everything about one delivery.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The plan.
    pub plan_id: String,
    /// What of.
    pub lot: Lot,
    /// How many are looked at, and why so many.
    pub sampling: Sampling,
    /// Accepted, rejected, or none yet.
    pub verdict: LotVerdict,
    /// Why, in one sentence.
    pub because: String,
    /// Whether cards of software were judged: then it says nothing of a supplier.
    pub rehearsal: bool,
    /// Results, worst class first.
    pub classes: Vec<ClassResult>,
    /// The operating characteristic for major defects.
    pub curve: Curve,
    /// What the plan can promise and what it cannot, a sentence each.
    pub promises: Vec<String>,
    /// Each unit of the sample, by position or record.
    pub units: Vec<Unit>,
    /// Each card that was put down, in the order of time; those that were not counted too.
    pub cards: Vec<CardLine>,
    /// The read counters that the counted cards showed at their last tap.
    pub counters: Option<Counters>,
    /// How fast it went.
    pub pace: Pace,
    /// Who sat there, and when.
    pub sittings: Vec<Sitting>,
    /// The vault's history when the report was made.
    pub history: HistoryHead,
    /// When the report was made.
    pub made_at: Timestamp,
}

/// What was delivered.
#[derive(Debug, Clone, Serialize)]
pub struct Lot {
    /// The batch.
    pub batch: BatchName,
    /// Who delivered it.
    pub supplier: String,
    /// How many cards.
    pub size: u64,
    /// The records it holds, if they are known: first and last.
    pub records: Option<[RecordId; 2]>,
}

/// The plan, as the page prints it.
#[derive(Debug, Clone, Serialize)]
pub struct Sampling {
    /// The standard's title.
    pub standard: String,
    /// The inspection level.
    pub level: String,
    /// Normal, tightened or reduced.
    pub severity: String,
    /// Why it is that.
    pub severity_reason: String,
    /// The AQL for major defects, in percent, as the tables print it.
    pub aql: String,
    /// The letter of the lot's size.
    pub code_letter: String,
    /// The letter of the plan, after arrows.
    pub plan_letter: String,
    /// How many units are drawn.
    pub drawn: u64,
    /// Whether units are records or positions.
    pub drawn_by: DrawnBy,
    /// The generator's name.
    pub generator: String,
    /// The seed, in hex.
    pub seed: String,
    /// When the plan was made.
    pub made_at: Timestamp,
}

/// What a drawn number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DrawnBy {
    /// A record's id.
    Record,
    /// A card's place in the delivery, from 1.
    Position,
}

/// What the sample says of the lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LotVerdict {
    /// Take it.
    Accepted,
    /// Send it back.
    Rejected,
    /// Nothing yet: the inspection is not finished.
    Unfinished,
}

/// One class of defects.
#[derive(Debug, Clone, Serialize)]
pub struct ClassResult {
    /// Which.
    pub class: Class,
    /// Its AQL in percent, or what stands for it (`zero acceptance`).
    pub rule: String,
    /// Units that the class is judged by: the first so many of the draw.
    pub sample_size: u64,
    /// Accept up to so many.
    pub accept: u32,
    /// Reject from so many.
    pub reject: u32,
    /// How many of the class's units were judged.
    pub inspected: u64,
    /// How many of them were defective in this class.
    pub defective: u64,
    /// Defective units of this class that were drawn beyond its sample: told, not counted.
    pub beyond: u64,
    /// Accepted, rejected, or not yet.
    pub verdict: LotVerdict,
    /// Share of defectives found; none before a unit was judged.
    pub share: Option<f64>,
    /// Clopper-Pearson, two-sided, on the share in the process.
    pub process_interval: Option<[f64; 2]>,
    /// Hypergeometric, two-sided, on the number of defectives in this lot.
    pub lot_interval: Option<[u64; 2]>,
    /// The intervals' confidence, 0.95.
    pub confidence: f64,
}

/// The operating characteristic: share of defectives against the probability of acceptance.
#[derive(Debug, Clone, Serialize)]
pub struct Curve {
    /// The sample size it is of.
    pub sample_size: u64,
    /// Its acceptance number.
    pub accept: u32,
    /// For the process (binomial): share, probability.
    pub process: Vec<[f64; 2]>,
    /// For this finite lot (hypergeometric): share, probability.
    pub lot: Vec<[f64; 2]>,
    /// The AQL as a share, and the probability there: one minus the producer's risk.
    pub aql: [f64; 2],
    /// The share that is accepted once in ten times.
    pub lq10: f64,
    /// The share found in this sample, and the probability there.
    pub found: Option<[f64; 2]>,
}

/// A drawn unit.
#[derive(Debug, Clone, Serialize)]
pub struct Unit {
    /// Its record id or its position.
    pub number: u64,
    /// Its place in the draw, from 1.
    pub order: u64,
    /// How it stands.
    pub state: UnitState,
    /// The worst class found, if any.
    pub class: Option<Class>,
    /// The card that was judged as it.
    pub uid: Option<Uid>,
}

/// How a unit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum UnitState {
    /// Not looked at.
    Open,
    /// Without a defect.
    Good,
    /// With one.
    Defective,
    /// Of no card that could be read; as many cards could not be told as there are such units.
    Missing,
}

/// A card that was put down.
#[derive(Debug, Clone, Serialize)]
pub struct CardLine {
    /// Its number in the session, from 1.
    pub number: u32,
    /// When its verdict was known.
    pub at: Timestamp,
    /// What became of it: `counted`, `twice`, `not drawn`, `other batch`, `undone`.
    pub counted: Counted,
    /// The drawn record or position that it was judged as.
    pub unit: Option<u64>,
    /// The record that it showed.
    pub record: Option<RecordId>,
    /// Its chip.
    pub uid: Option<Uid>,
    /// The counter of its last tap.
    pub read_counter: Option<ReadCounter>,
    /// Its last tap, without most of what the chip wrote into it: as read it would open the card's page once more.
    pub url: Option<String>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// What was checked.
    pub checks: Vec<Check>,
    /// Exchanges with the chip.
    pub apdus: u32,
    /// From the card on the reader to the verdict, in milliseconds.
    pub milliseconds: u32,
}

/// What became of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// It is a unit of the sample.
    Yes,
    /// It was judged already.
    Twice,
    /// It is of the batch, and was not drawn.
    NotDrawn,
    /// It is of another batch.
    OtherBatch(BatchName),
    /// The operator took it back.
    Undone,
}

/// The read counters seen.
#[derive(Debug, Clone, Serialize)]
pub struct Counters {
    /// The lowest.
    pub lowest: u32,
    /// The middle one.
    pub median: u32,
    /// The highest.
    pub highest: u32,
    /// How many cards showed which counter, in the order of counters.
    pub counts: Vec<[u32; 2]>,
}

/// How fast it went.
#[derive(Debug, Clone, Serialize)]
pub struct Pace {
    /// Cards counted.
    pub counted: u64,
    /// Of those, without any defect.
    pub good: u64,
    /// The middle time from card to verdict, in milliseconds.
    pub median_milliseconds: Option<u32>,
    /// The longest.
    pub longest_milliseconds: Option<u32>,
}

/// A run of `qa run`.
#[derive(Debug, Clone, Serialize)]
pub struct Sitting {
    /// The machine.
    pub station: String,
    /// Who sat there.
    pub operator: String,
    /// The reader's name.
    pub reader: String,
    /// When it began.
    pub from: Timestamp,
    /// When the last thing happened in it.
    pub to: Timestamp,
    /// How many cards were put down.
    pub cards: u64,
}

/// The last event of the vault's history.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryHead {
    /// Its number.
    pub number: u64,
    /// Its link, in hex: `vault check --expect LINK` finds it again.
    pub link: String,
}
