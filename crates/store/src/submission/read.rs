//! Submissions as they stand in the vault.

use std::ops::ControlFlow;

use tapsmith_core::batch::{Batch, RecordRange};

use super::{Submission, SubmissionKey};
use crate::batch::number;
use crate::error::Error;
use crate::guard::Reader;
use crate::order::has_one_of;
use crate::rows::{SUBMISSIONS, Wanted};
use crate::vault::Vault;

impl Vault {
    /// What is known of one order at one place.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn submission(&self, key: &SubmissionKey) -> Result<Option<Submission>, Error> {
        one(&self.reader(), key)
    }

    /// All orders sent, by provider, place and reference.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn submissions(&self) -> Result<Vec<Submission>, Error> {
        self.wanted(&Wanted::all())
    }

    /// Wherever the order `reference` was sent.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`].
    pub fn submissions_of(&self, reference: &str) -> Result<Vec<Submission>, Error> {
        self.wanted(&Wanted::with("reference", &reference.to_owned()))
    }

    /// The orders of `batch` that a provider has or may have, rehearsals among them, and that were
    /// built with one of `records`: their cards are made already, or may be.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`].
    pub fn ordered_already(
        &self,
        batch: &Batch,
        records: &[RecordRange],
    ) -> Result<Vec<Submission>, Error> {
        let reader = self.reader();
        let number = number(&reader, batch)?;
        let mut found = Vec::new();
        reader.visit(&SUBMISSIONS, &Wanted::with("batch", &number), |row| {
            let submission = Submission::of(&row, &reader)?;
            // What was paid back may have been made.
            let stands = submission.state.stands() || submission.total.is_some();
            if stands && has_one_of(&reader, number, &submission.key.reference, records)? {
                found.push(submission);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    fn wanted(&self, wanted: &Wanted) -> Result<Vec<Submission>, Error> {
        let reader = self.reader();
        reader.all(&SUBMISSIONS, wanted, |row| Submission::of(row, &reader))
    }
}

/// The order, if it was ever about to be sent there.
pub(super) fn one(reader: &Reader<'_>, key: &SubmissionKey) -> Result<Option<Submission>, Error> {
    let row = reader.first(&SUBMISSIONS, &key.wanted())?;
    row.map(|row| Submission::of(&row, reader)).transpose()
}
