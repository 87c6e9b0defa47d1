//! MIFARE Classic at the desk: an encode and a reset torn at every write, and what is said of a card.
//!
//! Card and client are both ours; the card is judged by its data sheet in `crates/picc/tests/classic`, and a torn
//! trailer's halves in `crates/card`. What is judged here is the way through them: what the vault holds when a card
//! comes back.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

#[path = "common/desk.rs"]
mod common;

use common::{Counting, Desk};
use jiff::Timestamp;
use serde_json::Value;
use tapsmith_card::classic::Model;
use tapsmith_card::field::{Abilities, Field, Heard};
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::KeyScheme;
use tapsmith_core::profile::Profile;
use tapsmith_desk::any;
use tapsmith_desk::check::{Outcome, Verdict};
use tapsmith_desk::encode::{Effort, Encoded, ForGood, Request};
use tapsmith_desk::error::Error;
use tapsmith_desk::reset::{self, Reset};
use tapsmith_desk::trust::VirtualCards;
use tapsmith_desk::verify::{self, Strangers, Verified};
use tapsmith_picc::classic::reader::{KeyPlaces, Reader, atr};
use tapsmith_picc::classic::{Classic, Memory, Torn, Uid};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pulled;

/// A card on a reader, pulled once in the middle of an update, counted from 1.
struct OnReader<'c> {
    reader: &'c mut Reader,
    atr: [u8; 20],
    tear: Option<(usize, Torn)>,
    writes: usize,
}

impl Transport for OnReader<'_> {
    type Error = Pulled;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Pulled> {
        if let [0xFF, 0xCA, 0, 0, ..] = command {
            let uid = self.reader.chip().memory().uid();
            return Ok([uid.as_bytes(), &[0x90, 0x00]].concat());
        }
        self.writes += usize::from(command.get(1) == Some(&0xD6));
        match self.tear {
            Some((at, torn)) if at == self.writes => {
                self.tear = Some((0, torn));
                self.reader.transmit_torn(command, torn);
                Err(Pulled)
            }
            Some((0, _)) => Err(Pulled),
            _ => Ok(self.reader.transmit(command)),
        }
    }
}

impl Field for OnReader<'_> {
    fn atr(&self) -> &[u8] {
        &self.atr
    }

    fn abilities(&self) -> Abilities {
        Abilities::ALL
    }

    fn frame(&mut self, _: &[u8]) -> Result<Heard, Pulled> {
        Ok(Heard::Unable)
    }

    fn reactivate(&mut self) -> Result<(), Pulled> {
        self.reader.select();
        if matches!(self.tear, Some((0, _))) { Err(Pulled) } else { Ok(()) }
    }
}

fn on(reader: &mut Reader) -> OnReader<'_> {
    reader.select();
    let atr = atr(reader.chip().memory().model());
    OnReader { reader, atr, tear: None, writes: 0 }
}

/// A card with a UID of four bytes, as most of them have.
fn blank(model: Model) -> Reader {
    let memory = Memory::delivered(model, Uid::Four([0x9C, 0x59, 0x9B, 0x32]));
    Reader::new(Classic::new(memory), KeyPlaces::default())
}

fn request(desk: &Desk) -> Request<'_> {
    Request {
        batch: &desk.batch,
        record: None,
        virtual_cards: VirtualCards::Accept,
        overwrite: false,
        for_good: ForGood::Any,
        replace: false,
        effort: Effort::Normal,
        now: Timestamp::UNIX_EPOCH,
    }
}

impl Desk {
    fn encode(&mut self, field: &mut OnReader<'_>) -> Result<Encoded, Error<Pulled>> {
        let batch = self.batch.clone();
        let request = Request { batch: &batch, ..request(self) };
        any::encode(field, &mut self.vault, request, &mut Counting(9))
    }

    fn reset(&mut self, field: &mut OnReader<'_>) -> Result<Reset, Error<Pulled>> {
        let request = reset::Request { batch: None, confirmed: true, now: Timestamp::UNIX_EPOCH };
        any::reset(field, &mut self.vault, request, &mut Counting(9))
    }

    fn verify(&mut self, reader: &mut Reader) -> Verified {
        let request = verify::Request {
            batch: &self.batch.clone(),
            record: None,
            virtual_cards: VirtualCards::Accept,
            strangers: Strangers::One,
            now: Timestamp::UNIX_EPOCH,
        };
        any::verify(&mut on(reader), &mut self.vault, request, &mut Counting(9)).ok().unwrap()
    }
}

fn failed(verified: &Verified) -> Vec<&str> {
    let failed = verified.checks.iter().filter(|check| check.outcome == Outcome::Fail);
    failed.map(|check| &*check.name).collect()
}

/// Tears a job at each of its writes, with all of it new and with none of it; the same job again finishes.
fn tear_each(
    profile: &str,
    encoded_before: bool,
    job: impl Fn(&mut Desk, &mut OnReader<'_>) -> Option<Verdict>,
) -> usize {
    let start = || {
        let (mut desk, mut card) =
            (Desk::new(profile, KeyScheme::Derived), blank(Model::Classic1k));
        if encoded_before {
            assert_eq!(desk.encode(&mut on(&mut card)).ok().unwrap().verdict, Verdict::Pass);
        }
        (desk, card)
    };
    let (mut desk, mut reference) = start();
    let mut whole = on(&mut reference);
    assert_eq!(job(&mut desk, &mut whole), Some(Verdict::Pass));
    let writes = whole.writes;
    for at in 1..=writes {
        for torn in [Torn::OLD, Torn::NEW] {
            let (mut desk, mut card) = start();
            let mut pulled = OnReader { tear: Some((at, torn)), ..on(&mut card) };
            assert_eq!(job(&mut desk, &mut pulled), None, "{profile} torn at {at}");
            let place = format!("{profile} torn at {at} of {writes}, {torn:?}");
            assert_eq!(job(&mut desk, &mut on(&mut card)), Some(Verdict::Pass), "{place}");
            assert_eq!(card.chip().memory(), reference.chip().memory(), "{place}");
        }
    }
    2 * writes
}

#[test]
fn an_encode_torn_anywhere_is_finished_by_the_same_command() {
    let encode =
        |desk: &mut Desk, field: &mut OnReader<'_>| desk.encode(field).ok().map(|e| e.verdict);
    let torn: usize = ["classic-url", "classic-key"]
        .map(|profile| tear_each(profile, false, encode))
        .iter()
        .sum();
    assert!(torn >= 80, "{torn}");
}

#[test]
fn a_reset_torn_anywhere_is_finished_by_the_same_command() {
    let reset =
        |desk: &mut Desk, field: &mut OnReader<'_>| desk.reset(field).ok().map(|r| r.verdict);
    let torn: usize =
        ["classic-url", "classic-key"].map(|profile| tear_each(profile, true, reset)).iter().sum();
    assert!(torn >= 80, "{torn}");
}

#[test]
fn a_finished_card_is_good_and_a_strangers_is_not() {
    let mut desk = Desk::new("classic-key", KeyScheme::Derived);
    let mut card = blank(Model::Classic1k);
    desk.encode(&mut on(&mut card)).ok().unwrap();
    let verified = desk.verify(&mut card);
    assert_eq!((verified.verdict, failed(&verified)), (Verdict::Pass, vec![]));
    assert_eq!(verified.uid.unwrap().to_string(), "9C599B32");
    // The same card for another batch's desk: its key B is nobody's there, and nothing is written.
    let mut other = Desk::new("classic-key", KeyScheme::Random);
    let before = card.chip().memory().clone();
    assert!(matches!(other.encode(&mut on(&mut card)), Err(Error::Sectors(_))));
    assert_eq!(card.chip().memory(), &before);
    assert_eq!(failed(&other.verify(&mut card)), ["keys_installed"]);
    let mut empty = Desk::at("classic-empty", KeyScheme::Derived, "");
    let judged = empty.verify(&mut card);
    let found = failed(&judged);
    assert!(found.contains(&"ndef") && found.contains(&"keys_installed"), "{found:?}");
    assert_eq!(failed(&empty.verify(&mut blank(Model::Classic1k))), Vec::<&str>::new());
    assert_eq!(failed(&empty.verify(&mut blank(Model::Classic4k))), ["chip"]);
}

/// A directory that names other sectors: phones would find nothing.
#[test]
fn a_directory_is_judged() {
    let mut desk = Desk::new("classic-key", KeyScheme::Derived);
    let mut card = blank(Model::Classic1k);
    desk.encode(&mut on(&mut card)).ok().unwrap();
    let mut memory: Value = serde_json::from_str(&card.chip().memory().to_json()).unwrap();
    *memory.pointer_mut("/blocks/1").unwrap() = Value::from("55".repeat(16));
    let memory = Memory::from_json(&memory.to_string()).unwrap();
    let mut other = Reader::new(Classic::new(memory), KeyPlaces::default());
    assert!(failed(&desk.verify(&mut other)).contains(&"settings_match"));
}

#[test]
fn read_only_is_for_good() {
    let locked = "name = \"l\"\nchip = \"classic-4k\"\nurl = \"{base}/{record_id}\"\n\
        [protection]\npassword = true\nlock = [\"static\"]";
    let profile = Profile::from_toml(locked).unwrap();
    let mut desk = Desk::of(profile, KeyScheme::Derived, "https://example.com/c");
    let mut card = blank(Model::Classic4k);
    let batch = desk.batch.clone();
    let ask = Request { batch: &batch, for_good: ForGood::Ask, ..request(&desk) };
    let refused = any::encode(&mut on(&mut card), &mut desk.vault, ask, &mut Counting(1));
    assert!(matches!(refused, Err(Error::ForGood { steps, .. }) if steps.len() == 40));
    assert_eq!(card.chip().memory(), blank(Model::Classic4k).chip().memory());
    assert_eq!(desk.encode(&mut on(&mut card)).ok().unwrap().verdict, Verdict::Pass);
    assert_eq!(failed(&desk.verify(&mut card)), Vec::<&str>::new());
    assert!(matches!(desk.reset(&mut on(&mut card)), Err(Error::Sectors(_))));
}
