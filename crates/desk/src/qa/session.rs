//! A session: what the events at the desk come to. It asks nothing and writes nothing, so that a screen can draw it,
//! and a test can feed it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;
use tapsmith_store::NotedEvent;

use super::class::{Class, Finding};
use super::event::{CardSeen, Event, Place};
use super::judge::is_forged;
use super::plan::Plan;
use super::report::DrawnBy;

/// A plan, and what happened since.
#[derive(Debug, Clone)]
pub struct Session {
    plan: Plan,
    events: Vec<Noted>,
    cards: Vec<Card>,
}

/// An event with its number, its time and who was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Its place among the events, from 1.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub operator: String,
    /// What.
    pub event: Event,
}

/// A card that was put down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its number, from 1.
    pub number: u32,
    /// When its verdict was known.
    pub at: Timestamp,
    /// What was seen, and what the operator added.
    pub seen: CardSeen,
    /// Whether it was taken back.
    pub undone: bool,
}

/// What a card is to the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// This unit.
    Unit(u64),
    /// One of the units, and nothing says which.
    Unplaced,
    /// None of them.
    Outside,
}

impl Card {
    /// What it is to the sample.
    pub fn stands(&self) -> Stands {
        match self.seen.place {
            _ if self.undone => Stands::Outside,
            Place::Unit { unit } => Stands::Unit(unit),
            Place::Unplaced => Stands::Unplaced,
            Place::Twice { .. } | Place::NotDrawn | Place::OtherBatch { .. } => Stands::Outside,
        }
    }

    /// The worst that was found; none if it is good.
    pub fn class(&self) -> Option<Class> {
        self.seen.findings.iter().map(|finding| finding.class).min()
    }
}

impl Session {
    /// What `events` come to under `plan`.
    ///
    /// # Errors
    /// An event is none.
    pub fn of(plan: Plan, events: &[NotedEvent]) -> Result<Self, serde_json::Error> {
        let mut session = Self { plan, events: Vec::new(), cards: Vec::new() };
        for noted in events {
            session.apply(Noted {
                number: noted.number,
                at: noted.at,
                operator: noted.operator.clone(),
                event: serde_json::from_str(&noted.event)?,
            });
        }
        Ok(session)
    }

    /// One event more.
    pub fn apply(&mut self, noted: Noted) {
        let is_undo = matches!(noted.event, Event::Undone { .. });
        self.events.push(noted);
        if is_undo {
            // Undoing is rare, and a session is small.
            self.replay();
        } else if let Some(noted) = self.events.last() {
            step(&mut self.cards, noted, false);
        }
    }

    fn replay(&mut self) {
        let undone: BTreeSet<u32> = self.undone().collect();
        self.cards.clear();
        for noted in &self.events {
            step(&mut self.cards, noted, undone.contains(&noted.number));
        }
    }

    fn undone(&self) -> impl Iterator<Item = u32> {
        self.events.iter().filter_map(|noted| match noted.event {
            Event::Undone { number } => Some(number),
            _ => None,
        })
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// All events, oldest first.
    pub fn events(&self) -> &[Noted] {
        &self.events
    }

    /// All cards, in the order of time.
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// The number of the last event; 0 if there is none.
    pub fn last_number(&self) -> u32 {
        self.events.last().map_or(0, |noted| noted.number)
    }

    /// The last card that was not taken back.
    pub fn last_card(&self) -> Option<&Card> {
        self.cards.iter().rev().find(|card| !card.undone)
    }

    /// The event that an undo takes back: the last card, or the last word about one.
    pub fn undoable(&self) -> Option<u32> {
        let undone: BTreeSet<u32> = self.undone().collect();
        let mut events = self.events.iter().rev().filter(|noted| !undone.contains(&noted.number));
        let is_word = |event: &Event| {
            matches!(event, Event::Card(_) | Event::Visual { .. } | Event::CountedAnyway { .. })
        };
        events.find(|noted| is_word(&noted.event)).map(|noted| noted.number)
    }

    /// The counted cards with this chip: several, if its UID was copied.
    pub fn cards_of_chip(&self, uid: Uid) -> impl Iterator<Item = &Card> {
        let counted = |card: &&Card| card.stands() != Stands::Outside;
        self.cards.iter().filter(counted).filter(move |card| card.seen.uid == Some(uid))
    }

    /// The drawn units that no card was judged as, ascending.
    pub fn open_units(&self) -> Vec<u64> {
        let judged = self.worst_by_unit();
        let drawn = self.plan.drawn.iter().copied();
        let mut open: Vec<_> = drawn.filter(|unit| !judged.contains_key(unit)).collect();
        open.sort_unstable();
        open
    }

    /// Each unit that a card was judged as, with the worst that was found on it.
    pub fn worst_by_unit(&self) -> BTreeMap<u64, Option<Class>> {
        let mut units = BTreeMap::new();
        for card in &self.cards {
            if let Stands::Unit(unit) = card.stands() {
                let worst: &mut Option<Class> = units.entry(unit).or_default();
                *worst = worst.iter().copied().chain(card.class()).min();
            }
        }
        units
    }

    /// The drawn units that are defective, with `class` as the worst of their defects; ascending.
    pub fn defective_units(&self, class: Class) -> Vec<u64> {
        let units = self.worst_by_unit().into_iter();
        units.filter(|(_, worst)| *worst == Some(class)).map(|(unit, _)| unit).collect()
    }

    /// The drawn units that must be the cards which say nothing: known once as many are left as there are such
    /// cards.
    pub fn missing_units(&self) -> Vec<u64> {
        let open = self.open_units();
        if open.len() <= self.unplaced().count() { open } else { Vec::new() }
    }

    /// How many cards of the sample failed of which nothing says what they should be.
    pub fn failed_without_record(&self) -> usize {
        let of_sample = self.cards.iter().filter(|card| card.stands() != Stands::Outside);
        let silent = of_sample.filter(|card| card.class().is_some() && card.seen.record.is_none());
        match self.plan.drawn_by {
            DrawnBy::Record => silent.count().saturating_sub(self.missing_units().len()),
            DrawnBy::Position => silent.count(),
        }
    }

    /// The records whose cards failed, ascending: those of the sample, and those that happened to be looked at and
    /// have the record's keys. Of a card that says nothing only the sample tells which it must be; what a forgery says
    /// of itself is no reason to print a card again, where the card itself was seen and is good.
    pub fn failed_records(&self) -> Vec<RecordId> {
        let seen = || self.cards.iter().filter(|card| !card.undone);
        let is_ours = |card: &&Card| match card.seen.place {
            Place::Unit { .. } | Place::Unplaced => true,
            Place::NotDrawn => !is_forged(&card.seen.findings),
            Place::Twice { .. } | Place::OtherBatch { .. } => false,
        };
        let good: BTreeSet<_> = seen()
            .filter(|card| card.class().is_none() && is_ours(card))
            .filter_map(|card| card.seen.record)
            .collect();
        let is_claim = |card: &Card| is_forged(&card.seen.findings);
        let mut records: BTreeSet<_> = seen()
            .filter(|card| is_ours(card) && card.class().is_some())
            .filter(|card| {
                !(is_claim(card) && card.seen.record.is_some_and(|of| good.contains(&of)))
            })
            .filter_map(|card| card.seen.record)
            .collect();
        if self.plan.drawn_by == DrawnBy::Record {
            let missing = self.missing_units();
            records.extend(missing.into_iter().filter_map(|unit| RecordId::try_from(unit).ok()));
        }
        records.into_iter().collect()
    }

    /// The cards that are of the sample without anything saying which unit they are.
    pub fn unplaced(&self) -> impl Iterator<Item = &Card> {
        self.cards.iter().filter(|card| card.stands() == Stands::Unplaced)
    }
}

/// What an event does to the cards.
fn step(cards: &mut Vec<Card>, noted: &Noted, undone: bool) {
    match &noted.event {
        Event::Card(seen) => {
            let number = u32::try_from(cards.len()).unwrap_or(u32::MAX).saturating_add(1);
            cards.push(Card { number, at: noted.at, seen: (**seen).clone(), undone });
        }
        Event::Visual { card } if !undone => {
            if let Some(card) = find(cards, *card)
                && !card.seen.findings.contains(&visual())
            {
                card.seen.findings.push(visual());
            }
        }
        Event::CountedAnyway { card, unit } if !undone => {
            if let Some(card) = find(cards, *card) {
                card.seen.place = unit.map_or(Place::Unplaced, |unit| Place::Unit { unit });
                card.seen.findings.push(misnamed());
            }
        }
        _ => {}
    }
}

fn find(cards: &mut [Card], number: u32) -> Option<&mut Card> {
    cards.iter_mut().find(|card| card.number == number)
}

/// Whatever it is, it is not what it says.
fn misnamed() -> Finding {
    let detail = "of the sample by the operator's word, and not by its own".to_owned();
    Finding { class: Class::Major, name: "record_id".to_owned(), detail }
}

fn visual() -> Finding {
    let detail = "a visual defect, seen by the operator".to_owned();
    Finding { class: Class::Minor, name: "visual".to_owned(), detail }
}
