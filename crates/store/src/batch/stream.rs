//! The keys of all records of a batch, in order.

use std::sync::Arc;

use tapsmith_core::batch::KeyScheme;
use tapsmith_core::derive::Deriver;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::AesKey;
use tapsmith_core::record::{Generation, RecordId};

use super::keys::{BatchKeys, Source};
use super::pages::{Generations, Sealed, SealedKeys};
use crate::error::{Damage, Error};
use crate::rows::RECORD_KEYS;

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

/// Records whose keys are derived together.
const PAGE: usize = 512;

impl<'v> BatchKeys<'v> {
    /// The keys for `roles` of all records, each in the generation it shall have: all as it is now,
    /// whatever others write meanwhile.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Busy`], record by record too.
    pub fn all<const N: usize>(
        self,
        roles: [Role; N],
    ) -> Result<Box<dyn Iterator<Item = Result<Keyed<N>, Error>> + 'v>, Error> {
        let vault = self.vault;
        let moment = vault.database.moment()?;
        Ok(match &self.source {
            Source::Derived(deriver) => {
                let deriver = deriver.clone();
                Box::new(self.all_derived(deriver, roles).inspect(move |_| {
                    let _held = &moment;
                }))
            }
            Source::Token(_) => {
                let mut generations = Generations::of(self.vault, self.number);
                Box::new(self.batch.records.iter().map(move |record| {
                    let _held = &moment;
                    let generation = generations.at(record)?;
                    self.by_token(record, generation, roles)
                }))
            }
            Source::Kept(_) => {
                let mut rows = SealedKeys::of(self.vault, self.number);
                let (mut found, mut ended) = (0, false);
                Box::new(std::iter::from_fn(move || {
                    let _held = &moment;
                    if let Some(row) = rows.next() {
                        found += 1;
                        return Some(self.opened(row, roles));
                    }
                    let missing = if ended { None } else { self.missing(found) };
                    ended = true;
                    missing.map(|damage| Err(damage.into()))
                }))
            }
        })
    }

    fn opened<const N: usize>(
        &self,
        row: Result<(RecordId, Sealed), Error>,
        roles: [Role; N],
    ) -> Result<Keyed<N>, Error> {
        let (record, (generation, sealed)) = row?;
        let all = self.open(record, generation, &sealed)?;
        Ok(Keyed { record, generation, keys: roles.map(|role| all.get(role).cloned()) })
    }

    /// Each record of random keys has some; those of others may leave gaps.
    fn missing(&self, found: u64) -> Option<Damage> {
        let expected = self.batch.records.count();
        let whole = self.batch.keys == KeyScheme::Imported || found == expected;
        (!whole).then_some(Damage::Rows { table: RECORD_KEYS.name, found, expected })
    }

    /// A page of records after the other.
    fn all_derived<const N: usize>(
        self,
        deriver: Arc<Deriver>,
        roles: [Role; N],
    ) -> impl Iterator<Item = Result<Keyed<N>, Error>> + use<'v, N> {
        let mut generations = Generations::of(self.vault, self.number);
        let mut records = self.batch.records.iter();
        let mut page = Vec::new().into_iter();
        let mut turn = move || {
            let records = records.by_ref().take(PAGE);
            let known = records.map(|record| Ok((record, generations.at(record)?)));
            Ok(self.derived(&deriver, &known.collect::<Result<Vec<_>, Error>>()?, roles))
        };
        std::iter::from_fn(move || {
            if page.len() == 0 {
                match turn() {
                    Ok(keyed) => page = keyed.into_iter(),
                    Err(error) => return Some(Err(error)),
                }
            }
            page.next().map(Ok)
        })
    }

    /// Several keys at a time.
    fn derived<const N: usize>(
        &self,
        deriver: &Deriver,
        page: &[(RecordId, Generation)],
        roles: [Role; N],
    ) -> Vec<Keyed<N>> {
        let profile = &self.batch.profile;
        let keys = roles.map(|role| {
            let owner = |(record, generation): &(RecordId, Generation)| {
                (profile.generation_of(role, *generation), profile.owner(role, *record))
            };
            deriver.keys(role, &page.iter().map(owner).collect::<Vec<_>>())
        });
        let keyed = page.iter().enumerate().map(|(at, (record, generation))| Keyed {
            record: *record,
            generation: *generation,
            keys: keys.each_ref().map(|keys| keys.get(at)),
        });
        keyed.collect()
    }

    fn by_token<const N: usize>(
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
