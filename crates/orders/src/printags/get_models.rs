//! List available models.
//!
//! Source: Printags Public API, "List available models": `GET /models`, "the authoritative source
//! for the modelId values". What a price looks like is not shown: the example has none.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::succeeded;
use crate::call::{Answer, Call, Effect, Method, Request, Unreadable};
use crate::provider::Model;

/// Asks for the models there are.
#[derive(Debug, Clone, Copy)]
pub struct GetModels;

/// What it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelsAnswer {
    /// `success`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
    /// `models`.
    pub models: Vec<ModelBody>,
    /// What else is there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelBody {
    /// `id`.
    pub id: String,
    /// `prices`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prices: Option<Vec<Value>>,
    /// `canBeEncoded`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_be_encoded: Option<bool>,
    /// What else is there: `size`.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Call for GetModels {
    type Answer = Vec<Model>;
    const NAME: &'static str = "list the models";
    const EFFECT: Effect = Effect::Reads;

    fn request(&self) -> serde_json::Result<Request> {
        Ok(Request::new(Method::Get, ["models"]))
    }

    fn read(&self, answer: &Answer) -> Result<Vec<Model>, Unreadable> {
        succeeded(answer)?;
        Ok(answer.json::<ModelsAnswer>()?.models.into_iter().map(Model::from).collect())
    }
}

impl From<ModelBody> for Model {
    fn from(body: ModelBody) -> Self {
        let ModelBody { id, prices, can_be_encoded, other } = body;
        Self { id, can_be_encoded, prices: prices.unwrap_or_default(), other }
    }
}
