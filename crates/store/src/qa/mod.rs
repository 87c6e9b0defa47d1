//! Deliveries judged by samples: the plan, each event at the desk, the verdict. What a plan and an event say is
//! the caller's JSON; that nothing of it is changed, lost or put in twice is this module's.

mod read;
mod row;
mod write;

use std::fmt;

use jiff::Timestamp;
use tapsmith_core::batch::BatchName;

pub use write::NewPlan;

/// How far a plan has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanState {
    /// Cards are still looked at.
    Open,
    /// The lot was accepted.
    Accepted,
    /// It was not.
    Rejected,
}

impl PlanState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Accepted, Self::Rejected];
}

/// The word in the vault.
impl fmt::Display for PlanState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        })
    }
}

/// A plan as the vault knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedPlan {
    /// Its name: `BATCH-qa-N`.
    pub plan_id: String,
    /// The batch whose cards were delivered.
    pub batch: BatchName,
    /// Its place among all plans of the vault, from 1.
    pub number: u32,
    /// Who delivered them.
    pub supplier: String,
    /// How far it has come.
    pub state: PlanState,
    /// Whether a card of software was judged by it: then it proves nothing of a supplier.
    pub rehearsal: bool,
    /// The plan, as JSON.
    pub plan: String,
    /// What came of it, as JSON; there once it is judged.
    pub outcome: Option<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was judged.
    pub judged_at: Option<Timestamp>,
}

/// Something that happened at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedEvent {
    /// Its place in the plan, from 1.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// Who sat there.
    pub operator: String,
    /// What, as JSON.
    pub event: String,
}
