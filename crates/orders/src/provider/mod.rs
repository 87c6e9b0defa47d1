//! What any printer does, and the list of printers.

mod account;
mod name;
mod order;
mod status;
mod visual;

use bytes::Bytes;

use crate::error::CallError;
use crate::http::Http;
use crate::money::Money;
use crate::payload::{Payload, Wants};
use crate::price::Estimate;
pub use account::{Account, Model, Rate};
pub use name::{Name, UnknownProvider};
pub use order::{Association, RemoteOrder, Shipment, StatusChange};
pub use status::{Stage, Status};
pub use visual::{NotAVisual, Visual};

/// A printer's server. Each call blocks until it is answered or has failed.
///
/// Where a printer has no such call, it answers [`CallError::NotOffered`].
#[expect(clippy::missing_errors_doc, reason = "each fails as CallError says")]
pub trait Provider {
    /// Which printer.
    fn name(&self) -> Name;

    /// The wire to it.
    fn http(&self) -> &Http;

    /// The account of whoever holds the token, or the one with this id.
    fn account(&self, id: Option<&str>) -> Result<Account, CallError>;

    /// The id of the account that orders go to, if the printer tells accounts apart.
    fn account_id(&self) -> Result<Option<String>, CallError>;

    /// What can be ordered.
    fn models(&self) -> Result<Vec<Model>, CallError>;

    /// The statuses an order may have, as the server lists them.
    fn statuses(&self) -> Result<Vec<Status>, CallError>;

    /// Uploads a file; its id there.
    fn upload(&self, visual: &Visual) -> Result<String, CallError>;

    /// A file that was uploaded.
    fn file(&self, id: &str) -> Result<Bytes, CallError>;

    /// What carrying it costs, one service after the other.
    fn rates(&self, wants: &Wants) -> Result<Vec<Rate>, CallError>;

    /// What it will cost, as far as anybody can say before it is committed.
    fn estimate(&self, wants: &Wants) -> Result<Estimate, CallError>;

    /// Makes the order; its id there.
    fn create(&self, order: &dyn Payload) -> Result<String, CallError>;

    /// All orders with exactly this reference: more than one should not be.
    fn find(&self, reference: &str) -> Result<Vec<RemoteOrder>, CallError>;

    /// The order with this id.
    fn order(&self, id: &str) -> Result<RemoteOrder, CallError>;

    /// All orders there are, each shown to `each`, which says whether to go on.
    fn orders(&self, each: &mut dyn FnMut(RemoteOrder) -> bool) -> Result<(), CallError>;

    /// Commits an order: from now on it is made, and costs money.
    fn commit(&self, id: &str) -> Result<Committed, CallError>;

    /// Takes an order back, before it is made.
    fn cancel(&self, id: &str) -> Result<RemoteOrder, CallError>;

    /// Asks for the money back.
    fn refund(&self, id: &str) -> Result<RemoteOrder, CallError>;

    /// Changes an order that is not in work yet, by a JSON merge patch.
    fn amend(&self, id: &str, patch: &serde_json::Value) -> Result<RemoteOrder, CallError>;
}

/// What committing an order brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// What it costs, if the server said so.
    pub total: Option<Money>,
    /// The status it has now, if the server said so.
    pub status: Option<Status>,
}
