//! Whose tap it is, where the address does not say.

use tapsmith_wide::{LANES, Wide};

use super::flight::{Flight, is_encrypted};
use super::{Rejection, Tap, Verifier};
use crate::batch::RecordRange;
use crate::record::RecordId;

impl Verifier {
    /// The first of `records` whose keys made the tap, whatever record it says, in the open or encrypted. Most cost a
    /// key and one block: only what PICCData opens for gets as far as the MAC. Where all cards share the keys that
    /// had to do with it, nothing tells them apart.
    pub fn search(&self, tap: &Tap<'_>, records: RecordRange) -> Option<RecordId> {
        let of = |record| Tap { record: Some(record), ..*tap };
        // File data is of another record only if the MAC was right.
        let made =
            |tap: &Tap<'_>| matches!(self.verify(tap), Ok(_) | Err(Rejection::WrongFileData));
        let opened_by_own = is_encrypted(tap) && self.meta_read.is_of_record();
        if !opened_by_own && !self.file_read.is_of_record() {
            return None;
        }
        let mut candidates = records.iter().map(of);
        if !self.can_fly(&of(records.first())) {
            return candidates.find(made)?.record;
        }
        let mut flight = Flight::new(self, Wide::new());
        let mut taps = Vec::with_capacity(LANES);
        loop {
            taps.clear();
            taps.extend(candidates.by_ref().take(LANES));
            if taps.is_empty() {
                return None;
            }
            let likely = flight.likely(taps.iter());
            let mut likely =
                taps.iter().zip(likely).filter_map(|(tap, likely)| likely.then_some(tap));
            if let Some(tap) = likely.find(|tap| made(tap)) {
                return tap.record;
            }
        }
    }
}
