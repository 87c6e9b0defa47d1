//! Retrieve a list of orders, page by page.
//!
//! Source: Merchrocket documentation, "Orders Endpoint": `GET /api/orders`. Pages are Hydra's; newer
//! servers leave the prefix `hydra:` away.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{LD_JSON, OrderBody};
use crate::call::{Answer, Call, Effect, Method, Request, Unreadable};

/// Asks for a page of orders.
#[derive(Debug, Clone)]
pub struct ListOrders {
    /// The query of the page: the server's own words for the next one.
    pub query: Vec<(String, String)>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// `hydra:member`, or `member`.
    #[serde(alias = "member", rename = "hydra:member")]
    pub members: Vec<OrderBody>,
    /// `hydra:view`, or `view`.
    #[serde(alias = "view", rename = "hydra:view", skip_serializing_if = "Option::is_none")]
    pub view: Option<Map<String, Value>>,
    /// What else is there.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl ListOrders {
    /// The first page.
    pub fn first() -> Self {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Self { query: vec![pair("page", "1"), pair("itemsPerPage", "30")] }
    }
}

impl Page {
    /// The next page, by the server's own link; none after the last.
    pub fn next(&self) -> Option<ListOrders> {
        let view = self.view.as_ref()?;
        let link = view.get("hydra:next").or_else(|| view.get("next"))?.as_str()?;
        let (_, query) = link.split_once('?')?;
        let query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Some(ListOrders { query })
    }
}

impl Call for ListOrders {
    type Answer = Page;
    const NAME: &'static str = "list the orders";
    const EFFECT: Effect = Effect::Reads;

    fn request(&self) -> serde_json::Result<Request> {
        let query = self.query.clone();
        Ok(Request { accept: LD_JSON, query, ..Request::new(Method::Get, ["orders"]) })
    }

    fn read(&self, answer: &Answer) -> Result<Page, Unreadable> {
        answer.json()
    }
}
