//! Get current account; Get an account by ID.
//!
//! Source: Printags Public API: `GET /accounts/@me`, `GET /accounts/{accountId}`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::succeeded;
use crate::call::{Answer, Call, Effect, Method, Request, Unreadable};
use crate::money::Money;
use crate::provider::Account;

/// Asks for an account.
#[derive(Debug, Clone)]
pub struct GetAccount {
    /// Its id, or [`ME`](super::ME).
    pub id: String,
}

/// What it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountAnswer {
    /// `success`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
    /// `account`.
    pub account: AccountBody,
    /// What else is there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `account`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountBody {
    /// `id`.
    pub id: String,
    /// `displayname`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub displayname: Option<String>,
    /// `email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// `balance`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<Money>,
    /// `minimal_balance`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimal_balance: Option<Money>,
    /// What else is there: `phone`, `subscription_plan`, `options`, `createdAt`, ...
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Call for GetAccount {
    type Answer = AccountBody;
    const NAME: &'static str = "show the account";
    const EFFECT: Effect = Effect::Reads;

    fn request(&self) -> serde_json::Result<Request> {
        Ok(Request::new(Method::Get, ["accounts", &self.id]))
    }

    fn read(&self, answer: &Answer) -> Result<AccountBody, Unreadable> {
        succeeded(answer)?;
        Ok(answer.json::<AccountAnswer>()?.account)
    }
}

impl From<AccountBody> for Account {
    fn from(body: AccountBody) -> Self {
        Self {
            id: Some(body.id),
            name: body.displayname,
            email: body.email,
            balance: body.balance,
            minimal_balance: body.minimal_balance,
            other: body.other,
        }
    }
}
