//! Whether an order can be sent at all: what the vault and the server have to say to it.

use tapsmith_core::batch::Batch;
use tapsmith_orders::provider::Model;
use tapsmith_orders::{Finding, Payload, Wants};
use tapsmith_store::{NotedOrder, OpenVault};
use thiserror::Error;

use super::again::{AgainError, rebuild};

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
    /// The batch is made no more.
    #[error("batch {batch} is retired: no more cards are made of it")]
    Retired {
        /// The batch.
        batch: String,
    },
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
    let mut rotated = 0;
    for (record, generation) in noted.order.records() {
        let now = vault.generation(batch, record).map_err(AgainError::from)?;
        rotated += usize::from(now != generation);
    }
    if rotated > 0 {
        return Err(Unfit::Rotated { records: rotated });
    }
    // Built by an older tapsmith, it cannot be built again to compare.
    if noted.template.is_some() && rebuild(vault, noted)?.keys_digest() != payload.keys_digest() {
        return Err(Unfit::OtherKeys);
    }
    Ok(())
}

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
