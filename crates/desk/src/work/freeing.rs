//! The record that a card of ours gives back when it is reset.

use std::fmt::Display;

use tapsmith_core::batch::Batch;
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;

use crate::check::{Check, Verdict};
use crate::error::Error;
use crate::reset::Request;

/// A card of ours that is reset, and the record on it.
#[derive(Debug)]
pub(crate) struct Freeing {
    pub(crate) uid: Uid,
    /// None if only the journal knows the card.
    pub(crate) record: Option<(Batch, RecordId)>,
}

impl Freeing {
    /// A card that nobody here wrote to is not reset.
    pub(crate) fn of<E>(vault: &OpenVault, uid: Uid) -> Result<Self, Error<E>> {
        let Some(card) = vault.card_by_uid(uid)? else {
            return if vault.has_journal(uid)? {
                Ok(Self { uid, record: None })
            } else {
                Err(Error::NotOurs { uid })
            };
        };
        Ok(Self { uid, record: Some((vault.batch(&card.batch)?, card.record)) })
    }

    /// What comes before the first step: somebody's word, and fresh keys for the record, for a reset that is not
    /// finished may be encoded over. `after` is what has to be known of the card before the word is given.
    pub(crate) fn begin<E, R: Random>(
        &self,
        vault: &mut OpenVault,
        request: Request<'_>,
        steps: &[impl Display],
        after: Option<&str>,
        random: &mut R,
    ) -> Result<(), Error<E>> {
        if steps.is_empty() {
            return Ok(());
        }
        if !request.confirmed {
            let mut steps = steps.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            if let Some(after) = after {
                steps = format!("{steps}; {after}");
            }
            return Err(Error::NotConfirmed { steps });
        }
        if let Some((batch, record)) = &self.record {
            vault.begin_reset(batch, *record, self.uid, request.now, random)?;
        }
        Ok(())
    }

    /// What comes after the last: the record is free, if the card proved to be as delivered.
    pub(crate) fn end<E, R: Random>(
        &self,
        vault: &mut OpenVault,
        request: Request<'_>,
        proofs: &[Check],
        random: &mut R,
    ) -> Result<Verdict, Error<E>> {
        let verdict = Verdict::over(proofs);
        if let (Some((batch, record)), Verdict::Pass) = (&self.record, verdict) {
            vault.begin_reset(batch, *record, self.uid, request.now, random)?;
            vault.end_reset(batch, *record, self.uid, request.now)?;
        }
        Ok(verdict)
    }
}
