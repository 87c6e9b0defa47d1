//! An encode torn at every exchange, once before the card acted and once after, for every profile:
//! the same command again leaves the memory that an untorn one leaves.
//!
//! Card and client are both ours here. What is judged is the way through them: the order of things,
//! what is written down before, what is read first when a card comes back.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod common;

use common::{Counting, Desk, Wire, blank};
use jiff::Timestamp;
use tapsmith_card::command::{ChangeKey, NonMasterKey};
use tapsmith_card::personalize::UnknownKey;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::profile::Profile;
use tapsmith_desk::check::Verdict;
use tapsmith_desk::encode::{Effort, Encoded, Planned, Request, encode, plan};
use tapsmith_desk::error::Error;
use tapsmith_desk::reset::{self, Reset, reset};
use tapsmith_desk::trust::VirtualCards;
use tapsmith_picc::Ntag424;

/// Where the card is pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tear {
    Never,
    /// The exchange of this number does not reach the card.
    Before(u32),
    /// The exchange of this number reaches the card, its answer does not come back.
    After(u32),
}

#[derive(Debug)]
struct Pulled;

/// A card that is pulled once.
struct Pullable<'c> {
    card: &'c mut Ntag424,
    tear: Tear,
    seen: u32,
}

impl Transport for Pullable<'_> {
    type Error = Pulled;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Pulled> {
        self.seen += 1;
        if self.tear == Tear::Before(self.seen) {
            self.card.power_off();
            return Err(Pulled);
        }
        let answer = self.card.exchange(command, &mut Counting(7)).unwrap();
        if self.tear == Tear::After(self.seen) {
            self.card.power_off();
            return Err(Pulled);
        }
        Ok(answer)
    }
}

impl Desk {
    fn request(batch: &Batch, effort: Effort) -> Request<'_> {
        Request {
            batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            overwrite: false,
            replace: false,
            effort,
            now: Timestamp::UNIX_EPOCH,
        }
    }

    fn encode(&mut self, card: &mut Ntag424, tear: Tear) -> Result<Encoded, Error<Pulled>> {
        self.encode_with(card, tear, Effort::Normal)
    }

    fn encode_with(
        &mut self,
        card: &mut Ntag424,
        tear: Tear,
        effort: Effort,
    ) -> Result<Encoded, Error<Pulled>> {
        card.power_off();
        let mut tag = Tag::new(Pullable { card, tear, seen: 0 });
        let request = Self::request(&self.batch, effort);
        encode(&mut tag, &mut self.vault, request, &mut Counting(9))
    }

    fn plan(&mut self, card: &mut Ntag424, effort: Effort) -> Planned {
        card.power_off();
        let mut tag = Tag::new(Pullable { card, tear: Tear::Never, seen: 0 });
        let request = Self::request(&self.batch, effort);
        plan(&mut tag, &self.vault, request, &mut Counting(9)).unwrap()
    }

    fn reset(&mut self, card: &mut Ntag424, tear: Tear) -> Result<Reset, Error<Pulled>> {
        let request = reset::Request { confirmed: true, now: Timestamp::UNIX_EPOCH };
        self.reset_with(card, tear, request)
    }

    fn reset_with(
        &mut self,
        card: &mut Ntag424,
        tear: Tear,
        request: reset::Request,
    ) -> Result<Reset, Error<Pulled>> {
        card.power_off();
        let mut tag = Tag::new(Pullable { card, tear, seen: 0 });
        reset(&mut tag, &mut self.vault, request, &mut Counting(9))
    }
}

fn tear_everywhere(profile: &str, keys: KeyScheme) -> u32 {
    let mut whole = blank(6);
    let untorn = Desk::new(profile, keys).encode(&mut whole, Tear::Never).unwrap();
    assert_eq!((untorn.verdict, untorn.apdus), (Verdict::Pass, 16), "{profile}");
    let mut torn = 0;
    // One more than the chip sees: asking the reader for the UID is no exchange of the chip's.
    for number in 1..=untorn.apdus + 1 {
        for tear in [Tear::Before(number), Tear::After(number)] {
            let mut desk = Desk::new(profile, keys);
            let mut card = blank(6);
            assert!(desk.encode(&mut card, tear).is_err(), "{profile}, {tear:?}");
            let again = desk.encode(&mut card, Tear::Never);
            let again = again.unwrap_or_else(|error| panic!("{profile}, {tear:?}: {error}"));
            assert_eq!(again.verdict, Verdict::Pass, "{profile}, {tear:?}: {again:?}");
            assert_eq!(again.failed_authentications, 0, "{profile}, {tear:?}");
            assert_eq!(again.record_id, untorn.record_id, "{profile}, {tear:?}");
            assert!(card.memory().same_but_for_counters(whole.memory()), "{profile}, {tear:?}");
            torn += 1;
        }
    }
    torn
}

#[test]
fn torn_anywhere_the_same_command_finishes_the_card() {
    let mut torn = 0;
    for profile in Profile::NAMES {
        torn += tear_everywhere(profile, KeyScheme::Derived);
    }
    torn += tear_everywhere("sun-aes", KeyScheme::Random);
    println!("{torn} torn encodes finished");
    assert_eq!(torn, 5 * 2 * 17);
}

#[test]
fn a_finished_card_has_nothing_to_do() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let mut card = blank(6);
    desk.encode(&mut card, Tear::Never).unwrap();
    let finished = card.memory().clone();
    let again = desk.encode(&mut card, Tear::Never).unwrap();
    assert!(again.steps.is_empty() && again.verdict == Verdict::Pass, "{again:?}");
    assert!(card.memory().same_but_for_counters(&finished));
}

#[test]
fn a_plan_says_what_the_encode_does_and_changes_nothing() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let mut card = blank(6);
    for _ in ["blank", "finished"] {
        for effort in [Effort::Normal, Effort::ProveAll] {
            let before = card.memory().clone();
            let planned = desk.plan(&mut card, effort);
            assert_eq!(card.memory(), &before);
            let encoded = desk.encode_with(&mut card, Tear::Never, effort).unwrap();
            let names = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<_>>();
            let planned_names = names(planned.steps.iter().map(|step| &step.name).collect());
            assert_eq!(planned_names, names(encoded.steps.iter().map(|s| &s.name).collect()));
            assert_eq!(planned.apdus, encoded.apdus, "{planned:?}");
        }
    }
}

#[test]
fn exchanges_of_a_blank_card() {
    for (effort, exchanges) in [(Effort::Fast, 11), (Effort::Normal, 16), (Effort::ProveAll, 24)] {
        let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
        let encoded = desk.encode_with(&mut blank(6), Tear::Never, effort).unwrap();
        assert_eq!((encoded.verdict, encoded.apdus), (Verdict::Pass, exchanges), "{effort:?}");
    }
}

#[test]
fn a_strangers_card_is_refused_and_stays_as_it_is() {
    let mut card = blank(6);
    Desk::new("sun-aes", KeyScheme::Derived).encode(&mut card, Tear::Never).unwrap();
    let finished = card.memory().clone();
    let mut stranger = Desk::new("sun-plain", KeyScheme::Derived);
    let refused = stranger.encode(&mut card, Tear::Never);
    assert!(matches!(refused, Err(Error::NotBlank)), "{refused:?}");
    assert!(matches!(stranger.reset(&mut card, Tear::Never), Err(Error::NotOurs { .. })));
    assert!(card.memory().same_but_for_counters(&finished));
}

/// A slot that is not the factory's, on a card that looks blank: what was taken for granted is
/// refused by the card, and the second look names the slot.
#[test]
fn a_slot_somebody_else_changed_is_named() {
    let mut card = blank(6);
    let key = NonMasterKey::new(3.try_into().unwrap()).unwrap();
    let theirs = AesKey::init_with(|key| key.fill(0x77));
    let mut tag = Tag::new(Wire(&mut card));
    tag.select_application().unwrap();
    let mut session = tag.authenticate(KeyNumber::MASTER, &AesKey::factory(), [1; 16]).unwrap();
    let old = AesKey::factory();
    session.send(&ChangeKey { key, old, new: theirs, version: KeyVersion(7) }).unwrap();
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let refused = desk.encode(&mut card, Tear::Never);
    let named = UnknownKey { number: key.number() };
    let stuck = matches!(
        &refused,
        Err(Error::Stuck { step, unknown }) if step == "change_key_3" && *unknown == named
    );
    assert!(stuck, "{refused:?}");
}

#[test]
fn a_reset_card_is_as_delivered_and_its_record_has_fresh_keys() {
    for keys in [KeyScheme::Derived, KeyScheme::Random] {
        let mut desk = Desk::new("sun-aes", keys);
        let mut card = blank(6);
        let first = desk.encode(&mut card, Tear::Never).unwrap();
        let unconfirmed = reset::Request { confirmed: false, now: Timestamp::UNIX_EPOCH };
        let finished = card.memory().clone();
        let refused = desk.reset_with(&mut card, Tear::Never, unconfirmed);
        assert!(matches!(refused, Err(Error::NotConfirmed { .. })), "{refused:?}");
        assert!(card.memory().same_but_for_counters(&finished));
        let done = desk.reset(&mut card, Tear::Never).unwrap();
        assert_eq!((done.verdict, done.record_id), (Verdict::Pass, Some(first.record_id)));
        assert!(card.memory().same_but_for_counters(blank(6).memory()));
        let again = desk.encode(&mut card, Tear::Never).unwrap();
        assert_eq!((again.verdict, again.record_id), (Verdict::Pass, first.record_id));
        let slot = KeyNumber::ALL[2];
        assert_eq!(card.memory().key_version(slot), KeyVersion(2));
        assert_ne!(card.memory().key(slot), finished.key(slot));
    }
}

#[test]
fn a_reset_torn_anywhere_is_finished_by_the_same_command() {
    let mut torn = 0;
    for profile in Profile::NAMES {
        let encoded = || {
            let mut desk = Desk::new(profile, KeyScheme::Derived);
            let mut card = blank(6);
            desk.encode(&mut card, Tear::Never).unwrap();
            (desk, card)
        };
        let (mut desk, mut card) = encoded();
        let whole = desk.reset(&mut card, Tear::Never).unwrap();
        for number in 1..=whole.apdus + 1 {
            for tear in [Tear::Before(number), Tear::After(number)] {
                let (mut desk, mut card) = encoded();
                assert!(desk.reset(&mut card, tear).is_err(), "{profile}, {tear:?}");
                let again = desk.reset(&mut card, Tear::Never);
                let again = again.unwrap_or_else(|error| panic!("{profile}, {tear:?}: {error}"));
                assert_eq!(again.verdict, Verdict::Pass, "{profile}, {tear:?}: {again:?}");
                assert_eq!(again.failed_authentications, 0, "{profile}, {tear:?}");
                let blank = blank(6);
                assert!(card.memory().same_but_for_counters(blank.memory()), "{tear:?}");
                torn += 1;
            }
        }
    }
    println!("{torn} torn resets finished");
    assert!(torn >= 4 * 2 * 25, "only {torn}");
}
