//! What became of a supplier's lots, for the switching rules.

use serde::{Deserialize, Serialize};
use tapsmith_core::sampling::switching::PastLot;
use tapsmith_core::sampling::{Outcome, Severity, SinglePlan};
use tapsmith_store::Vault;

use super::class::Class;
use super::make::{Wish, WishError};
use super::plan::Plan;
use super::report::LotVerdict;
use super::tally::Tally;

/// What is kept of a plan once it is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Accepted or rejected.
    pub verdict: LotVerdict,
    /// Defective units by class, worst class first.
    pub defective: [u64; 3],
    /// Units looked at.
    pub inspected: u64,
    /// Whether major defects lay between Ac and Re of a reduced plan.
    pub in_gap: bool,
    /// Whether the major defects would have passed the plan one AQL step tighter.
    pub would_pass_tighter: bool,
}

impl Judged {
    /// What `tally` comes to under `plan`.
    pub fn of(plan: &Plan, tally: &Tally) -> Self {
        let defective = Class::ALL.map(|class| tally.class(class).defective);
        let [_, major, minor] = defective;
        let others_pass = tally.accepts(Class::Critical) && tally.accepts(Class::Minor);
        let in_gap =
            plan.major.outcome(major) == Outcome::AcceptedInGap || minor_in_gap(plan, minor);
        Self {
            verdict: tally.verdict(),
            defective,
            inspected: tally.inspected,
            in_gap,
            would_pass_tighter: others_pass && passes_tighter(plan, major),
        }
    }
}

fn minor_in_gap(plan: &Plan, minor: u64) -> bool {
    plan.class(Class::Minor)
        .is_some_and(|class| minor > class.accept.into() && minor < class.reject.into())
}

/// ISO 2859-1:1999, switching score: the lot "would have been accepted if the AQL had been one step tighter".
fn passes_tighter(plan: &Plan, major: u64) -> bool {
    plan.aql.tighter().is_some_and(|aql| {
        let tighter = SinglePlan::find(plan.standard, Severity::Normal, plan.level, plan.lot, aql);
        tighter.outcome(major) == Outcome::Accepted
    })
}

/// The supplier's lots that were judged as `wish` asks, oldest first: by the same standard, level and AQL, since a
/// score under one says nothing under another; no rehearsals, and each lot once.
pub(super) fn past_lots(vault: &Vault, wish: &Wish) -> Result<Vec<PastLot>, WishError> {
    let mut lots = Vec::new();
    let mut judged = vault.qa_plans()?;
    judged.retain(|noted| noted.supplier == wish.supplier && !noted.rehearsal);
    judged.sort_by_key(|noted| (noted.judged_at, noted.number));
    for noted in judged {
        let Some(outcome) = noted.outcome else { continue };
        let plan: Plan = serde_json::from_str(&noted.plan)?;
        let same = (plan.standard, plan.level, plan.aql) == (wish.standard, wish.level, wish.aql);
        if same && !plan.resubmitted {
            lots.push(past_lot(&plan, &serde_json::from_str(&outcome)?));
        }
    }
    Ok(lots)
}

fn past_lot(plan: &Plan, judged: &Judged) -> PastLot {
    PastLot {
        severity: plan.severity,
        accepted: judged.verdict == LotVerdict::Accepted,
        accept: plan.major.accept,
        in_gap: judged.in_gap,
        would_pass_tighter: judged.would_pass_tighter,
    }
}
