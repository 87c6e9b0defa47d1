//! An order as a printer shows it.

use serde::Serialize;

use super::Status;
use crate::money::Money;

/// An order at a printer's. No key is in it: what else the server sent is named, not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemoteOrder {
    /// Its id there.
    pub id: String,
    /// Our name for it.
    pub reference: Option<String>,
    /// Where it stands.
    pub status: Option<Status>,
    /// What it costs, if the server says so.
    pub total: Option<Money>,
    /// The parcels.
    pub shipments: Vec<Shipment>,
    /// Where it stood, the oldest first.
    pub history: Vec<StatusChange>,
    /// Orders it has to do with.
    pub associations: Vec<Association>,
    /// Fields that this program does not know.
    pub unknown_fields: Vec<String>,
}

/// A parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shipment {
    /// The carrier's number.
    pub tracking_number: Option<String>,
    /// Where to look it up.
    pub tracking_url: Option<String>,
}

/// A change of status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusChange {
    /// The new status.
    pub status: Status,
    /// When, as the server writes it.
    pub at: Option<String>,
}

/// Another order, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Association {
    /// Why: `reprint`.
    pub kind: String,
    /// The order that this one comes from: its reference, else its id.
    pub source: Option<String>,
}
