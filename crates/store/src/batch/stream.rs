//! The keys of all records of a batch, in order.

use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::AesKey;
use tapsmith_core::record::{Generation, RecordId};

use super::keys::{BatchKeys, Source};
use super::pages::{Generations, SealedKeys};
use crate::error::Error;

/// A record's keys for the roles that were asked for, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed<const N: usize> {
    /// The record.
    pub record: RecordId,
    /// The generation of its keys.
    pub generation: Generation,
    /// A key for each role; none if others gave none.
    pub keys: [Option<AesKey>; N],
}

impl<'v> BatchKeys<'v> {
    /// The keys for `roles` of all records, each in the generation it shall have.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`], record by record.
    pub fn all<const N: usize>(
        self,
        roles: [Role; N],
    ) -> Box<dyn Iterator<Item = Result<Keyed<N>, Error>> + 'v> {
        match &self.source {
            Source::Derived(_) | Source::Token(_) => {
                let mut generations = Generations::of(self.vault, self.number);
                Box::new(self.batch.records.iter().map(move |record| {
                    let generation = generations.at(record)?;
                    self.derived(record, generation, roles)
                }))
            }
            Source::Kept => Box::new(SealedKeys::of(self.vault, self.number).map(move |found| {
                let (record, (generation, sealed)) = found?;
                let all = self.open(record, generation, &sealed)?;
                let keys = roles.map(|role| all.get(role).cloned());
                Ok(Keyed { record, generation, keys })
            })),
        }
    }

    fn derived<const N: usize>(
        &self,
        record: RecordId,
        generation: Generation,
        roles: [Role; N],
    ) -> Result<Keyed<N>, Error> {
        let mut keys = roles.map(|_| None);
        for (key, role) in keys.iter_mut().zip(roles) {
            *key = Some(self.key(record, role, generation)?);
        }
        Ok(Keyed { record, generation, keys })
    }
}
