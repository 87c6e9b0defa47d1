//! A card of pages beside what it should be.

use tapsmith_card::field::Field;
use tapsmith_card::type2::Tag;
use tapsmith_card::type2::personalize::{PlanError, Step, Target, plan as steps_between, read};
use tapsmith_core::batch::Batch;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::key::SlotKey;
use tapsmith_core::ndef::{self, Message, NdefError};
use tapsmith_core::random::Random;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::sun::{Reading, Rejection, TapKeys};
use tapsmith_core::template::Place;
use tapsmith_store::{Inspection, OpenVault};

use crate::check::Verdict;
use crate::content::{Standing, message, named, names_record};
use crate::error::Error;
use crate::record::BatchLayout;
use crate::type2::inspect::{content, message as message_of};
use crate::type2::look::Seen;
use crate::type2::opening::{tries, try_key};
use crate::type2::record_card::{Keys, target};
use crate::verify::Request;

/// A card beside what it should be.
pub(super) struct Subject<'s> {
    pub(super) batch: &'s Batch,
    pub(super) layout: BatchLayout,
    pub(super) seen: Seen,
    pub(super) content: Result<ndef::Content, NdefError>,
    pub(super) record: Option<RecordId>,
    /// What the card of that record shall be; without a record, one that any record's card is.
    pub(super) wanted: Wanted,
    /// Whether the vault wrote down that this very card got that key.
    given: bool,
}

/// What a record's card shall be.
pub(super) struct Wanted {
    /// The generation of its keys; none without a record.
    pub(super) generation: Option<Generation>,
    /// What stands on it; none if nobody knows, for want of a record.
    pub(super) message: Option<Message>,
    pub(super) target: Target,
}

/// What came of showing a password, or of proving a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Opens,
    Refused,
    /// Nobody tried, and why.
    Untried(&'static str),
}

impl<'s> Subject<'s> {
    /// The record asked for, else the one that the content names, else the one that the vault has for the UID.
    pub(super) fn find<E>(
        vault: &OpenVault,
        request: &Request<'s>,
        layout: BatchLayout,
        seen: Seen,
    ) -> Result<Self, Error<E>> {
        let batch = request.batch;
        let content = content(&seen);
        let named = named(&batch.profile, &layout.template, &content);
        let known = match seen.uid() {
            Some(uid) => vault.card_by_uid(uid)?.filter(|card| card.batch == batch.name),
            None => None,
        };
        let record = request.record.or(named).or(known.map(|card| card.record));
        let inside = record.filter(|record| batch.records.contains(*record));
        let wanted = Wanted::of(vault, batch, &layout, inside, &seen)?;
        let given = match (seen.uid(), &wanted.target.key) {
            (Some(uid), Some(key)) => vault.known_keys(uid)?.iter().any(|known| known.held == *key),
            _ => false,
        };
        Ok(Self { batch, layout, seen, content, record, wanted, given })
    }

    pub(super) fn url(&self) -> Option<&str> {
        match &self.content {
            Ok(ndef::Content::Uri(url)) => Some(url),
            _ => None,
        }
    }

    /// The address at another tap, of a card that counts them in it.
    pub(super) fn tap_again<F: Field>(
        &self,
        tag: &mut Tag<'_, F>,
    ) -> Result<Option<String>, Error<F::Error>> {
        if !self.layout.template.has(Place::Counter) {
            return Ok(None);
        }
        tag.reactivate()?;
        let state = read(tag, self.seen.model())?;
        Ok(match content(&Seen { state, ..self.seen.clone() }) {
            Ok(ndef::Content::Uri(url)) => Some(url),
            _ => None,
        })
    }

    /// With the record's password or key, or the factory's where the profile sets none. Where the chip may count wrong
    /// ones, only one that the vault gave to this very card is tried: a delivery is looked at again and again.
    pub(super) fn open<F: Field, R: Random>(
        &mut self,
        tag: &mut Tag<'_, F>,
        random: &mut R,
    ) -> Result<Opening, Error<F::Error>> {
        let model = self.seen.model();
        if model.secret().is_none() {
            return Ok(Opening::Untried("the chip has no password that is known here"));
        }
        if !tag.abilities().raw_frames {
            return Ok(Opening::Untried(
                "this reader cannot show one: an ACR1252U or ACR1552U can",
            ));
        }
        if self.batch.profile.protection.password && self.wanted.generation.is_none() {
            return Ok(Opening::Untried("no record, and so no key"));
        }
        let counts = tries(&self.seen) != usize::MAX;
        if tries(&self.seen) == 0 || counts && !self.given {
            return Ok(Opening::Untried(
                "the card may count wrong ones and lock itself, and none was given to it here",
            ));
        }
        let key = self.wanted.target.key.clone().unwrap_or_else(SlotKey::factory);
        let opens = try_key(tag, model, &key, random)?;
        if opens && (self.seen.state.settings.is_none() || !self.seen.state.is_whole()) {
            self.seen.state = read(tag, model)?;
            self.content = content(&self.seen);
        }
        Ok(if opens { Opening::Opens } else { Opening::Refused })
    }

    /// What would be left to do, were its password or key ours.
    pub(super) fn rest(&self) -> Result<Vec<Step>, PlanError> {
        let mut state = self.seen.state.clone();
        state.key = Some(self.wanted.target.key.clone().unwrap_or_else(SlotKey::factory));
        steps_between(&self.wanted.target, &state)
    }

    /// What `url`, an address of this card, shows in `place`.
    pub(super) fn mirrored<'u>(&self, url: &'u str, place: Place) -> Option<&'u str> {
        let message = self.wanted.message.as_ref()?;
        let (start, width) = match place {
            Place::Uid => (message.offsets.uid?, 14),
            _ => (message.offsets.counter?, 6),
        };
        // Message and address end alike; the record abbreviates the address's start.
        let start = (start + url.len()).checked_sub(message.bytes.len())?;
        url.get(start..start + width)
    }

    /// What a tap says, if the record's key signed it.
    pub(super) fn read_tap(&self, url: &str) -> Result<Reading, Rejection> {
        let tap = self.layout.template.read(url)?;
        let key =
            self.wanted.target.signing_key.as_ref().filter(|_| self.wanted.generation.is_some());
        let SlotKey { key, .. } = key.ok_or(Rejection::UnknownRecord)?;
        tap.verify(&TapKeys { meta_read: key.clone(), file_read: key.clone() })
    }

    /// The counter of a tap, if it is signed.
    pub(super) fn read_counter(&self, url: &str) -> Option<ReadCounter> {
        self.read_tap(url).ok()?.counter
    }

    /// What stands on it, to be judged.
    pub(super) fn standing(&self) -> Standing<'_> {
        Standing {
            profile: &self.batch.profile,
            template: &self.layout.template,
            content: &self.content,
            read: message_of(&self.seen).ok(),
            wanted: self.wanted.message.as_ref(),
            record: self.record,
            is_of_batch: self.wanted.generation.is_some(),
        }
    }

    pub(super) fn inspection(&self, verdict: Verdict, is_virtual: bool) -> Option<Inspection> {
        let (uid, record) = (self.seen.uid()?, self.record?);
        let (generation, good) = (self.wanted.generation?, verdict == Verdict::Pass);
        Some(Inspection { record, uid, generation, is_virtual, good })
    }
}

impl Wanted {
    fn of<E>(
        vault: &OpenVault,
        batch: &Batch,
        layout: &BatchLayout,
        record: Option<RecordId>,
        seen: &Seen,
    ) -> Result<Self, Error<E>> {
        let profile = &batch.profile;
        let says_record = names_record(profile, &layout.template);
        let generation = record.map(|record| vault.generation(batch, record)).transpose()?;
        let keys = match record.zip(generation) {
            Some((record, generation)) => {
                Keys::of(vault, batch, &layout.template, record, generation)?
            }
            None => Keys::unknown(profile, &layout.template),
        };
        let of = record.unwrap_or(batch.records.first());
        let message = message(profile, &layout.template, of);
        let target = target(profile, &message, keys, seen.model())?;
        let message = (record.is_some() || !says_record).then_some(message);
        Ok(Self { generation, message, target })
    }
}
