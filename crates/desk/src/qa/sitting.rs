//! Somebody at the desk: each card, and each of the operator's words, is in the vault before it is shown.

use jiff::Timestamp;
use tapsmith_card::field::Field;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::Batch;
use tapsmith_core::random::Random;
use tapsmith_store::{NotedEvent, NotedPlan, OpenVault, PlanState};
use thiserror::Error as ThisError;

use super::class::{Class, Finding};
use super::event::{CardSeen, Event, Place};
use super::judge::{Whose, findings, place, room};
use super::past::Judged;
use super::plan::Plan;
use super::report::{DrawnBy, LotVerdict};
use super::session::{Card, Noted, Session};
use super::tally::Tally;
use super::whose::{drawn_records, whose};
use crate::any;
use crate::error::Error;
use crate::record::BatchLayout;
use crate::trust::VirtualCards;
use crate::verify::{Request, Strangers, Verified, verify};

/// A plan that is being worked on.
#[derive(Debug)]
pub struct Sitting<'v> {
    vault: &'v mut OpenVault,
    batch: Batch,
    operator: String,
    plan_id: String,
    session: Session,
    /// Whether the reader is of software.
    is_virtual: bool,
    rehearsal: bool,
}

/// Where somebody sits.
#[derive(Debug, Clone)]
pub struct Seat<'s> {
    /// The machine's name.
    pub station: &'s str,
    /// Who.
    pub operator: &'s str,
    /// The reader's name.
    pub reader: &'s str,
    /// The program's version.
    pub version: &'s str,
    /// Whether the reader is of software: then all is a rehearsal, a card that says nothing too.
    pub rehearsal: bool,
}

/// Why a plan cannot be worked on.
#[derive(Debug, ThisError)]
pub enum SittingError {
    /// The vault.
    #[error(transparent)]
    Store(#[from] tapsmith_store::Error),
    /// What the vault holds of the plan is of another version.
    #[error("what the vault holds of the plan cannot be read")]
    Json(#[from] serde_json::Error),
    /// No card to say it of.
    #[error("there is no card to say that of")]
    NoCard,
    /// The last card was not judged.
    #[error("the card that was put down last was not judged: put it down again, or say x")]
    NotJudged,
    /// The last card could be read.
    #[error("only a card that was put down and did not answer can be counted as not readable")]
    Readable,
    /// The card is of the sample as it is.
    #[error("the card is counted already, or nothing is left that it could be")]
    Counted,
    /// Nothing to take back.
    #[error("there is nothing to take back")]
    NothingToUndo,
    /// Not all cards were looked at.
    #[error("{open} cards of the sample are still to be judged")]
    Unfinished {
        /// How many.
        open: u64,
    },
}

/// How a card is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Whether a virtual card will do.
    pub virtual_cards: VirtualCards,
    /// Now.
    pub now: Timestamp,
}

/// The plan that the vault has under `noted`, and what happened since.
///
/// # Errors
/// The vault's own; it holds something else than a plan.
pub fn session(vault: &tapsmith_store::Vault, noted: &NotedPlan) -> Result<Session, SittingError> {
    let plan: Plan = serde_json::from_str(&noted.plan)?;
    Ok(Session::of(plan, &vault.qa_events(&noted.plan_id)?)?)
}

impl<'v> Sitting<'v> {
    /// Sits down to a plan, where it was left.
    ///
    /// # Errors
    /// The plan is judged already, or there is none; the vault's own.
    pub fn down(
        vault: &'v mut OpenVault,
        plan_id: &str,
        seat: &Seat<'_>,
        now: Timestamp,
    ) -> Result<Self, SittingError> {
        let noted = vault.qa_plan(plan_id)?;
        if noted.state != PlanState::Open {
            let plan_id = noted.plan_id;
            return Err(tapsmith_store::Error::PlanJudged { plan_id, state: noted.state }.into());
        }
        let session = session(vault, &noted)?;
        let batch = vault.batch(&noted.batch)?;
        let (operator, plan_id) = (seat.operator.to_owned(), noted.plan_id);
        let (rehearsal, is_virtual) = (noted.rehearsal, seat.rehearsal);
        let mut sitting = Self { vault, batch, operator, plan_id, session, is_virtual, rehearsal };
        let [station, reader, version] =
            [seat.station, seat.reader, seat.version].map(str::to_owned);
        sitting.add(Event::SatDown { station, reader, version }, now)?;
        Ok(sitting)
    }

    /// How things stand.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Whether a card of software was judged.
    pub fn is_rehearsal(&self) -> bool {
        self.rehearsal
    }

    /// Judges the card on `tag`. `milliseconds` is asked at the end how long it took.
    ///
    /// # Errors
    /// The reader or the vault failed: nothing was counted then.
    pub fn card<T: Transport, R: Random>(
        &mut self,
        tag: &mut Tag<T>,
        look: Look,
        random: &mut R,
        milliseconds: impl FnOnce() -> u32,
    ) -> Result<Option<&Card>, Error<T::Error>> {
        self.judged(look, milliseconds, |vault, request| verify(tag, vault, request, random))
    }

    /// The same of whatever card lies in `field`.
    ///
    /// # Errors
    /// As [`Sitting::card`].
    pub fn card_in<F: Field, R: Random>(
        &mut self,
        field: &mut F,
        look: Look,
        random: &mut R,
        milliseconds: impl FnOnce() -> u32,
    ) -> Result<Option<&Card>, Error<F::Error>> {
        self.judged(look, milliseconds, |vault, request| any::verify(field, vault, request, random))
    }

    fn judged<E>(
        &mut self,
        Look { virtual_cards, now }: Look,
        milliseconds: impl FnOnce() -> u32,
        verify: impl FnOnce(&mut OpenVault, Request<'_>) -> Result<Verified, Error<E>>,
    ) -> Result<Option<&Card>, Error<E>> {
        let strangers = Strangers::All;
        let request = Request { batch: &self.batch, record: None, virtual_cards, strangers, now };
        let verified = verify(self.vault, request)?;
        let mut seen = self.judge(verified)?;
        seen.milliseconds = milliseconds();
        // Anybody can sign as virtual cards are signed: where none was asked for, such a card is a forgery.
        let rehearsal = seen.is_virtual && virtual_cards == VirtualCards::Accept;
        self.keep(seen, rehearsal, now)?;
        Ok(self.session.cards().last())
    }

    fn judge<E>(&self, verified: Verified) -> Result<CardSeen, Error<E>> {
        let layout = BatchLayout::expected(self.vault, &self.batch)?;
        let plan = self.session.plan();
        let drawn = drawn_records(&plan.drawn, plan.records);
        let whose = whose(self.vault, &self.batch, &layout, &drawn, &verified)?;
        let mut findings = findings(&verified, &whose);
        findings.extend(self.known_otherwise(&verified, &whose, &findings)?);
        findings.sort_by_key(|finding| finding.class);
        let place = place(&self.session, verified.uid, &whose, &mut findings);
        Ok(CardSeen {
            place,
            uid: verified.uid,
            record: whose.record(),
            url: verified.url,
            read_counter: verified.read_counter,
            findings,
            checks: verified.checks,
            apdus: verified.apdus,
            milliseconds: 0,
            is_virtual: verified.is_virtual,
        })
    }

    /// The vault knows its chip with another record than the one that its tap shows.
    fn known_otherwise<E>(
        &self,
        verified: &Verified,
        whose: &Whose,
        findings: &[Finding],
    ) -> Result<Option<Finding>, Error<E>> {
        let (Some(uid), Whose::Misnamed { record, made_by: None }) = (verified.uid, whose) else {
            return Ok(None);
        };
        let is_told = findings.iter().any(|finding| finding.class == Class::Critical);
        let known = self.vault.card_by_uid(uid)?.filter(|_| !is_told);
        let other = known.filter(|card| card.batch != self.batch.name || card.record != *record);
        Ok(other.map(|card| {
            let detail =
                format!("the vault knows this UID as record {} of {}", card.record, card.batch);
            Finding { class: Class::Critical, name: "not_seen_before".to_owned(), detail }
        }))
    }

    /// The card that lies there cannot be read, whatever is tried.
    ///
    /// # Errors
    /// The vault's own.
    pub fn unreadable(&mut self, now: Timestamp) -> Result<(), SittingError> {
        let detail = "the card does not answer".to_owned();
        let name = "not_readable".to_owned();
        let mut findings = vec![Finding { class: Class::Major, name, detail }];
        let place = place(&self.session, None, &Whose::Unsaid(None), &mut findings);
        let seen = CardSeen::silent(place, findings);
        self.add_card(Event::Card(Box::new(seen)), self.is_virtual, now)
    }

    fn keep<E>(&mut self, seen: CardSeen, rehearsal: bool, now: Timestamp) -> Result<(), Error<E>> {
        let rehearsal = rehearsal || self.is_virtual;
        self.add_card(Event::Card(Box::new(seen)), rehearsal, now).map_err(|error| match error {
            SittingError::Store(error) => Error::Store(error),
            SittingError::Json(error) => Error::Store(tapsmith_store::Error::Json(error)),
            _ => Error::Store(tapsmith_store::Error::NotOpen),
        })
    }

    /// The last card looks wrong.
    ///
    /// # Errors
    /// There is none that is of the sample; the vault's own.
    pub fn visual(&mut self, now: Timestamp) -> Result<(), SittingError> {
        let last = self.session.last_card().ok_or(SittingError::NoCard)?;
        let card = match last.seen.place {
            Place::Twice { card } => card,
            Place::Unit { .. } | Place::Unplaced => last.number,
            Place::NotDrawn | Place::OtherBatch { .. } => return Err(SittingError::NoCard),
        };
        self.add(Event::Visual { card }, now)
    }

    /// The last card is of the sample, although it says something else.
    ///
    /// # Errors
    /// It is counted already, or all units have their cards; the vault's own.
    pub fn count_anyway(&mut self, now: Timestamp) -> Result<(), SittingError> {
        let last = self.session.last_card().ok_or(SittingError::NoCard)?;
        let outside = matches!(last.seen.place, Place::NotDrawn | Place::OtherBatch { .. });
        if !outside || !room(&self.session) {
            return Err(SittingError::Counted);
        }
        let card = last.number;
        let unit = match self.session.plan().drawn_by {
            DrawnBy::Record => None,
            DrawnBy::Position => self.session.open_units().first().copied(),
        };
        self.add(Event::CountedAnyway { card, unit }, now)
    }

    /// Takes back the last card, or the last word about one.
    ///
    /// # Errors
    /// There is nothing to take back; the vault's own.
    pub fn undo(&mut self, now: Timestamp) -> Result<(), SittingError> {
        let number = self.session.undoable().ok_or(SittingError::NothingToUndo)?;
        self.add(Event::Undone { number }, now)
    }

    /// Leaves the rest for later.
    ///
    /// # Errors
    /// The vault's own.
    pub fn up(mut self, now: Timestamp) -> Result<Session, SittingError> {
        self.add(Event::GotUp, now)?;
        Ok(self.session)
    }

    /// Judges the lot, for good.
    ///
    /// # Errors
    /// Neither are all units judged, nor is the lot rejected; the vault's own.
    pub fn close(self, now: Timestamp) -> Result<(Session, Judged), SittingError> {
        let tally = Tally::of(&self.session);
        let judged = Judged::of(self.session.plan(), &tally);
        if judged.verdict == LotVerdict::Unfinished {
            return Err(SittingError::Unfinished { open: tally.open });
        }
        let accepted = judged.verdict == LotVerdict::Accepted;
        let outcome = serde_json::to_string(&judged)?;
        let last = self.session.last_number();
        self.vault.judge_qa_plan(&self.plan_id, last, accepted, &outcome, now)?;
        Ok((self.session, judged))
    }

    fn add(&mut self, event: Event, now: Timestamp) -> Result<(), SittingError> {
        self.add_card(event, false, now)
    }

    /// On disk first, then here.
    fn add_card(
        &mut self,
        event: Event,
        rehearsal: bool,
        at: Timestamp,
    ) -> Result<(), SittingError> {
        let (number, operator) =
            (self.session.last_number().saturating_add(1), self.operator.clone());
        let text = serde_json::to_string(&event)?;
        let noted = NotedEvent { number, at, operator: operator.clone(), event: text };
        self.vault.add_qa_event(&self.plan_id, &noted, rehearsal)?;
        self.rehearsal |= rehearsal;
        self.session.apply(Noted { number, at, operator, event });
        Ok(())
    }
}
