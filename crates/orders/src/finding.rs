//! What is wrong with an order, whoever it is for.

use tapsmith_core::order;
pub use tapsmith_core::order::Severity;

/// Something wrong at a place of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether the order can be sent all the same.
    pub severity: Severity,
    /// The JSON path, like `products[3].quantity`.
    pub path: String,
    /// The word for programs.
    pub reason: &'static str,
    /// The sentence for people. No key is in it.
    pub message: String,
}

impl Finding {
    /// What keeps an order from being sent.
    pub fn error(path: impl Into<String>, reason: &'static str, message: &str) -> Self {
        Self::new(Severity::Error, path, reason, message)
    }

    /// What may be meant.
    pub fn warning(path: impl Into<String>, reason: &'static str, message: &str) -> Self {
        Self::new(Severity::Warning, path, reason, message)
    }

    fn new(
        severity: Severity,
        path: impl Into<String>,
        reason: &'static str,
        message: &str,
    ) -> Self {
        Self { severity, path: path.into(), reason, message: message.to_owned() }
    }

    /// Whether an order with it must not be sent.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl From<&order::Finding> for Finding {
    fn from(found: &order::Finding) -> Self {
        let (reason, message) = (found.problem.reason(), found.problem.to_string());
        Self::new(found.severity, found.path.clone(), reason, &message)
    }
}

/// `error: products[3].quantity: the quantity is 0`, as [`order::Finding`] prints.
impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let severity = if self.is_error() { "error" } else { "warning" };
        write!(f, "{severity}: {}: {}", self.path, self.message)
    }
}
