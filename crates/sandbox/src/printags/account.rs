//! Get current account; Get an account by ID.
//!
//! Source: Printags Public API: `GET /accounts/@me`, its example.

use serde_json::json;

use super::good;
use crate::reply::Reply;

/// The one account.
pub(super) const ID: &str = "123e4567-e89b-12d3-a456-426614174000";

pub(super) fn answer() -> Reply {
    good(json!({
        "success": true,
        "account": {
            "id": ID,
            "displayname": "John Doe",
            "email": "johndoe@example.com",
            "phone": "+1234567890",
            "balance": 100.5,
            "minimal_balance": 0,
            "minimal_credit": 0,
            "fiscal_number": "FR12345678901",
            "subscription_plan": {
                "id": "987e6543-e21a-11d4-a789-0242ac120002",
                "displayname": "Basic Plan",
                "price": 49.99,
                "shippingLetter": true,
                "whiteLabel": false
            },
            "options": { "lang": "EN", "payments": { "groupWithSubscription": false } },
            "createdAt": "2024-01-01T10:00:00.000Z",
            "updatedAt": "2024-11-01T12:00:00.000Z"
        }
    }))
}
