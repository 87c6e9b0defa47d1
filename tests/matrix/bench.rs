//! A vault, and cards to be used up.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its bench has to stop")]

use std::fs;

use serde_json::Value;
use tapsmith_picc::VirtualKind;
use tapsmith_reader::family::Family;

use crate::common::{self, Run};
use crate::row::Profile;

/// A vault, and as many cards of one chip as are asked for.
#[derive(Debug)]
pub(crate) struct Bench {
    desk: common::Bench,
    chip: VirtualKind,
    cards: u64,
}

/// A card in a file.
#[derive(Debug)]
pub(crate) struct Card(String);

impl Bench {
    pub(crate) fn new(chip: VirtualKind) -> Self {
        Self { desk: common::Bench::new(), chip, cards: 0 }
    }

    /// A card as delivered. No two have one UID.
    pub(crate) fn blank(&mut self) -> Card {
        let card = self.next();
        let (chip, uid) = (self.chip, self.cards);
        let made = format!("virtual --chip {chip} --state {} --uid 04{uid:012X}", card.0);
        self.desk.run(&format!("{made} --create-only")).ends(0);
        card
    }

    /// Another card that cannot be told from `card`.
    pub(crate) fn copy(&mut self, card: &Card) -> Card {
        let copy = self.next();
        fs::copy(self.desk.path(&card.0), self.desk.path(&copy.0)).unwrap();
        copy
    }

    /// All that the card remembers, but for its counters: to be read is not to be written to.
    pub(crate) fn memory(&self, card: &Card) -> Value {
        let text = fs::read_to_string(self.desk.path(&card.0)).unwrap();
        let mut memory: Value = serde_json::from_str(&text).unwrap();
        memory.as_object_mut().unwrap().remove("counters");
        memory
    }

    /// A batch of the profile, called as the profile is.
    pub(crate) fn batch(&self, profile: &Profile) -> Run {
        let Profile { name, text, .. } = profile;
        let file = format!("{name}.toml");
        if let Some(text) = text {
            fs::write(self.desk.path(&file), text).unwrap();
        }
        let from = if text.is_some() { &file } else { name };
        let create = format!("batch create {name} --count 100 --base-url https://example.com/c");
        self.desk.run(&format!("{create} --profile {from}"))
    }

    /// How many cards of the batch the vault has as begun, and not finished.
    pub(crate) fn begun(&self, batch: &str) -> usize {
        let shown = self.desk.run(&format!("batch show {batch} --format json")).ends(0).json();
        let begun = shown.get("cards").and_then(|cards| cards.get("encoding"));
        begun.and_then(Value::as_u64).unwrap().try_into().unwrap()
    }

    /// A verb of `card`, at this card on a reader of this family. What no command undoes is confirmed.
    pub(crate) fn card(&self, verb: &str, card: &Card, family: Family) -> Run {
        let at = format!("--reader virtual:{} --reader-profile {}", card.0, family.name());
        self.desk.run(&format!("card {verb} {at} --yes --format json"))
    }

    fn next(&mut self) -> Card {
        self.cards += 1;
        Card(format!("card-{}.json", self.cards))
    }
}
