//! Get all statuses.
//!
//! Source: Printags Public API, "Get all statuses": `GET /statuses`. Its answer is not documented: a
//! list of words or of objects, by any name or by none, is read.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::succeeded;
use crate::call::{Answer, Call, Effect, Method, Request, Unreadable};
use crate::provider::Status;

/// Asks for the statuses there are.
#[derive(Debug, Clone, Copy)]
pub struct GetStatuses;

/// What it answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusesAnswer {
    /// `success`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
    /// `statuses`, if they have this name.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl StatusesAnswer {
    /// The words of the longest list that is one of words.
    fn words(&self) -> Option<Vec<Status>> {
        let lists = self.other.values().filter_map(Value::as_array);
        lists.filter_map(|list| words(list)).max_by_key(Vec::len)
    }
}

fn words(list: &[Value]) -> Option<Vec<Status>> {
    list.iter().map(word).collect()
}

/// A word, or an object that holds one.
fn word(value: &Value) -> Option<Status> {
    let names = ["status", "name", "key", "code", "label"];
    let held = || names.iter().find_map(|name| value.get(name)?.as_str());
    value.as_str().or_else(held).map(|word| Status(word.to_owned()))
}

impl Call for GetStatuses {
    type Answer = Vec<Status>;
    const NAME: &'static str = "list the statuses";
    const EFFECT: Effect = Effect::Reads;

    fn request(&self) -> serde_json::Result<Request> {
        Ok(Request::new(Method::Get, ["statuses"]))
    }

    fn read(&self, answer: &Answer) -> Result<Vec<Status>, Unreadable> {
        let words = if let Ok(list) = answer.json::<Vec<Value>>() {
            words(&list)
        } else {
            succeeded(answer)?;
            answer.json::<StatusesAnswer>()?.words()
        };
        words.ok_or_else(|| Unreadable::Shape { path: "statuses".to_owned() })
    }
}
