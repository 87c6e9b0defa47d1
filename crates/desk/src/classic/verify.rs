//! A MIFARE Classic, judged.

use tapsmith_card::classic::personalize::{PlanError, State, Step, Target, plan as steps_between};
use tapsmith_card::field::Field;
use tapsmith_card::tag::Count;
use tapsmith_core::batch::Batch;
use tapsmith_core::key::SlotKey;
use tapsmith_core::ndef::{self, Message, NdefError};
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::uid::Uid;
use tapsmith_store::{Inspection, OpenVault};

use super::inspect::{content, message as message_of};
use super::look::{candidates, is, own_key, read, tag, target, uid};
use crate::check::Verdict;
use crate::content::{Standing, message, named, names_record};
use crate::error::Error;
use crate::record::BatchLayout;
use crate::trust::VirtualCards;

use crate::verify::{Request, Verified, turn_away};

/// A card beside what it should be.
pub(super) struct Subject<'s> {
    pub(super) batch: &'s Batch,
    pub(super) layout: BatchLayout,
    pub(super) model: &'static str,
    pub(super) uid: Uid,
    pub(super) state: State,
    pub(super) content: Result<ndef::Content, NdefError>,
    /// The message, if there is one.
    pub(super) read: Option<Vec<u8>>,
    pub(super) record: Option<RecordId>,
    /// The generation of its keys, if the batch has the record.
    pub(super) generation: Option<Generation>,
    /// What stands on it; none if nobody knows, for want of a record.
    pub(super) message: Option<Message>,
    /// What would be left to do.
    pub(super) rest: Result<Vec<Step>, PlanError>,
    pub(super) own: SlotKey,
}

/// Judges the card in `field`. The vault keeps the verdict, as it does of every card.
///
/// # Errors
/// The reader or the vault failed. A card that is not good, or of another kind, is no error, but a verdict.
pub fn verify<F: Field>(
    field: &mut F,
    vault: &mut OpenVault,
    request: Request<'_>,
) -> Result<Verified, Error<F::Error>> {
    let batch = request.batch;
    let (mut tag, model) = match tag(field) {
        Ok(found) => found,
        Err(other) => return turn_away(vault, &request, &other.to_string(), Count::default()),
    };
    if !is(model, batch.profile.chip) {
        let found = format!("a {}, and the batch's are {}", model.name(), batch.profile.chip);
        return turn_away(vault, &request, &found, tag.count());
    }
    let uid = uid(&mut tag)?;
    let subject = Subject::find(&mut tag, vault, &request, uid, model)?;
    let checks = subject.checks(vault)?;
    let verdict = Verdict::over(&checks);
    // A card of software cannot be told from another: the word of whoever asked is taken.
    let is_virtual = request.virtual_cards == VirtualCards::Accept;
    match subject.record.zip(subject.generation) {
        Some((record, generation)) => {
            let good = verdict == Verdict::Pass;
            let inspection = Inspection { record, uid, generation, is_virtual, good };
            vault.inspected(batch, inspection, request.now)?;
        }
        None if verdict == Verdict::Fail => vault.turned_away(batch, Some(uid), request.now)?,
        // A good card that is no record's: there is nothing to remember.
        None => {}
    }
    let count = tag.count();
    Ok(Verified {
        verdict,
        batch: batch.name.to_string(),
        record_id: subject.record,
        uid: Some(uid),
        read_counter: None,
        url: subject.url().map(str::to_owned),
        checks,
        apdus: count.exchanges,
        failed_authentications: count.failed_authentications,
        is_virtual,
        factory_as_laid_out: false,
    })
}

impl<'s> Subject<'s> {
    /// The record asked for, else the one that the content names, else the one that the vault has for the UID.
    fn find<F: Field>(
        tag: &mut tapsmith_card::classic::Tag<'_, F>,
        vault: &OpenVault,
        request: &Request<'s>,
        uid: Uid,
        model: tapsmith_card::classic::Model,
    ) -> Result<Self, Error<F::Error>> {
        let batch = request.batch;
        let layout = BatchLayout::expected(vault, batch)?;
        // The content shows with the keys that everybody has; whose key B to try follows from it.
        let state = read(tag, model, &candidates(vault, uid, None)?)?;
        let known = vault.card_by_uid(uid)?.filter(|card| card.batch == batch.name);
        let said = content(&message_of(&state));
        let named = named(&batch.profile, &layout.template, &said);
        let record = request.record.or(named).or(known.map(|card| card.record));
        let inside = record.filter(|record| batch.records.contains(*record));
        let generation = inside.map(|record| vault.generation(batch, record)).transpose()?;
        let own = match inside.zip(generation) {
            Some((record, generation)) => own_key(vault, batch, record, generation)?,
            None => SlotKey::factory(),
        };
        tag.reactivate()?;
        let state = read(tag, model, &candidates(vault, uid, Some(&own))?)?;
        let found = message_of(&state);
        let of = inside.unwrap_or(batch.records.first());
        let wanted = message(&batch.profile, &layout.template, of);
        let target: Target = target(batch, model, &wanted, &own)?;
        let rest = steps_between(&target, &state);
        let knows = inside.is_some() || !names_record(&batch.profile, &layout.template);
        Ok(Self {
            batch,
            layout,
            model: model.name(),
            uid,
            content: content(&found),
            read: found.ok().flatten(),
            state,
            record,
            generation,
            message: knows.then_some(wanted),
            rest,
            own,
        })
    }

    /// What stands on it, to be judged.
    pub(super) fn standing(&self) -> Standing<'_> {
        Standing {
            profile: &self.batch.profile,
            template: &self.layout.template,
            content: &self.content,
            read: self.read.as_deref(),
            wanted: self.message.as_ref(),
            record: self.record,
            is_of_batch: self.generation.is_some(),
        }
    }

    pub(super) fn url(&self) -> Option<&str> {
        match &self.content {
            Ok(ndef::Content::Uri(url)) => Some(url),
            _ => None,
        }
    }
}
