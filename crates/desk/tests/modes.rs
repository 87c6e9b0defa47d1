//! Each shipped profile, from a blank card and back: encoded, verified, its layout learnt and verified by
//! that, its taps judged, reset, and encoded again.
//!
//! The card is the virtual one, whose end of the wire is written apart from the client's; the taps in LRP are
//! judged by somebody else's verifier in `foreign.rs`.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{Counting, Desk, Wire, blank};
use jiff::Timestamp;
use tapsmith_card::tag::Tag;
use tapsmith_core::batch::KeyScheme;
use tapsmith_core::profile::{Chip, Family, Profile};
use tapsmith_core::record::RecordId;
use tapsmith_core::uid::Uid;
use tapsmith_desk::check::{Outcome, Verdict};
use tapsmith_desk::discover::{self, Discovered, discover};
use tapsmith_desk::encode::{self, Effort, Encoded, ForGood, encode};
use tapsmith_desk::error::Error;
use tapsmith_desk::reset::{self, Reset, reset};
use tapsmith_desk::tap::ByVault;
use tapsmith_desk::trust::VirtualCards;
use tapsmith_desk::verify::{self, Strangers, Verified, verify};
use tapsmith_picc::Ntag424;

type Outcomes<T> = Result<T, Error<std::convert::Infallible>>;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

impl Desk {
    fn put<R>(card: &mut Ntag424, job: impl FnOnce(&mut Tag<Wire<'_>>) -> R) -> R {
        card.power_off();
        job(&mut Tag::new(Wire(card)))
    }

    fn encode(&mut self, card: &mut Ntag424, for_good: ForGood) -> Outcomes<Encoded> {
        let request = encode::Request {
            batch: &self.batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            overwrite: false,
            for_good,
            replace: false,
            effort: Effort::Normal,
            now: NOW,
        };
        let vault = &mut self.vault;
        Self::put(card, |tag| encode(tag, vault, request, &mut Counting(9)))
    }

    fn verify(&mut self, card: &mut Ntag424) -> Verified {
        let request = verify::Request {
            batch: &self.batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            strangers: Strangers::All,
            now: NOW,
        };
        let vault = &mut self.vault;
        Self::put(card, |tag| verify(tag, vault, request, &mut Counting(9))).unwrap()
    }

    fn learn(&mut self, card: &mut Ntag424) -> Outcomes<Discovered> {
        let request = discover::Request {
            batch: &self.batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            learn: true,
            tolerate: &[],
            now: NOW,
        };
        let vault = &mut self.vault;
        Self::put(card, |tag| discover(tag, vault, request, &mut Counting(9)))
    }

    fn reset(&mut self, card: &mut Ntag424) -> Outcomes<Reset> {
        let request = reset::Request { batch: None, confirmed: true, now: NOW };
        let vault = &mut self.vault;
        Self::put(card, |tag| reset(tag, vault, request, &mut Counting(9)))
    }

    fn of_profile(name: &str) -> (Self, Chip) {
        let chip = Profile::shipped(name).unwrap().chip;
        (Self::new(name, KeyScheme::Derived), chip)
    }
}

fn outcome(verified: &Verified, name: &str) -> Outcome {
    verified.checks.iter().find(|check| check.name == name).unwrap().outcome
}

#[test]
fn from_blank_and_back_and_again() {
    for name in Profile::names_for(Family::Ntag424) {
        let (mut desk, chip) = Desk::of_profile(name);
        let mut card = blank(chip, 4);
        for round in 1..=2 {
            let encoded = desk.encode(&mut card, ForGood::Any);
            let encoded = encoded.unwrap_or_else(|error| panic!("{name}, {round}: {error}"));
            assert_eq!(encoded.verdict, Verdict::Pass, "{name}, {round}: {encoded:?}");
            let verified = desk.verify(&mut card);
            assert_eq!(verified.verdict, Verdict::Pass, "{name}, {round}: {verified:?}");
            assert_eq!(verified.uid, Some(card.memory().uid()), "{name}");
            assert_eq!(verified.record_id, Some(encoded.record_id), "{name}");
            assert_eq!(verified.failed_authentications, 0, "{name}: {verified:?}");
            let again = desk.encode(&mut card, ForGood::Ask).unwrap();
            assert!(again.steps.is_empty(), "{name}: {again:?}");
            let reset = desk.reset(&mut card).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(reset.verdict, Verdict::Pass, "{name}, {round}: {reset:?}");
        }
    }
}

/// What no command can undo is not done without a word, and after it never again.
#[test]
fn for_good_only_when_confirmed() {
    for (name, step) in [
        ("sun-lrp", "enable_lrp"),
        ("sun-tamper", "enable_tag_tamper"),
        ("sun-private", "enable_random_uid"),
    ] {
        let (mut desk, chip) = Desk::of_profile(name);
        let mut card = blank(chip, 4);
        let before = card.memory().clone();
        let other = ForGood::Card(Uid([4; 7]));
        for word in [ForGood::Ask, other] {
            let Err(Error::ForGood { uid, steps }) = desk.encode(&mut card, word) else { panic!() };
            assert_eq!((uid, steps.len()), (card.memory().uid(), 1));
            assert_eq!(steps[0], step);
        }
        assert_eq!(*card.memory(), before, "{name}");
        assert!(!desk.vault.has_journal(before.uid()).unwrap());
        let encoded = desk.encode(&mut card, ForGood::Card(before.uid())).unwrap();
        assert_eq!(encoded.verdict, Verdict::Pass);
        let reset = desk.reset(&mut card).unwrap();
        assert_eq!(reset.for_good.len(), 1, "{name}: {reset:?}");
        let again = desk.encode(&mut card, ForGood::Ask).unwrap();
        assert!(again.steps.iter().all(|done| done.name != step), "{name}: {again:?}");
        assert_eq!(again.verdict, Verdict::Pass);
    }
}

#[test]
fn a_learnt_layout_is_the_profiles_own() {
    for name in Profile::names_for(Family::Ntag424) {
        let (mut desk, chip) = Desk::of_profile(name);
        let mut card = blank(chip, 4);
        desk.encode(&mut card, ForGood::Any).unwrap();
        let asked = tapsmith_core::layout::Layout::of(&desk.batch).unwrap();
        let learnt = desk.learn(&mut card).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(learnt.layout, asked, "{name}");
        let verified = desk.verify(&mut card);
        assert_eq!(verified.verdict, Verdict::Pass, "{name}: {verified:?}");
    }
}

#[test]
fn a_cut_loop_fails_the_card_and_not_the_tap() {
    let (mut desk, chip) = Desk::of_profile("sun-tamper");
    let mut card = blank(chip, 4);
    desk.encode(&mut card, ForGood::Any).unwrap();
    assert_eq!(outcome(&desk.verify(&mut card), "tag_tamper"), Outcome::Pass);
    card.cut_loop();
    let verified = desk.verify(&mut card);
    assert_eq!(outcome(&verified, "tag_tamper"), Outcome::Fail, "{verified:?}");
    assert_eq!(outcome(&verified, "sun_mac"), Outcome::Pass);
    let mut judge = ByVault::new(&desk.vault, &desk.batch).unwrap();
    let judged = judge.judge(&verified.url.unwrap()).unwrap();
    assert_eq!(judged.verdict, Verdict::Pass);
    assert_eq!(judged.tag_tamper.unwrap().to_string(), "the loop is open");
    card.close_loop();
    let verified = desk.verify(&mut card);
    assert_eq!(outcome(&verified, "tag_tamper"), Outcome::Fail, "it has been open: {verified:?}");
}

/// The chip is not what the profile needs, or is for good what it must not be.
#[test]
fn a_chip_that_cannot_become_it() {
    let mut card = blank(Chip::Ntag424, 4);
    let (mut desk, _) = Desk::of_profile("sun-tamper");
    let refused = desk.encode(&mut card, ForGood::Any);
    assert!(matches!(refused, Err(Error::NoTagTamper)), "{refused:?}");
    assert_eq!(*card.memory(), *blank(Chip::Ntag424, 4).memory());
    for (name, sentence) in [
        ("sun-lrp", "this card is in LRP mode for good, and the batch's cards are in AES mode"),
        (
            "sun-private",
            "this card shows a random UID for good, and the batch's cards show their own",
        ),
    ] {
        let (mut desk, chip) = Desk::of_profile(name);
        let mut card = blank(chip, 4);
        desk.encode(&mut card, ForGood::Any).unwrap();
        desk.reset(&mut card).unwrap();
        let before = card.memory().clone();
        let mut other = Desk::new("sun-aes", KeyScheme::Derived);
        let refused = other.encode(&mut card, ForGood::Any).unwrap_err();
        assert_eq!(refused.to_string(), sentence);
        assert_eq!(*card.memory(), before);
        // Its own profile takes such a card, though its vault has never seen it.
        let mut own = Desk::new(name, KeyScheme::Random);
        let taken = own.encode(&mut card, ForGood::Ask);
        let taken = taken.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((taken.verdict, taken.record_id), (Verdict::Pass, RecordId::MIN), "{taken:?}");
    }
}

/// A card of another desk that hides its UID: no key that this vault can try opens it.
#[test]
fn a_hidden_card_of_somebody_else() {
    let (mut desk, chip) = Desk::of_profile("sun-private");
    let mut card = blank(chip, 4);
    desk.encode(&mut card, ForGood::Any).unwrap();
    let before = card.memory().clone();
    let mut stranger = Desk::new("sun-aes", KeyScheme::Derived);
    assert!(matches!(stranger.encode(&mut card, ForGood::Any), Err(Error::RandomUid)));
    assert!(matches!(stranger.reset(&mut card), Err(Error::RandomUid)));
    assert!(card.memory().same_but_for_counters(&before));
    assert_eq!(stranger.verify(&mut card).verdict, Verdict::Fail);
}

/// All that a profile can ask of a chip, at once; and its layout, learnt, is the profile's but for what no command
/// reads back.
#[test]
fn everything_at_once() {
    const PROFILE: &str = r#"
name = "everything"
chip = "ntag424tt"
url = "{base}?p={picc}&e={enc:64}&m={mac}"
file_data = "{record_id}{tt}and more"
shared = ["meta_read"]
[configuration]
suite = "lrp"
random_uid = true
tag_tamper = "key3"
failed_authentications = { limit = 50, decrement = 1 }
[counter]
read = "key3"
limit = 1000
"#;
    let profile = Profile::from_toml(PROFILE).unwrap();
    let mut desk = Desk::of(profile, KeyScheme::Random, "https://example.com/c");
    let mut card = blank(Chip::Ntag424tt, 4);
    let encoded = desk.encode(&mut card, ForGood::Any).unwrap();
    assert_eq!(encoded.verdict, Verdict::Pass, "{encoded:?}");
    let verified = desk.verify(&mut card);
    assert_eq!(verified.verdict, Verdict::Pass, "{verified:?}");
    assert_eq!(outcome(&verified, "tag_tamper"), Outcome::Pass, "{verified:?}");
    let asked = tapsmith_core::layout::Layout::of(&desk.batch).unwrap();
    let learnt = desk.learn(&mut card).unwrap();
    assert_eq!(learnt.layout.as_shown(), asked.as_shown());
    assert_eq!(desk.verify(&mut card).verdict, Verdict::Pass);
    assert!(desk.encode(&mut card, ForGood::Ask).unwrap().steps.is_empty());
    let reset = desk.reset(&mut card).unwrap();
    assert_eq!(reset.for_good, ["lrp", "random_uid", "tag_tamper"]);
    let again = desk.encode(&mut card, ForGood::Ask).unwrap();
    assert_eq!((again.verdict, desk.verify(&mut card).verdict), (Verdict::Pass, Verdict::Pass));
}

/// Nobody, not even its owner, changes a card that is read-only for good.
#[test]
fn a_read_only_card() {
    let mut profile = Profile::shipped("sun-aes").unwrap();
    profile.read_only = true;
    let mut desk = Desk::of(profile, KeyScheme::Derived, "https://example.com/c");
    let mut card = blank(Chip::Ntag424, 4);
    let Err(Error::ForGood { steps, .. }) = desk.encode(&mut card, ForGood::Ask) else { panic!() };
    assert_eq!(steps[0], "change_file_settings");
    assert_eq!(desk.encode(&mut card, ForGood::Any).unwrap().verdict, Verdict::Pass);
    assert_eq!(desk.verify(&mut card).verdict, Verdict::Pass);
    let before = card.memory().clone();
    let refused = desk.reset(&mut card).unwrap_err().to_string();
    assert!(refused.starts_with("file 02h of this card can never be changed again"), "{refused}");
    assert!(card.memory().same_but_for_counters(&before));
    assert_eq!(desk.verify(&mut card).verdict, Verdict::Pass, "and it is still a good card");
}
