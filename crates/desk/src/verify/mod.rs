//! The named checks of a finished card.
//!
//! # Layout
//! - [`verify`]: read what the card shows, find out which record it should be, have it prove its
//!   keys, judge.
//! - `subject`: what the card shows beside what it should be.
//! - `keys`: what only keys can show. `checks`: the judgements, one function each, pure.

mod checks;
mod keys;
mod subject;

use jiff::Timestamp;
use serde::Serialize;
use tapsmith_card::originality::Originality;
use tapsmith_card::personalize::ApplicationError;
use tapsmith_card::tag::{Count, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::Batch;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_core::template::Template;
use tapsmith_core::uid::Uid;
use tapsmith_store::OpenVault;

use crate::check::{Check, Outcome, Verdict};
use crate::error::Error;
use crate::facts::Facts;
use crate::record::BatchLayout;
use crate::trust::VirtualCards;
pub(crate) use checks::{SUN_MAC, seen_before};
use subject::Subject;

/// What is asked of a verify.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    /// The batch.
    pub batch: &'r Batch,
    /// The record; without it, the one that the address names, or the vault knows for the UID.
    pub record: Option<RecordId>,
    /// Whether a virtual card will do.
    pub virtual_cards: VirtualCards,
    /// Which slots are asked for the factory's key.
    pub strangers: Strangers,
    /// Now.
    pub now: Timestamp,
}

/// Which of the slots whose keys nobody here knows are asked for the factory's key. A slot that refuses it
/// counts a failed authentication for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strangers {
    /// The first of them.
    One,
    /// Each.
    All,
}

impl Strangers {
    /// How many at the most.
    fn asked(self) -> usize {
        match self {
            Self::One => 1,
            Self::All => KeyNumber::ALL.len(),
        }
    }
}

/// A card, judged.
#[derive(Debug, Clone, Serialize)]
pub struct Verified {
    /// Fail if a check failed, or if nothing proved a tap that should be signed.
    pub verdict: Verdict,
    /// The batch's name.
    pub batch: String,
    /// The record it was judged as.
    pub record_id: Option<RecordId>,
    /// The card.
    pub uid: Option<Uid>,
    /// The counter of the last tap.
    pub read_counter: Option<ReadCounter>,
    /// The last tap, as read.
    pub url: Option<String>,
    /// All checks.
    pub checks: Vec<Check>,
    /// Exchanges with the chip.
    pub apdus: u32,
    /// Authentications the chip refused.
    pub failed_authentications: u32,
    /// Whether it is of software, by its signature.
    #[serde(skip)]
    pub is_virtual: bool,
    /// Whether `factory_keys_gone` fails for nothing but what every card of the layout has.
    #[serde(skip)]
    pub factory_as_laid_out: bool,
}

/// Judges the card on `tag`. The vault keeps the verdict, and a card that is good, so that a second one
/// with the same record is noticed.
///
/// # Errors
/// The reader or the vault failed. A card that is not good, or of another kind, is no error, but a
/// verdict.
pub fn verify<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    vault: &mut OpenVault,
    request: Request<'_>,
    random: &mut R,
) -> Result<Verified, Error<T::Error>> {
    let layout = BatchLayout::expected(vault, request.batch)?;
    let facts = match Facts::gather(tag, request.batch.profile.chip) {
        Err(error @ (Error::WrongCard(_) | Error::OtherKind { .. })) => {
            return turn_away(vault, &request, &error.to_string(), tag.count());
        }
        Err(Error::OtherChip { found, wanted }) => {
            let found = format!("{found}, and the batch's are {wanted}");
            return turn_away(vault, &request, &found, tag.count());
        }
        Err(Error::Application(problem)) => {
            return without_application(vault, &request, problem, tag.count());
        }
        facts => facts?,
    };
    let subject = Subject::find(vault, &request, &layout, &facts)?;
    let proof = keys::prove(tag, &subject, request.strangers, random)?;
    let checks = checks::all(vault, &request, &subject, &proof)?;
    let verdict = verdict(&checks, &layout.template);
    let is_virtual = proof.originality(&facts) == Originality::Virtual;
    match subject.inspection(verdict, is_virtual) {
        Some(inspection) => vault.inspected(request.batch, inspection, request.now)?,
        None => vault.turned_away(request.batch, subject.uid(), request.now)?,
    }
    let count = tag.count();
    let reading = subject.last_reading();
    Ok(Verified {
        verdict,
        batch: request.batch.name.to_string(),
        record_id: subject.record,
        uid: proof.uid.or(subject.uid()),
        read_counter: reading.and_then(|reading| reading.counter),
        url: subject.url().map(str::to_owned),
        checks,
        apdus: count.exchanges,
        failed_authentications: count.failed_authentications,
        is_virtual,
        factory_as_laid_out: checks::factory_as_laid_out(&subject, &proof),
    })
}

/// A card of another kind than the batch's: the vault counts it, and nothing else is asked of it.
pub(crate) fn turn_away<E>(
    vault: &mut OpenVault,
    request: &Request<'_>,
    found: &str,
    count: Count,
) -> Result<Verified, Error<E>> {
    vault.turned_away(request.batch, None, request.now)?;
    Ok(Verified::of_another_chip(request.batch, checks::of_another_chip(found), count))
}

/// A card of the batch's chip on which nothing was made yet, or something else.
fn without_application<E>(
    vault: &mut OpenVault,
    request: &Request<'_>,
    problem: ApplicationError,
    count: Count,
) -> Result<Verified, Error<E>> {
    vault.turned_away(request.batch, None, request.now)?;
    let checks = checks::without_application(problem);
    Ok(Verified::of_another_chip(request.batch, checks, count))
}

impl Verified {
    /// A card of another kind than the batch's.
    fn of_another_chip(batch: &Batch, checks: Vec<Check>, count: Count) -> Self {
        Self {
            verdict: Verdict::Fail,
            batch: batch.name.to_string(),
            record_id: None,
            uid: None,
            read_counter: None,
            url: None,
            checks,
            apdus: count.exchanges,
            failed_authentications: count.failed_authentications,
            is_virtual: false,
            factory_as_laid_out: false,
        }
    }
}

/// Skipped does not fail; but a card that should sign its taps and was not seen to do so does.
fn verdict(checks: &[Check], template: &Template) -> Verdict {
    let unproved =
        checks.iter().any(|check| check.name == checks::SUN_MAC && check.outcome != Outcome::Pass);
    if template.is_sun() && unproved { Verdict::Fail } else { Verdict::over(checks) }
}
