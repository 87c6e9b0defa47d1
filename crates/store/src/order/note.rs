//! An order is written down before its keys leave the vault.

use jiff::Timestamp;
use tapsmith_core::batch::Batch;
use tapsmith_core::random::Random;

use super::{BuiltOrder, template};
use crate::batch::number;
use crate::error::Error;
use crate::guard::Change;
use crate::history::Event;
use crate::open::OpenVault;
use crate::rows::ORDERS;
use crate::seal::SealingKey;

impl OpenVault {
    /// Writes down that keys are about to leave the vault in orders, built from the text `template`.
    /// An order built again takes the place of the batch's own with its reference.
    ///
    /// # Errors
    /// [`Error::EmptyOrder`], [`Error::NoBatch`]; [`Error::Random`], [`Error::Busy`], [`Error::Full`].
    /// None of `orders` is then written down.
    pub fn note_orders<R: Random>(
        &mut self,
        batch: &Batch,
        orders: &[BuiltOrder],
        template: &str,
        now: Timestamp,
        random: &mut R,
    ) -> Result<(), Error> {
        let (mut change, data_key) = self.change()?;
        let number = number(&change.reader(), batch)?;
        for order in orders {
            note(&mut change, data_key, (batch, number), (order, template), now, random)?;
        }
        change.commit()
    }
}

/// One order, its template sealed, and the event.
pub(super) fn note<R: Random>(
    change: &mut Change<'_>,
    data_key: &SealingKey,
    (batch, number): (&Batch, i64),
    (order, template): (&BuiltOrder, &str),
    now: Timestamp,
    random: &mut R,
) -> Result<(), Error> {
    let reference = &order.reference;
    let sealed = template::seal(data_key, batch.id, reference, template, random)?;
    change.put(&ORDERS, order.values(number, &sealed, now)?)?;
    let span = order.span()?;
    let event = Event::OrderBuilt {
        batch: &batch.name,
        reference,
        first: span.first(),
        last: span.last(),
        records: order.count(),
        reprint_of: order.reprint_of.as_deref(),
    };
    change.note(&event, now)
}
