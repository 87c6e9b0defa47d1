//! The records of a batch, one after the other.

use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_core::record::{Generation, RecordId};

use super::number;
use super::pages::{Generations, SealedKeys};
use crate::error::Error;
use crate::vault::Vault;

/// One after the other; each may bring an error.
type Each<'v, T> = Box<dyn Iterator<Item = Result<T, Error>> + 'v>;

impl Vault {
    /// All records of `batch`, in order. Imported keys may leave gaps.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Damaged`], [`Error::Busy`], record by record too.
    pub fn records<'v>(&'v self, batch: &Batch) -> Result<Each<'v, RecordId>, Error> {
        let number = number(&self.reader(), batch)?;
        Ok(match batch.keys {
            KeyScheme::Derived | KeyScheme::Random => Box::new(batch.records.iter().map(Ok)),
            KeyScheme::Imported => Box::new(SealedKeys::of(self, number).map(|found| Ok(found?.0))),
        })
    }

    /// The same, each with the generation of its keys: all as it is now, whatever others write
    /// meanwhile.
    ///
    /// # Errors
    /// As [`Vault::records`].
    pub fn generations<'v>(
        &'v self,
        batch: &Batch,
    ) -> Result<Each<'v, (RecordId, Generation)>, Error> {
        let moment = self.database.moment()?;
        let number = number(&self.reader(), batch)?;
        Ok(match batch.keys {
            KeyScheme::Derived | KeyScheme::Random => {
                let mut generations = Generations::of(self, number);
                Box::new(batch.records.iter().map(move |record| {
                    let _held = &moment;
                    Ok((record, generations.at(record)?))
                }))
            }
            KeyScheme::Imported => Box::new(SealedKeys::of(self, number).map(move |found| {
                let _held = &moment;
                let (record, (generation, _)) = found?;
                Ok((record, generation))
            })),
        })
    }
}
