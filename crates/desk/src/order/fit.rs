//! Whether an order can be sent at all: what the vault and the server have to say to it.

use tapsmith_core::batch::Batch;
use tapsmith_core::order::OrderTemplate;
use tapsmith_core::record::RecordId;
use tapsmith_orders::provider::Model;
use tapsmith_orders::{Finding, Payload, Wants};
use tapsmith_store::{BuiltOrder, LineRun, NotedOrder, OpenVault};
use thiserror::Error;

use super::again::{AgainError, rebuild};
use super::build::Builder;

/// Why an order that this vault built is not to be sent.
#[derive(Debug, Error)]
pub enum Unfit {
    /// The vault.
    #[error(transparent)]
    Again(#[from] AgainError),
    /// The vault has newer keys.
    #[error(
        "{records} of its records have got other keys since it was built: cards made of it would fail"
    )]
    Rotated {
        /// How many.
        records: usize,
    },
    /// The file's keys are others.
    #[error(
        "its keys are not those that the vault has for its records: cards made of it would fail"
    )]
    OtherKeys,
}

/// Refuses an order whose keys are not, or no longer, what the vault has for its records.
///
/// # Errors
/// [`Unfit`].
pub fn check_keys(
    vault: &OpenVault,
    noted: &NotedOrder,
    batch: &Batch,
    payload: &dyn Payload,
) -> Result<(), Unfit> {
    check_generations(vault, noted, batch)?;
    // Built by an older tapsmith, it cannot be built again to compare.
    if noted.template.is_some() && rebuild(vault, noted)?.keys_digest() != payload.keys_digest() {
        return Err(Unfit::OtherKeys);
    }
    Ok(())
}

/// Refuses an order some of whose records have got other keys since it was built.
///
/// # Errors
/// [`Unfit::Rotated`]; [`Unfit::Again`].
pub fn check_generations(
    vault: &OpenVault,
    noted: &NotedOrder,
    batch: &Batch,
) -> Result<(), Unfit> {
    let mut rotated = 0;
    for (record, generation) in noted.order.records() {
        let now = vault.generation(batch, record).map_err(AgainError::from)?;
        rotated += usize::from(now != generation);
    }
    if rotated > 0 { Err(Unfit::Rotated { records: rotated }) } else { Ok(()) }
}

/// The batch of this vault whose records and keys these are, whatever the order is called; and what it
/// orders of it.
///
/// # Errors
/// The vault's own.
pub fn batch_of(
    vault: &OpenVault,
    payload: &dyn Payload,
) -> Result<Option<(Batch, BuiltOrder)>, AgainError> {
    let records = payload.records();
    for stored in vault.batches()? {
        let batch = stored.batch;
        if records.is_empty() || !records.iter().all(|record| batch.records.contains(*record)) {
            continue;
        }
        // A batch whose keys cannot be had here is not this order's to compare with.
        if let Ok(Some(order)) = compare(vault, &batch, &records, payload) {
            return Ok(Some((batch, order)));
        }
    }
    Ok(None)
}

/// What the order orders of `batch`, if its keys are the batch's.
fn compare(
    vault: &OpenVault,
    batch: &Batch,
    records: &[RecordId],
    payload: &dyn Payload,
) -> Result<Option<BuiltOrder>, AgainError> {
    let keyed = |record: &RecordId| Ok((*record, vault.generation(batch, *record)?));
    let keyed: Vec<_> = records.iter().map(keyed).collect::<Result<_, tapsmith_store::Error>>()?;
    let reference = payload.reference().unwrap_or_default().to_owned();
    let order = BuiltOrder { reference, runs: LineRun::of(keyed), reprint_of: None };
    let template = OrderTemplate::from_json(ANY)?;
    let built = Builder::new(vault, batch)?.build(&order, &template)?;
    Ok((built.keys_digest() == payload.keys_digest()).then_some(order))
}

/// The least that is a template: for an order of which only the keys matter.
const ANY: &str = r#"{"products":[{}]}"#;

/// What the server's list of models says against an order.
pub fn check_models(wants: &Wants, models: &[Model]) -> Vec<Finding> {
    let known = || models.iter().map(|model| model.id.as_str()).collect::<Vec<_>>().join(", ");
    let mut findings = Vec::new();
    for line in &wants.lines {
        let path = format!("{}.modelId", line.path);
        match models.iter().find(|model| model.id == line.model) {
            None => {
                let message =
                    format!("the account has no model {:?}; it has {}", line.model, known());
                findings.push(Finding::error(path, "unknown_model", &message));
            }
            Some(Model { can_be_encoded: Some(false), .. }) if line.is_encoded => {
                let message = format!("the model {} cannot be encoded", line.model);
                findings.push(Finding::error(path, "no_chip", &message));
            }
            Some(_) => {}
        }
    }
    findings
}
