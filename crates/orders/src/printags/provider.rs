//! Printags as a provider.

use std::cell::OnceCell;

use bytes::Bytes;
use serde_json::Value;

use super::validate_order::ValidateOrder;
use super::{
    CreateOrder, FindOrders, GetAccount, GetFile, GetModels, GetOrder, GetRates, GetStatuses, ME,
    RatesRequest, UploadFile, estimate,
};
use crate::error::CallError;
use crate::http::Http;
use crate::payload::{Payload, Wants};
use crate::price::Estimate;
use crate::provider::{
    Account, Committed, Model, Name, Provider, Rate, RemoteOrder, Status, Visual,
};

/// Printags, as whoever holds the token.
#[derive(Debug)]
pub struct Printags {
    http: Http,
    /// The account's id, asked for once: the pages show orders by it alone.
    account: OnceCell<String>,
    /// What can be ordered, asked for once: each of many orders is estimated by it.
    models: OnceCell<Vec<Model>>,
}

impl Printags {
    /// At the other end of `http`, for `account` or the token's own.
    pub fn new(http: Http, account: Option<String>) -> Self {
        Self {
            http,
            account: account.map(OnceCell::from).unwrap_or_default(),
            models: OnceCell::new(),
        }
    }

    fn own_id(&self) -> Result<String, CallError> {
        if let Some(id) = self.account.get() {
            return Ok(id.clone());
        }
        let id = self.http.call(&GetAccount { id: ME.to_owned() })?.id;
        Ok(self.account.get_or_init(|| id).clone())
    }

    fn not_offered<T>(call: &'static str) -> Result<T, CallError> {
        Err(CallError::NotOffered { provider: Name::Printags.title(), call })
    }
}

impl Provider for Printags {
    fn name(&self) -> Name {
        Name::Printags
    }

    fn http(&self) -> &Http {
        &self.http
    }

    fn account(&self, id: Option<&str>) -> Result<Account, CallError> {
        let known = || self.account.get().map_or(ME, String::as_str);
        let id = id.unwrap_or_else(known).to_owned();
        Ok(self.http.call(&GetAccount { id })?.into())
    }

    fn account_id(&self) -> Result<Option<String>, CallError> {
        self.own_id().map(Some)
    }

    fn models(&self) -> Result<Vec<Model>, CallError> {
        if let Some(models) = self.models.get() {
            return Ok(models.clone());
        }
        let models = self.http.call(&GetModels)?;
        Ok(self.models.get_or_init(|| models).clone())
    }

    fn statuses(&self) -> Result<Vec<Status>, CallError> {
        self.http.call(&GetStatuses)
    }

    fn upload(&self, visual: &Visual) -> Result<String, CallError> {
        self.http.call(&UploadFile { account: self.own_id()?, visual: visual.clone() })
    }

    fn file(&self, id: &str) -> Result<Bytes, CallError> {
        self.http.call(&GetFile { account: self.own_id()?, id: id.to_owned() })
    }

    fn rates(&self, wants: &Wants) -> Result<Vec<Rate>, CallError> {
        match RatesRequest::of(wants) {
            Some(request) => self.http.call(&GetRates(request)),
            None => Ok(Vec::new()),
        }
    }

    fn estimate(&self, wants: &Wants) -> Result<Estimate, CallError> {
        Ok(estimate::estimate(wants, &self.models()?, &self.rates(wants)?))
    }

    fn create(&self, order: &dyn Payload) -> Result<String, CallError> {
        let call = "create the order";
        let body = order.body().map_err(|source| CallError::Request { call, source })?;
        let order = Bytes::from_owner(body);
        self.http.call(&CreateOrder { account: self.own_id()?, order })
    }

    fn find(&self, reference: &str) -> Result<Vec<RemoteOrder>, CallError> {
        let reference = Some(reference.to_owned());
        let found = self.http.call(&FindOrders { account: self.own_id()?, reference })?;
        Ok(found.into_iter().map(RemoteOrder::from).collect())
    }

    fn order(&self, id: &str) -> Result<RemoteOrder, CallError> {
        let call = GetOrder { account: self.own_id()?, id: id.to_owned() };
        Ok(self.http.call(&call)?.into())
    }

    fn orders(&self, each: &mut dyn FnMut(RemoteOrder) -> bool) -> Result<(), CallError> {
        let call = FindOrders { account: self.own_id()?, reference: None };
        let mut found = self.http.call(&call)?.into_iter().map(RemoteOrder::from);
        let _stopped = found.try_for_each(|order| each(order).then_some(()));
        Ok(())
    }

    fn commit(&self, id: &str) -> Result<Committed, CallError> {
        self.http.call(&ValidateOrder { account: self.own_id()?, id: id.to_owned() })
    }

    fn cancel(&self, _id: &str) -> Result<RemoteOrder, CallError> {
        Self::not_offered("cancel an order")
    }

    fn refund(&self, _id: &str) -> Result<RemoteOrder, CallError> {
        Self::not_offered("refund an order")
    }

    fn amend(&self, _id: &str, _patch: &Value) -> Result<RemoteOrder, CallError> {
        Self::not_offered("change an order")
    }
}
