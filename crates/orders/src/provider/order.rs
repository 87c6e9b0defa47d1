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

impl RemoteOrder {
    /// The same with nothing in its texts that a terminal would obey.
    #[must_use]
    pub(crate) fn plain(mut self) -> Self {
        let texts = [Some(&mut self.id), self.reference.as_mut()].into_iter().flatten();
        let words = self.history.iter_mut().map(|change| &mut change.status.0);
        let words = words.chain(self.status.iter_mut().map(|status| &mut status.0));
        let numbers = self.shipments.iter_mut().flat_map(|parcel| {
            [&mut parcel.tracking_number, &mut parcel.tracking_url].into_iter().flatten()
        });
        for text in texts.chain(words).chain(numbers) {
            text.retain(|character| !character.is_control());
        }
        self
    }
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
