//! Taps seen: a card's read counter only ever rises, so one that does not was seen before.

use tapsmith_core::batch::Batch;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::record::Generation;
use tapsmith_core::uid::Uid;

use crate::batch::number;
use crate::error::Error;
use crate::guard::Change;
use crate::open::OpenVault;
use crate::rows::{Column as _, TAPS, Wanted};

/// One reading of one card, already proved genuine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tap {
    /// The card.
    pub uid: Uid,
    /// The generation of the keys that proved it: new keys start a new count.
    pub generation: Generation,
    /// Where its counter stood.
    pub counter: ReadCounter,
}

/// Whether a tap was seen before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fresh {
    /// Its counter is above every one remembered, and is now remembered itself.
    New,
    /// Its counter is not above the highest remembered.
    Replayed {
        /// The highest remembered.
        highest: ReadCounter,
    },
}

impl OpenVault {
    /// Judges and remembers `taps`, one after the other, in one transaction; the answers stand in
    /// the same order. A card is remembered apart for each batch, and for `None`, which stands for
    /// keys that no batch holds.
    ///
    /// # Errors
    /// [`Error::NoBatch`]; [`Error::Busy`], [`Error::Full`]. None of `taps` is then remembered.
    pub fn remember(&mut self, batch: Option<&Batch>, taps: &[Tap]) -> Result<Vec<Fresh>, Error> {
        let (mut change, _) = self.change()?;
        let number = match batch {
            Some(batch) => number(&change.reader(), batch)?,
            None => NO_BATCH,
        };
        let answers: Vec<_> =
            taps.iter().map(|tap| remember(&mut change, number, *tap)).collect::<Result<_, _>>()?;
        change.commit()?;
        Ok(answers)
    }
}

/// Keys given by hand: batches are numbered from 1.
const NO_BATCH: i64 = 0;

fn remember(change: &mut Change<'_>, number: i64, tap: Tap) -> Result<Fresh, Error> {
    let Tap { uid, generation, counter } = tap;
    let wanted = Wanted::with("batch", &number).and("uid", &uid).and("generation", &generation);
    let highest = change.reader().first(&TAPS, &wanted)?;
    if let Some(row) = highest {
        let highest = row.get("highest")?;
        if counter <= highest {
            return Ok(Fresh::Replayed { highest });
        }
    }
    let key = [number.to_value(), uid.to_value(), generation.to_value()];
    change.put(&TAPS, key.into_iter().chain([counter.to_value()]).collect())?;
    Ok(Fresh::New)
}
