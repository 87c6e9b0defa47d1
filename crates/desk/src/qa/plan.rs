//! What is settled before the first card is looked at: how many, which, and what decides. Kept in the vault as
//! JSON, word for word.

use serde::{Deserialize, Serialize};
use tapsmith_core::batch::{BatchName, RecordRange};
use tapsmith_core::sampling::{
    Aql, CodeLetter, Confidence, Level, LotSize, Seed, Severity, Share, SinglePlan, Standard,
};

use super::class::Class;
use super::report::DrawnBy;

/// A plan for one delivery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The batch whose cards were delivered.
    pub batch: BatchName,
    /// Who delivered them.
    pub supplier: String,
    /// How many.
    pub lot: LotSize,
    /// The records they carry, if that is known.
    pub records: Option<RecordRange>,
    /// What the drawn numbers are.
    pub drawn_by: DrawnBy,
    /// Whose tables.
    pub standard: Standard,
    /// The inspection level.
    pub level: Level,
    /// Normal, tightened or reduced.
    pub severity: Severity,
    /// Why.
    pub severity_reason: String,
    /// For major defects.
    pub aql: Aql,
    /// For minor defects.
    pub minor_aql: Aql,
    /// The letter of the lot's size; the plan's own may be another, where the tables have an arrow.
    pub code_letter: CodeLetter,
    /// The tables' plan for major defects. Its sample may be larger than the lot: then all are looked at.
    pub major: SinglePlan,
    /// How critical defects are judged.
    pub critical: Critical,
    /// What decides, worst class first.
    pub classes: Vec<ClassPlan>,
    /// What the draw follows from.
    pub seed: Seed,
    /// The generator's name.
    pub generator: String,
    /// The drawn record ids or positions, in the order of the draw: a class with a smaller sample is judged by the
    /// first of them.
    pub drawn: Vec<u64>,
    /// Whether this lot was judged before: then it says nothing more of the supplier (ISO 2859-1:1999, switching goes
    /// by original inspections only).
    pub resubmitted: bool,
}

/// How critical defects are judged: none is ever accepted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Critical {
    /// None in the sample for major defects.
    Ac0,
    /// None in a sample that misses a share of `limit` or more with a probability of at most one minus `confidence`.
    ZeroAcceptance {
        /// How sure.
        confidence: Confidence,
        /// Of what share of the lot.
        limit: Share,
    },
    /// None in the whole lot: every card is looked at.
    All,
}

/// What decides for one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassPlan {
    /// The class.
    pub class: Class,
    /// How many of the drawn units it is judged by: the first so many.
    pub sample_size: u64,
    /// Accepted up to so many defective ones.
    pub accept: u32,
    /// Rejected from so many on.
    pub reject: u32,
}

impl ClassPlan {
    /// The lot is accepted with up to so many. In the reduced tables of Z1.4 that is above Ac: in the gap below Re
    /// the lot is accepted, and normal inspection comes back.
    pub fn accepted_up_to(&self) -> u32 {
        self.reject.saturating_sub(1)
    }
}

impl Plan {
    /// How many units are drawn.
    pub fn draw_size(&self) -> u64 {
        count(self.drawn.len())
    }

    /// Whether every card of the lot is drawn.
    pub fn is_full(&self) -> bool {
        self.draw_size() >= self.lot.as_u64()
    }

    /// What decides for `class`.
    pub fn class(&self, class: Class) -> Option<&ClassPlan> {
        self.classes.iter().find(|plan| plan.class == class)
    }
}

/// A length, as a number of cards.
pub(super) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
