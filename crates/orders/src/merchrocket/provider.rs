//! Merchrocket as a provider.

use std::collections::HashSet;

use bytes::Bytes;
use serde_json::Value;

use super::{
    AmendOrder, Cancel, Confirm, CreateOrder, GetOrder, LIFE_CYCLE, ListOrders, Refund,
    by_reference,
};
use crate::error::CallError;
use crate::http::Http;
use crate::payload::{Payload, Wants};
use crate::price::Estimate;
use crate::provider::{
    Account, Committed, Model, Name, Provider, Rate, RemoteOrder, Status, Visual,
};

/// Merchrocket, as whoever holds the token.
#[derive(Debug)]
pub struct Merchrocket {
    http: Http,
}

impl Merchrocket {
    /// At the other end of `http`.
    pub fn new(http: Http) -> Self {
        Self { http }
    }

    fn not_offered<T>(call: &'static str) -> Result<T, CallError> {
        Err(CallError::NotOffered { provider: Name::Merchrocket.title(), call })
    }
}

impl Provider for Merchrocket {
    fn name(&self) -> Name {
        Name::Merchrocket
    }

    fn http(&self) -> &Http {
        &self.http
    }

    /// There is no account to be shown: a page of orders says that the token is good.
    fn account(&self, _id: Option<&str>) -> Result<Account, CallError> {
        self.http.call(&ListOrders::first())?;
        Ok(Account::default())
    }

    /// A token is of one account, and the printer shows no id of it.
    fn account_id(&self) -> Result<Option<String>, CallError> {
        Ok(None)
    }

    fn models(&self) -> Result<Vec<Model>, CallError> {
        Self::not_offered("list what can be ordered")
    }

    /// There is no such call: these are the words of the documentation.
    fn statuses(&self) -> Result<Vec<Status>, CallError> {
        Ok(LIFE_CYCLE.iter().map(|(word, _)| Status((*word).to_owned())).collect())
    }

    fn upload(&self, _visual: &Visual) -> Result<String, CallError> {
        Self::not_offered("upload a file: an order names the address of each")
    }

    fn file(&self, _id: &str) -> Result<Bytes, CallError> {
        Self::not_offered("get a file")
    }

    fn rates(&self, _wants: &Wants) -> Result<Vec<Rate>, CallError> {
        Self::not_offered("ask what shipping costs")
    }

    /// No price is to be had there before the bill.
    fn estimate(&self, wants: &Wants) -> Result<Estimate, CallError> {
        let mut estimate = Estimate::default();
        wants.lines.iter().for_each(|line| estimate.miss(format!("variant {}", line.model)));
        estimate.miss("shipping".to_owned());
        Ok(estimate)
    }

    fn create(&self, order: &dyn Payload) -> Result<String, CallError> {
        let call = "create the order";
        let body = order.body().map_err(|source| CallError::Request { call, source })?;
        Ok(self.http.call(&CreateOrder { order: Bytes::from_owner(body) })?.id)
    }

    fn find(&self, reference: &str) -> Result<Vec<RemoteOrder>, CallError> {
        match self.http.call(&GetOrder { id: by_reference(reference) }) {
            // Found by our name, whatever it calls itself.
            Ok(order) => Ok(vec![order.into()]),
            Err(CallError::Refused { status: 404, .. }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    fn order(&self, id: &str) -> Result<RemoteOrder, CallError> {
        Ok(self.http.call(&GetOrder { id: id.to_owned() })?.into())
    }

    /// Follows the server's own links, and stops where they lead in a circle.
    fn orders(&self, each: &mut dyn FnMut(RemoteOrder) -> bool) -> Result<(), CallError> {
        let mut next = Some(ListOrders::first());
        let mut seen = HashSet::new();
        while let Some(list) = next.filter(|list| seen.insert(list.query.clone())) {
            let page = self.http.call(&list)?;
            next = page.next();
            for order in page.members {
                if !each(order.into()) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn commit(&self, id: &str) -> Result<Committed, CallError> {
        let order = self.http.call(&Confirm { id: id.to_owned() })?;
        Ok(Committed { total: None, status: order.status.map(Status) })
    }

    fn cancel(&self, id: &str) -> Result<RemoteOrder, CallError> {
        Ok(self.http.call(&Cancel { id: id.to_owned() })?.into())
    }

    fn refund(&self, id: &str) -> Result<RemoteOrder, CallError> {
        Ok(self.http.call(&Refund { id: id.to_owned() })?.into())
    }

    fn amend(&self, id: &str, patch: &Value) -> Result<RemoteOrder, CallError> {
        Ok(self.http.call(&AmendOrder { id: id.to_owned(), patch: patch.clone() })?.into())
    }
}
