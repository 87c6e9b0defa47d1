//! A finding, as `build` and `check` tell it.

use serde::Serialize;
use tapsmith_core::order::{Finding, Severity};

/// What stands where in an order, and what is wrong with it.
#[derive(Debug, Serialize)]
pub(crate) struct Found {
    severity: &'static str,
    path: String,
    reason: &'static str,
    pub(crate) message: String,
    #[serde(skip)]
    pub(crate) is_error: bool,
}

impl From<&Finding> for Found {
    fn from(finding: &Finding) -> Self {
        let is_error = finding.severity == Severity::Error;
        Self {
            severity: if is_error { "error" } else { "warning" },
            path: finding.path.clone(),
            reason: finding.problem.reason(),
            message: finding.to_string(),
            is_error,
        }
    }
}
