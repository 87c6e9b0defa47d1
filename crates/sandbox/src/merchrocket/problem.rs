//! Refusals: RFC 7807, and lists of violations.

use serde_json::{Value, json};

use crate::reply::Reply;

const PROBLEM: &str = "application/problem+json; charset=utf-8";

/// What is wrong with a field of a request.
pub(super) struct Violation {
    /// Its path: `orderItems[0].quantity`.
    pub(super) path: String,
    pub(super) message: &'static str,
}

/// No.
pub(crate) fn refuse(status: u16, detail: &str) -> Reply {
    Reply::json(
        status,
        PROBLEM,
        json!({
            "@context": "/api/contexts/Error",
            "@id": format!("/api/errors/{status}"),
            "@type": "Error",
            "title": "An error occurred",
            "detail": detail,
            "status": status,
            "type": format!("/errors/{status}"),
        }),
    )
}

/// No, for these reasons.
pub(super) fn violated(violations: &[Violation]) -> Reply {
    let sentences = violations.iter().map(|one| format!("{}: {}", one.path, one.message));
    let detail = sentences.collect::<Vec<_>>().join("\n");
    let list: Vec<_> = violations.iter().map(Value::from).collect();
    Reply::json(
        422,
        PROBLEM,
        json!({
            "@context": "/api/contexts/ConstraintViolationList",
            "@id": "/api/validation_errors/0",
            "@type": "ConstraintViolationList",
            "title": "An error occurred",
            "detail": detail,
            "status": 422,
            "type": "/validation_errors/0",
            "violations": list,
        }),
    )
}

impl From<&Violation> for Value {
    fn from(violation: &Violation) -> Self {
        json!({ "propertyPath": violation.path, "message": violation.message, "code": null })
    }
}
