//! `order watch`

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Duration;

use serde::Serialize;
use tapsmith_desk::order::OrderError;
use tapsmith_desk::order::follow::Followed;
use tapsmith_orders::provider::Stage;

use super::at_desk::at_desk;
use crate::args::WatchArgs;
use crate::command::Outcome;
use crate::connect;
use crate::context::Context;
use crate::exit::Exit;
use crate::list_writer::ListWriter;
use crate::printer::stdout;

/// A change of an order that is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Change {
    at: String,
    reference: String,
    status: String,
    stage: &'static str,
    tracking_numbers: Vec<String>,
}

/// Follows orders, says each change, and ends when each has come to its end: good only if all were
/// delivered.
pub(crate) fn run(context: &Context, args: &WatchArgs) -> Outcome {
    let mut vault = context.open_vault()?;
    let provider = connect::with_vault(context, &args.provider, &vault)?;
    let mut out = stdout();
    let mut list = ListWriter::begin(&mut out, context.printer.format(), "changes", false)?;
    let mut stages = BTreeMap::new();
    let mut last = BTreeMap::new();
    loop {
        for reference in &args.references {
            if stages.get(reference).is_some_and(|stage: &Stage| stage.is_final()) {
                continue;
            }
            let followed = match at_desk(&mut vault, &*provider, |desk| desk.follow(reference)) {
                Ok(followed) => followed,
                // It goes on until the orders are delivered, whatever the network does meanwhile.
                Err(OrderError::Call(error)) if error.is_passing() => {
                    writeln!(std::io::stderr(), "{reference}: {error}; asking again later")?;
                    stages.entry(reference).or_insert(Stage::Unknown);
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            stages.insert(reference, followed.stage);
            let change = Change::of(reference, followed);
            let key = (change.status.clone(), change.tracking_numbers.clone());
            if last.insert(reference, key.clone()) != Some(key) {
                list.write(&change, |out| {
                    let Change { at, reference, status, stage, tracking_numbers } = &change;
                    writeln!(
                        out,
                        "{at}\t{reference}\t{status}: {stage}\t{}",
                        tracking_numbers.join(" ")
                    )
                })?;
            }
        }
        if stages.values().all(|stage| stage.is_final()) {
            break;
        }
        list.flush()?;
        provider.http().sleep(Duration::from_secs(args.interval.into()))?;
    }
    list.end()?;
    let all_well = stages.values().all(|stage| *stage == Stage::Delivered);
    Ok(if all_well { Exit::Good } else { Exit::NotGood })
}

impl Change {
    fn of(reference: &str, followed: Followed) -> Self {
        let Followed { submission, order, stage, .. } = followed;
        let numbers = order.shipments.into_iter().filter_map(|parcel| parcel.tracking_number);
        Self {
            at: submission.updated_at.to_string(),
            reference: reference.to_owned(),
            status: submission.status.unwrap_or_default(),
            stage: stage.words(),
            tracking_numbers: numbers.collect(),
        }
    }
}
