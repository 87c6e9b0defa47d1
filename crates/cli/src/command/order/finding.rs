//! A finding, as `build` and `check` tell it.

use serde::Serialize;
use tapsmith_orders::Finding;

/// What stands where in an order, and what is wrong with it.
#[derive(Debug, Serialize)]
pub(crate) struct Found {
    severity: String,
    path: String,
    reason: &'static str,
    pub(crate) message: String,
    #[serde(skip)]
    pub(crate) is_error: bool,
}

impl From<&Finding> for Found {
    fn from(finding: &Finding) -> Self {
        Self {
            severity: finding.severity.to_string(),
            path: finding.path.clone(),
            reason: finding.reason,
            message: finding.to_string(),
            is_error: finding.is_error(),
        }
    }
}
