//! An encode, and a reset, torn at every exchange and at every frame of it, for every profile: the
//! same command again leaves the memory that an untorn one leaves.
//!
//! Card and client are both ours here. What is judged is the way through them: the order of things,
//! what is written down before, what is read first when a card comes back.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod common;

use std::fmt::Arguments;
use std::io::{self, Write as _};

use common::{Counting, Desk, Wire, blank};
use jiff::Timestamp;
use tapsmith_card::command::{ChangeKey, ChangeMasterKey, NonMasterKey};
use tapsmith_card::personalize::PlanError;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::{Batch, KeyScheme};
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion, SlotKey};
use tapsmith_core::profile::{Chip, Family, Profile};
use tapsmith_core::record::RecordId;
use tapsmith_desk::check::Verdict;
use tapsmith_desk::encode::{Effort, Encoded, ForGood, Planned, Request, encode, plan};
use tapsmith_desk::error::Error;
use tapsmith_desk::reset::{self, Reset, reset};
use tapsmith_desk::trust::VirtualCards;
use tapsmith_desk::verify::{self, verify};
use tapsmith_picc::Ntag424;

/// Where the card is pulled: the exchange, counted from 1, and how many frames of its command reach
/// the card. All frames: the card acted, and only the answer is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tear {
    exchange: u32,
    frames: usize,
}

const NEVER: Tear = Tear { exchange: 0, frames: 0 };

#[derive(Debug)]
struct Pulled;

/// A card that is pulled once.
struct Pullable<'c> {
    card: &'c mut Ntag424,
    tear: Tear,
    /// How many frames each command had.
    frames: &'c mut Vec<usize>,
    /// What reached the card of a kind that this test is about.
    seen: &'c mut Vec<Seen>,
}

/// A command that reached the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// `Read_Sig`
    Signature,
    /// `SetConfiguration`, with its option.
    Configuration(u8),
}

impl Seen {
    fn of(command: &[u8]) -> Option<Self> {
        match command {
            [0x90, 0x3C, ..] => Some(Self::Signature),
            [0x90, 0x5C, _, _, _, option, ..] => Some(Self::Configuration(*option)),
            _ => None,
        }
    }
}

impl Transport for Pullable<'_> {
    type Error = Pulled;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Pulled> {
        self.frames.push(Ntag424::frames_of(command));
        let torn_before =
            u32::try_from(self.frames.len()) == Ok(self.tear.exchange) && self.tear.frames == 0;
        self.seen.extend(Seen::of(command).filter(|_| !torn_before));
        if u32::try_from(self.frames.len()) == Ok(self.tear.exchange) {
            self.card.exchange_torn(command, self.tear.frames, &mut Counting(7)).unwrap();
            return Err(Pulled);
        }
        Ok(self.card.exchange(command, &mut Counting(7)).unwrap())
    }
}

/// Every tear of a job whose commands had so many frames each.
fn tears(frames: &[usize]) -> impl Iterator<Item = Tear> {
    (1..)
        .zip(frames)
        .flat_map(|(exchange, frames)| (0..=*frames).map(move |frames| Tear { exchange, frames }))
}

/// A job at a card that may be pulled; and how many frames each of its commands had.
fn at_card<R>(
    card: &mut Ntag424,
    tear: Tear,
    job: impl FnOnce(&mut Tag<Pullable<'_>>) -> R,
) -> (R, Vec<usize>) {
    at_card_seeing(card, tear, &mut Vec::new(), job)
}

/// The same, and what reached the card.
fn at_card_seeing<R>(
    card: &mut Ntag424,
    tear: Tear,
    seen: &mut Vec<Seen>,
    job: impl FnOnce(&mut Tag<Pullable<'_>>) -> R,
) -> (R, Vec<usize>) {
    let mut frames = Vec::new();
    card.power_off();
    let done = job(&mut Tag::new(Pullable { card, tear, frames: &mut frames, seen }));
    (done, frames)
}

impl Desk {
    fn request(batch: &Batch, effort: Effort) -> Request<'_> {
        Request {
            batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            overwrite: false,
            for_good: ForGood::Any,
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
        let request = Self::request(&self.batch, effort);
        let vault = &mut self.vault;
        at_card(card, tear, |tag| encode(tag, vault, request, &mut Counting(9))).0
    }

    /// Encodes with the word of nobody who would confirm, and if that is missing with it. What reached the card
    /// goes into `seen`.
    fn encode_again(
        &mut self,
        card: &mut Ntag424,
        seen: &mut Vec<Seen>,
    ) -> Result<Encoded, Error<Pulled>> {
        let mut request = Self::request(&self.batch, Effort::Normal);
        request.for_good = ForGood::Ask;
        let before = card.memory().clone();
        let vault = &mut self.vault;
        let asked =
            at_card_seeing(card, NEVER, seen, |tag| encode(tag, vault, request, &mut Counting(9)));
        if !matches!(asked.0, Err(Error::ForGood { .. })) {
            return asked.0;
        }
        assert_eq!(*card.memory(), before, "nothing is done for good that nobody confirmed");
        assert!(seen.iter().all(|seen| *seen == Seen::Signature), "{seen:?}");
        request.for_good = ForGood::Any;
        at_card_seeing(card, NEVER, seen, |tag| encode(tag, vault, request, &mut Counting(9))).0
    }

    fn replace(&mut self, card: &mut Ntag424, record: RecordId) -> Result<Encoded, Error<Pulled>> {
        let request = Request {
            record: Some(record),
            replace: true,
            ..Self::request(&self.batch, Effort::Normal)
        };
        let vault = &mut self.vault;
        at_card(card, NEVER, |tag| encode(tag, vault, request, &mut Counting(9))).0
    }

    /// Verifies a card, which makes the vault know it.
    fn see(&mut self, card: &mut Ntag424) {
        let (batch, virtual_cards) = (&self.batch, VirtualCards::Accept);
        let now = Timestamp::UNIX_EPOCH;
        let request = verify::Request {
            batch,
            record: None,
            virtual_cards,
            strangers: verify::Strangers::One,
            now,
        };
        let vault = &mut self.vault;
        let verified = at_card(card, NEVER, |tag| verify(tag, vault, request, &mut Counting(9)));
        assert_eq!(verified.0.unwrap().verdict, Verdict::Pass);
    }

    fn generation(&self, record: RecordId) -> u8 {
        self.vault.generation(&self.batch, record).unwrap().as_u8()
    }

    fn plan(&mut self, card: &mut Ntag424, effort: Effort) -> Planned {
        let request = Self::request(&self.batch, effort);
        at_card(card, NEVER, |tag| plan(tag, &self.vault, request, &mut Counting(9))).0.unwrap()
    }

    fn reset(&mut self, card: &mut Ntag424, tear: Tear) -> Result<Reset, Error<Pulled>> {
        let request = reset::Request { batch: None, confirmed: true, now: Timestamp::UNIX_EPOCH };
        self.reset_with(card, tear, request)
    }

    fn reset_with(
        &mut self,
        card: &mut Ntag424,
        tear: Tear,
        request: reset::Request<'_>,
    ) -> Result<Reset, Error<Pulled>> {
        let vault = &mut self.vault;
        at_card(card, tear, |tag| reset(tag, vault, request, &mut Counting(9))).0
    }
}

/// The base URL of an address that takes more than one frame to write.
const LONG: &str = "https://cards.example.com/a-long-way-to-a-card-whose-address-does-not-fit-one-frame\
                    -of-the-air-interface-so-that-its-write-can-be-torn-in-the-middle";

fn tear_everywhere(profile: &str, keys: KeyScheme, base_url: &str) -> usize {
    let shipped = || Profile::shipped(profile).unwrap();
    tear_each(profile, &|| Desk::of(shipped(), keys, base_url), shipped().chip)
}

/// Tears an encode, each time at a new desk.
fn tear_each(profile: &str, new_desk: &dyn Fn() -> Desk, chip: Chip) -> usize {
    let mut whole = blank(chip, 6);
    let mut desk = new_desk();
    let request = Desk::request(&desk.batch, Effort::Normal);
    let vault = &mut desk.vault;
    let (untorn, frames) =
        at_card(&mut whole, NEVER, |tag| encode(tag, vault, request, &mut Counting(9)));
    let untorn = untorn.unwrap();
    assert_eq!(untorn.verdict, Verdict::Pass, "{profile}");
    let cost = cost(profile);
    let is_long = desk.batch.base_url == LONG;
    assert!(untorn.apdus == cost || is_long, "{profile}: {}", untorn.apdus);
    let mut torn = 0;
    for tear in tears(&frames) {
        let mut desk = new_desk();
        let mut card = blank(chip, 6);
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let request = Desk::request(&desk.batch, Effort::Normal);
        let vault = &mut desk.vault;
        let outcome = at_card_seeing(&mut card, tear, &mut first, |tag| {
            encode(tag, vault, request, &mut Counting(9))
        });
        assert!(outcome.0.is_err(), "{profile}, {tear:?}");
        let again = desk.encode_again(&mut card, &mut second);
        let again = again.unwrap_or_else(|error| panic!("{profile}, {tear:?}: {error}"));
        assert_eq!(again.verdict, Verdict::Pass, "{profile}, {tear:?}: {again:?}");
        assert_eq!(again.failed_authentications, 0, "{profile}, {tear:?}");
        assert_eq!(again.record_id, untorn.record_id, "{profile}, {tear:?}");
        assert!(card.memory().same_but_for_counters(whole.memory()), "{profile}, {tear:?}");
        never_twice_and_never_unchecked(&first, &second, format_args!("{profile}, {tear:?}"));
        torn += 1;
    }
    torn
}

/// What an encode of a blank card costs. LRP: the switch, and a session after it. A random UID: another session,
/// the step, and a select. A loop: the chip's version in three frames, the loop's state before and after, and
/// the step.
fn cost(profile: &str) -> u32 {
    match profile {
        "sun-lrp" => 16 + 3,
        "sun-private" => 16 + 4,
        "sun-tamper" => 16 + 6,
        // And the limit of failed authentications.
        "everything" => 16 + 3 + 4 + 6 + 1,
        _ => 16,
    }
}

/// All that a profile can ask of a chip, at once.
const EVERYTHING: &str = r#"
name = "everything"
chip = "ntag424tt"
url = "{base}?p={picc}&e={enc:64}&m={mac}"
file_data = "{record_id}{tt}and more"
read_only = true
shared = ["meta_read"]
[configuration]
suite = "lrp"
random_uid = true
tag_tamper = "free"
failed_authentications = { limit = 50, decrement = 1 }
[counter]
limit = 1000
"#;

#[test]
fn torn_anywhere_with_everything_at_once() {
    let profile = Profile::from_toml(EVERYTHING).unwrap();
    let base = "https://example.com/c";
    let desk = || Desk::of(profile.clone(), KeyScheme::Derived, base);
    let torn = tear_each("everything", &desk, Chip::Ntag424tt);
    assert!(torn >= 2 * 30, "only {torn}");
}

/// What no command can undo is done once, and after the signature was asked for in the same run.
fn never_twice_and_never_unchecked(first: &[Seen], second: &[Seen], place: Arguments<'_>) {
    let options = |run: &[Seen]| {
        let option = |seen: &Seen| match seen {
            // Setting the limit of failures again undoes it.
            Seen::Signature | Seen::Configuration(0x0A) => None,
            Seen::Configuration(option) => Some(*option),
        };
        run.iter().filter_map(option).collect::<Vec<_>>()
    };
    let mut done = [options(first), options(second)].concat();
    done.sort_unstable();
    assert!(done.is_sorted_by(|one, other| one < other), "{place}: twice, {done:02X?}");
    for run in [first, second] {
        assert!(matches!(run, [] | [Seen::Signature, ..]), "{place}: unchecked, {run:?}");
    }
}

#[test]
fn torn_anywhere_the_same_command_finishes_the_card() {
    let (mut torn, mut long) = (0, 0);
    for profile in Profile::names_for(Family::Ntag424) {
        torn += tear_everywhere(profile, KeyScheme::Derived, "https://example.com/c");
        long += tear_everywhere(profile, KeyScheme::Derived, LONG);
    }
    torn += tear_everywhere("sun-aes", KeyScheme::Random, "https://example.com/c");
    // Past the capture of the test harness: the counts are what this test says.
    writeln!(
        io::stderr(),
        "{torn} torn encodes finished, and {long} of a write that takes several frames"
    )
    .unwrap();
    assert!(torn >= 5 * 2 * 17, "only {torn}");
    assert!(long > 4 * 2 * 17, "no write was torn between two frames: {long}");
}

/// With less proof and with more, and the second run with another effort than the first.
#[test]
fn torn_anywhere_whatever_is_to_be_proved() {
    let mut whole = blank(Chip::Ntag424, 6);
    Desk::new("sun-aes", KeyScheme::Derived).encode(&mut whole, NEVER).unwrap();
    let mut torn = 0;
    for (effort, exchanges) in [(Effort::Fast, 11), (Effort::ProveAll, 24)] {
        for (exchange, frames) in (1..=exchanges).flat_map(|n| [(n, 0), (n, 9)]) {
            for then in [Effort::Fast, Effort::Normal, Effort::ProveAll] {
                let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
                let mut card = blank(Chip::Ntag424, 6);
                let tear = Tear { exchange, frames };
                assert!(desk.encode_with(&mut card, tear, effort).is_err(), "{effort:?}, {tear:?}");
                let again = desk.encode_with(&mut card, NEVER, then).unwrap();
                assert_eq!(again.verdict, Verdict::Pass, "{effort:?}, {tear:?}, {then:?}");
                let same = card.memory().same_but_for_counters(whole.memory());
                assert!(same, "{effort:?}, {tear:?}, {then:?}");
                torn += 1;
            }
        }
    }
    assert_eq!(torn, 2 * (11 + 24) * 3);
}

/// Pulled while it is encoded, and pulled again while the rest is.
#[test]
#[ignore = "two thousand cards take a while"]
fn torn_twice_the_same_command_finishes_the_card() {
    let mut whole = blank(Chip::Ntag424, 6);
    Desk::new("sun-aes", KeyScheme::Derived).encode(&mut whole, NEVER).unwrap();
    let every =
        |last| (1..=last).flat_map(|exchange| [0, 9].map(|frames| Tear { exchange, frames }));
    let mut torn = 0;
    for first in every(16) {
        for second in every(60) {
            let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
            let mut card = blank(Chip::Ntag424, 6);
            assert!(desk.encode(&mut card, first).is_err(), "{first:?}");
            if desk.encode(&mut card, second).is_ok() {
                break;
            }
            let again = desk.encode(&mut card, NEVER);
            let again = again.unwrap_or_else(|error| panic!("{first:?}, {second:?}: {error}"));
            assert_eq!(again.verdict, Verdict::Pass, "{first:?}, {second:?}");
            assert_eq!(again.failed_authentications, 0, "{first:?}, {second:?}");
            assert!(card.memory().same_but_for_counters(whole.memory()), "{first:?}, {second:?}");
            torn += 1;
        }
    }
    writeln!(io::stderr(), "{torn} encodes torn twice finished").unwrap();
    assert!(torn > 32 * 2 * 10, "only {torn}");
}

#[test]
fn a_finished_card_has_nothing_to_do() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let mut card = blank(Chip::Ntag424, 6);
    desk.encode(&mut card, NEVER).unwrap();
    let finished = card.memory().clone();
    let again = desk.encode(&mut card, NEVER).unwrap();
    assert!(again.steps.is_empty() && again.verdict == Verdict::Pass, "{again:?}");
    assert!(card.memory().same_but_for_counters(&finished));
}

#[test]
fn a_plan_says_what_the_encode_does_and_changes_nothing() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let mut card = blank(Chip::Ntag424, 6);
    for _ in ["blank", "finished"] {
        for effort in [Effort::Normal, Effort::ProveAll] {
            let before = card.memory().clone();
            let planned = desk.plan(&mut card, effort);
            assert_eq!(card.memory(), &before);
            let encoded = desk.encode_with(&mut card, NEVER, effort).unwrap();
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
        let encoded = desk.encode_with(&mut blank(Chip::Ntag424, 6), NEVER, effort).unwrap();
        assert_eq!((encoded.verdict, encoded.apdus), (Verdict::Pass, exchanges), "{effort:?}");
    }
}

#[test]
fn a_strangers_card_is_refused_and_stays_as_it_is() {
    let mut card = blank(Chip::Ntag424, 6);
    Desk::new("sun-aes", KeyScheme::Derived).encode(&mut card, NEVER).unwrap();
    let finished = card.memory().clone();
    let mut stranger = Desk::new("sun-plain", KeyScheme::Derived);
    let refused = stranger.encode(&mut card, NEVER);
    assert!(matches!(refused, Err(Error::NotBlank)), "{refused:?}");
    assert!(matches!(stranger.reset(&mut card, NEVER), Err(Error::NotOurs { .. })));
    assert!(card.memory().same_but_for_counters(&finished));
}

/// A blank card of whose slot 3 somebody has put a key of this version.
fn with_foreign_slot(version: u8) -> Ntag424 {
    let mut card = blank(Chip::Ntag424, 6);
    let key = NonMasterKey::new(3.try_into().unwrap()).unwrap();
    let theirs = AesKey::init_with(|key| key.fill(0x77));
    let mut tag = Tag::new(Wire(&mut card));
    tag.select_application().unwrap();
    let mut session = tag.authenticate(KeyNumber::MASTER, &AesKey::factory(), [1; 16]).unwrap();
    let old = AesKey::factory();
    session.send(&ChangeKey { key, old, new: theirs, version: KeyVersion(version) }).unwrap();
    card
}

/// What was taken for granted is refused by the card, and the second look names the slot, whatever
/// version it shows: the factory's, ours, or any other. Nothing calls such a card finished, or reset.
#[test]
fn a_slot_somebody_else_changed_is_named() {
    for version in [0, 1, 7] {
        let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
        let mut card = with_foreign_slot(version);
        for _ in ["at first", "again"] {
            let refused = desk.encode(&mut card, NEVER);
            let named = PlanError::UnknownKey(KeyNumber::ALL[3]);
            let stuck = match &refused {
                Err(Error::Stuck { unknown, .. } | Error::Plan(unknown)) => *unknown == named,
                Ok(encoded) => encoded.verdict == Verdict::Fail && version == 1,
                Err(_) => false,
            };
            assert!(stuck, "version {version}: {refused:?}");
        }
        let undone = desk.reset(&mut card, NEVER);
        let told = match &undone {
            Ok(reset) => reset.verdict == Verdict::Fail,
            Err(error) => matches!(error, Error::Plan(_) | Error::Torn { .. }),
        };
        assert!(told, "version {version}: {undone:?}");
    }
}

/// A reset that was torn, and then encoded over: the chip's counter starts anew, so the keys must too.
#[test]
fn a_card_encoded_over_a_torn_reset_has_fresh_keys() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let mut card = blank(Chip::Ntag424, 6);
    desk.encode(&mut card, NEVER).unwrap();
    let first = card.memory().clone();
    for exchange in 10..=26 {
        for frames in [0, 9] {
            let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
            let mut card = blank(Chip::Ntag424, 6);
            desk.encode(&mut card, NEVER).unwrap();
            if desk.reset(&mut card, Tear { exchange, frames }).is_ok() {
                continue;
            }
            let again = desk.encode(&mut card, NEVER).unwrap();
            let kept = again.steps.is_empty();
            let slot = KeyNumber::ALL[2];
            let fresh = card.memory().key(slot) != first.key(slot);
            assert!(fresh || kept, "{exchange}, {frames}: {again:?}");
            assert_eq!((again.verdict, again.failed_authentications), (Verdict::Pass, 0));
        }
    }
}

/// `--replace` takes nothing off a card before the other card is known to take it.
#[test]
fn a_record_is_taken_off_a_card_only_for_one_that_takes_it() {
    for keys in [KeyScheme::Derived, KeyScheme::Random] {
        let mut desk = Desk::new("sun-aes", keys);
        let (mut first, mut second) = (blank(Chip::Ntag424, 6), blank(Chip::Ntag424, 7));
        desk.encode(&mut first, NEVER).unwrap();
        let record = RecordId::MIN;
        let refused = desk.replace(&mut with_foreign_master(8), record);
        assert!(matches!(refused, Err(Error::NotBlank)), "{refused:?}");
        assert_eq!(desk.generation(record), 0);
        assert_eq!(desk.encode(&mut first, NEVER).unwrap().steps, []);
        let encoded = desk.replace(&mut second, record).unwrap();
        assert_eq!((encoded.verdict, encoded.record_id), (Verdict::Pass, record));
        assert_eq!(desk.generation(record), 1);
        let slot = KeyNumber::ALL[2];
        assert_ne!(first.memory().key(slot), second.memory().key(slot));
        // The first card goes on to another record only by way of a reset: both keys are version 1.
        let refused = desk.encode(&mut first, NEVER);
        assert!(matches!(refused, Err(Error::HasSettings)), "{refused:?}");
        let undone = desk.reset(&mut first, NEVER).unwrap();
        assert_eq!((undone.verdict, undone.record_id), (Verdict::Pass, None));
        assert_eq!(desk.encode(&mut first, NEVER).unwrap().record_id.as_u64(), 2);
    }
}

fn with_foreign_master(last: u8) -> Ntag424 {
    let mut card = blank(Chip::Ntag424, last);
    let mut tag = Tag::new(Wire(&mut card));
    tag.select_application().unwrap();
    let session = tag.authenticate(KeyNumber::MASTER, &AesKey::factory(), [1; 16]).unwrap();
    let new = AesKey::init_with(|key| key.fill(0x66));
    session.change_master_key(&ChangeMasterKey { new, version: KeyVersion(1) }).unwrap();
    card
}

#[test]
fn a_reset_card_is_as_delivered_and_its_record_has_fresh_keys() {
    for keys in [KeyScheme::Derived, KeyScheme::Random] {
        let mut desk = Desk::new("sun-aes", keys);
        let mut card = blank(Chip::Ntag424, 6);
        let first = desk.encode(&mut card, NEVER).unwrap();
        let unconfirmed =
            reset::Request { batch: None, confirmed: false, now: Timestamp::UNIX_EPOCH };
        let finished = card.memory().clone();
        let refused = desk.reset_with(&mut card, NEVER, unconfirmed);
        assert!(matches!(refused, Err(Error::NotConfirmed { .. })), "{refused:?}");
        assert!(card.memory().same_but_for_counters(&finished));
        let done = desk.reset(&mut card, NEVER).unwrap();
        assert_eq!((done.verdict, done.record_id), (Verdict::Pass, Some(first.record_id)));
        assert!(card.memory().same_but_for_counters(blank(Chip::Ntag424, 6).memory()));
        let again = desk.encode(&mut card, NEVER).unwrap();
        assert_eq!((again.verdict, again.record_id), (Verdict::Pass, first.record_id));
        let slot = KeyNumber::ALL[2];
        assert_eq!(card.memory().key_version(slot), KeyVersion(2));
        assert_ne!(card.memory().key(slot), finished.key(slot));
    }
}

#[test]
fn a_reset_torn_anywhere_is_finished_by_the_same_command() {
    let mut torn = 0;
    for profile in Profile::names_for(Family::Ntag424) {
        let encoded = || {
            let mut desk = Desk::at(profile, KeyScheme::Derived, LONG);
            let mut card = blank(Profile::shipped(profile).unwrap().chip, 6);
            desk.encode(&mut card, NEVER).unwrap();
            (desk, card)
        };
        let (mut desk, mut card) = encoded();
        let request = reset::Request { batch: None, confirmed: true, now: Timestamp::UNIX_EPOCH };
        let vault = &mut desk.vault;
        let (whole, frames) =
            at_card(&mut card, NEVER, |tag| reset(tag, vault, request, &mut Counting(9)));
        let whole = whole.unwrap();
        assert_eq!(whole.verdict, Verdict::Pass);
        let reset = card.memory().clone();
        assert!(
            !whole.for_good.is_empty()
                || reset.same_but_for_counters(blank(Chip::Ntag424, 6).memory())
        );
        assert!(frames.iter().any(|frames| *frames > 2), "no write takes several frames");
        for tear in tears(&frames) {
            let (mut desk, mut card) = encoded();
            assert!(desk.reset(&mut card, tear).is_err(), "{profile}, {tear:?}");
            let again = desk.reset(&mut card, NEVER);
            let again = again.unwrap_or_else(|error| panic!("{profile}, {tear:?}: {error}"));
            assert_eq!(again.verdict, Verdict::Pass, "{profile}, {tear:?}: {again:?}");
            assert_eq!(again.failed_authentications, 0, "{profile}, {tear:?}");
            assert!(card.memory().same_but_for_counters(&reset), "{profile}, {tear:?}");
            torn += 1;
        }
    }
    // Past the capture of the test harness: the counts are what this test says.
    writeln!(io::stderr(), "{torn} torn resets finished").unwrap();
    assert!(torn >= 4 * 2 * 25, "only {torn}");
}

/// The write to the NDEF file is the first that changes a blank card: the seventh command, with the one
/// that asks the reader for the UID. It is torn before it reaches the card: whatever is in the journal
/// then was written before.
#[test]
fn every_key_is_in_the_journal_before_the_card_is_changed() {
    let mut card = blank(Chip::Ntag424, 6);
    let (uid, untouched) = (card.memory().uid(), card.memory().clone());
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    assert!(desk.encode(&mut card, Tear { exchange: 6, frames: 0 }).is_err());
    assert!(!desk.vault.has_journal(uid).unwrap(), "written down for nothing");
    assert!(desk.encode(&mut card, Tear { exchange: 7, frames: 0 }).is_err());
    assert!(card.memory().same_but_for_counters(&untouched));
    let record = RecordId::MIN;
    let generation = desk.vault.generation(&desk.batch, record).unwrap();
    let keys = desk.vault.keys(&desk.batch).unwrap().record(record, generation).unwrap();
    let known = desk.vault.known_keys(uid).unwrap();
    for slot in KeyNumber::ALL {
        let new = SlotKey {
            key: keys.get(*slot.of(&Role::ALL)).unwrap().clone(),
            version: KeyVersion(1),
        };
        let held: Vec<_> =
            known.iter().filter(|key| key.slot == slot).map(|key| &key.held).collect();
        assert_eq!(held, [&new, &SlotKey::factory()], "slot {slot}");
    }
}

/// A card that another vault with the same keys encoded has no journal here. Once its reset has begun,
/// its record's keys are of the next generation, and only the journal knows what the card holds.
#[test]
fn a_torn_reset_of_a_card_made_elsewhere_lives_by_the_journal() {
    let mut torn = 0;
    for exchange in 1.. {
        for frames in [0, 9] {
            let mut card = blank(Chip::Ntag424, 6);
            Desk::new("sun-aes", KeyScheme::Derived).encode(&mut card, NEVER).unwrap();
            let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
            desk.see(&mut card);
            if desk.reset(&mut card, Tear { exchange, frames }).is_ok() {
                assert!(torn > 2 * 20, "only {torn}");
                return;
            }
            let again = desk.reset(&mut card, NEVER);
            let again = again.unwrap_or_else(|error| panic!("{exchange}, {frames}: {error}"));
            assert_eq!(again.verdict, Verdict::Pass, "{exchange}, {frames}: {again:?}");
            assert!(
                card.memory().same_but_for_counters(blank(Chip::Ntag424, 6).memory()),
                "{exchange}, {frames}"
            );
            torn += 1;
        }
    }
}
