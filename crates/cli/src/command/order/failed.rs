//! `order reprint --failed-of`: the cards that failed under a plan, and the orders that they were in.

use std::io::{self, Write as _};

use tapsmith_core::batch::{BatchName, RecordRange};
use tapsmith_core::record::RecordId;
use tapsmith_desk::order::again;
use tapsmith_store::{NotedOrder, OpenVault, PlanState, Vault};

use crate::command::qa::planned;
use crate::exit::Exit;
use crate::failure::Failure;

/// Each order with those of its records that failed; of the order `of` alone, if one was named.
pub(super) fn jobs(
    vault: &OpenVault,
    plan_id: &str,
    of: Option<&str>,
    confirmed: bool,
) -> Result<Vec<(NotedOrder, Vec<RecordRange>)>, Failure> {
    let (batch, records) = records(vault, plan_id, confirmed)?;
    let batch = vault.batch(&batch)?;
    let mut orders = again::last_orders(vault, &batch, &records)?;
    orders.retain(|(order, _)| of.is_none_or(|of| order.order.reference == of));
    if orders.is_empty() {
        let sentence = "none of the cards that failed was in that order";
        return Err(Failure::say(Exit::Input, sentence).hint("leave out --of"));
    }
    let alone = |record: RecordId| RecordRange::new(record, 1).ok();
    let ranges = |records: Vec<RecordId>| records.into_iter().filter_map(alone).collect();
    Ok(orders.into_iter().map(|(order, records)| (order, ranges(records))).collect())
}

/// How many cards failed.
pub(super) fn count(vault: &Vault, plan_id: &str, confirmed: bool) -> Result<u64, Failure> {
    let (_, records) = records(vault, plan_id, confirmed)?;
    Ok(u64::try_from(records.len()).unwrap_or(u64::MAX))
}

/// The batch, and its records whose cards failed. What may surprise is said on stderr; a rehearsal has to be
/// confirmed.
fn records(
    vault: &Vault,
    plan_id: &str,
    confirmed: bool,
) -> Result<(BatchName, Vec<RecordId>), Failure> {
    let (noted, session) = planned(vault, plan_id)?;
    let mut err = io::stderr();
    if noted.state == PlanState::Open {
        writeln!(err, "{plan_id} is not judged yet: these are the cards that failed so far")?;
    }
    let records = session.failed_records();
    let unknown = session.failed_without_record();
    if unknown > 0 {
        let (s, say) = if unknown == 1 { ("", "says") } else { ("s", "say") };
        writeln!(err, "{unknown} failed card{s} more {say} nothing of the record")?;
    }
    if records.is_empty() {
        let sentence = format!("no card failed under {plan_id} whose record is known");
        return Err(Failure::say(Exit::Input, sentence)
            .hint(format!("`tapsmith qa show {plan_id}` says how far it has come")));
    }
    if noted.rehearsal && !confirmed {
        let sentence =
            format!("{plan_id} is a rehearsal: virtual cards were judged, and none was delivered");
        return Err(Failure::say(Exit::Refused, sentence)
            .hint("say --yes if their records are to be printed all the same"));
    }
    Ok((noted.batch, records))
}
