//! Cards that are not what they should be, or that another vault, another batch or a dead reader stands behind:
//! what is done for good only where it may be, and what keys it costs to find out.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod common;

use common::{Counting, Desk, Wire, blank};
use jiff::Timestamp;
use tapsmith_card::command::FileNumber;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::{KeyScheme, RecordRange};
use tapsmith_core::profile::{Chip, Profile};
use tapsmith_core::record::RecordId;
use tapsmith_desk::batch::{NewBatch, create};
use tapsmith_desk::check::{Outcome, Verdict};
use tapsmith_desk::discover::{self, discover};
use tapsmith_desk::encode::{self, Effort, Encoded, ForGood, encode};
use tapsmith_desk::error::Error;
use tapsmith_desk::reset::{self, Reset, reset};
use tapsmith_desk::trust::VirtualCards;
use tapsmith_desk::verify::{self, Strangers, Verified, verify};
use tapsmith_picc::ntag424::{FreeStatusInSession, Unknowns};
use tapsmith_picc::{Memory, Ntag424};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const BASE: &str = "https://example.com/c";

/// A card on a reader with a fault.
struct Reader<'c> {
    card: &'c mut Ntag424,
    /// It does not say the UID of activation.
    mute: bool,
    /// The card leaves before this instruction.
    leaves: Option<u8>,
}

#[derive(Debug)]
struct Left;

impl Transport for Reader<'_> {
    type Error = Left;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Left> {
        let &[class, instruction, ..] = command else { panic!("no APDU") };
        if (class, self.mute) == (0xFF, true) {
            return Ok(vec![0x6A, 0x81]);
        }
        if self.leaves == Some(instruction) {
            return Err(Left);
        }
        let Ok(answer) = Wire(self.card).transmit(command);
        Ok(answer)
    }
}

fn put<R>(card: &mut Ntag424, job: impl FnOnce(&mut Tag<Reader<'_>>) -> R) -> R {
    card.power_off();
    job(&mut Tag::new(Reader { card, mute: false, leaves: None }))
}

impl Desk {
    fn request(&self) -> encode::Request<'_> {
        encode::Request {
            batch: &self.batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            overwrite: false,
            for_good: ForGood::Any,
            replace: false,
            effort: Effort::Normal,
            now: NOW,
        }
    }

    fn encode(&mut self, card: &mut Ntag424) -> Result<Encoded, Error<Left>> {
        let batch = self.batch.clone();
        let request = encode::Request { batch: &batch, ..self.request() };
        put(card, |tag| encode(tag, &mut self.vault, request, &mut Counting(9)))
    }

    fn verify(&mut self, card: &mut Ntag424) -> Verified {
        let request = verify::Request {
            batch: &self.batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            strangers: Strangers::All,
            now: NOW,
        };
        put(card, |tag| verify(tag, &mut self.vault, request, &mut Counting(9))).unwrap()
    }

    fn reset(&mut self, card: &mut Ntag424) -> Result<Reset, Error<Left>> {
        let request = reset::Request { batch: None, confirmed: true, now: NOW };
        put(card, |tag| reset(tag, &mut self.vault, request, &mut Counting(9)))
    }

    fn learn(&mut self, card: &mut Ntag424) -> discover::Discovered {
        let request = discover::Request {
            batch: &self.batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            learn: true,
            tolerate: &[],
            now: NOW,
        };
        put(card, |tag| discover(tag, &mut self.vault, request, &mut Counting(9))).unwrap()
    }
}

fn of_toml(toml: &str) -> Desk {
    Desk::of(Profile::from_toml(toml).unwrap(), KeyScheme::Derived, BASE)
}

fn outcome(verified: &Verified, name: &str) -> Outcome {
    verified.checks.iter().find(|check| check.name == name).unwrap().outcome
}

/// However little is asked for: the signature comes before what no command can undo.
#[test]
fn a_forged_card_is_changed_by_no_effort() {
    for name in ["sun-lrp", "sun-tamper", "sun-private"] {
        for effort in [Effort::Fast, Effort::Normal, Effort::ProveAll] {
            let mut desk = Desk::new(name, KeyScheme::Derived);
            let chip = desk.batch.profile.chip;
            let memory = blank(chip, 6).into_memory();
            let mut forged: serde_json::Value = serde_json::from_str(&memory.to_json()).unwrap();
            forged["signature"] = "5A".repeat(56).into();
            let memory = Memory::from_json(&forged.to_string()).unwrap();
            let mut card = Ntag424::new(memory.clone());
            let batch = desk.batch.clone();
            let request = encode::Request { batch: &batch, effort, ..desk.request() };
            let refused =
                put(&mut card, |tag| encode(tag, &mut desk.vault, request, &mut Counting(9)));
            assert!(matches!(refused, Err(Error::NotOriginal(_))), "{name}: {refused:?}");
            assert_eq!(*card.memory(), memory, "{name}, {effort:?}");
        }
    }
}

/// A vault with many batches of hidden cards: a card torn in its reset, with no address left to tell whose it is, is
/// found by the batch that has a card half-way.
#[test]
fn a_hidden_card_torn_in_its_reset_among_many_batches() {
    let mut desk = Desk::new("sun-private", KeyScheme::Derived);
    let mut card = blank(Chip::Ntag424, 6);
    for number in 0..12 {
        let new = NewBatch {
            name: format!("another-{number}").parse().unwrap(),
            records: RecordRange::new(RecordId::MIN, 2).unwrap(),
            base_url: BASE.to_owned(),
            keys: KeyScheme::Derived,
            profile: Profile::shipped("sun-private").unwrap(),
            hsm: None,
        };
        let dice = &mut Counting(100 + number);
        desk.batch = create(&mut desk.vault, new, NOW, dice, &mut |_| true).unwrap();
    }
    assert_eq!(desk.encode(&mut card).unwrap().verdict, Verdict::Pass);
    card.power_off();
    let reader = Reader { card: &mut card, mute: false, leaves: Some(0x5F) };
    let request = reset::Request { batch: None, confirmed: true, now: NOW };
    let torn = reset(&mut Tag::new(reader), &mut desk.vault, request, &mut Counting(9));
    assert!(torn.is_err());
    assert!(card.memory().data(FileNumber::Ndef).iter().all(|byte| *byte == 0));
    let again = desk.reset(&mut card).unwrap();
    assert_eq!((again.verdict, again.failed_authentications), (Verdict::Pass, 0));
}

/// The chip's own word stands for a reader's that says nothing: its cards are not taken for hidden.
#[test]
fn a_reader_that_does_not_say_the_uid() {
    let mut desk = Desk::new("sun-private", KeyScheme::Derived);
    let mut card = blank(Chip::Ntag424, 6);
    let batch = desk.batch.clone();
    let request = encode::Request { batch: &batch, ..desk.request() };
    let reader = Reader { card: &mut card, mute: true, leaves: None };
    let encoded = encode(&mut Tag::new(reader), &mut desk.vault, request, &mut Counting(9));
    let encoded = encoded.unwrap();
    assert_eq!((encoded.verdict, encoded.uid), (Verdict::Pass, card.memory().uid()));
    assert!(encoded.steps.iter().any(|step| step.name == "enable_random_uid"), "{encoded:?}");
    assert_eq!(desk.verify(&mut card).verdict, Verdict::Pass);
}

/// A card that is finished is not told twice to hide, though it shows its UID until it is put down anew.
#[test]
fn a_random_uid_is_set_once_while_the_card_lies_there() {
    let mut desk = Desk::new("sun-private", KeyScheme::Derived);
    let mut card = blank(Chip::Ntag424, 6);
    let batch = desk.batch.clone();
    let request = encode::Request { batch: &batch, ..desk.request() };
    let reader = Reader { card: &mut card, mute: false, leaves: None };
    let mut tag = Tag::new(reader);
    encode(&mut tag, &mut desk.vault, request, &mut Counting(9)).unwrap();
    let again = encode(&mut tag, &mut desk.vault, request, &mut Counting(9)).unwrap();
    assert!(again.steps.is_empty(), "{again:?}");
}

const WATCHED: &str = r#"
name = "watched"
chip = "ntag424tt"
url = "{base}/{record_id}?picc_data={picc}&cmac={mac}"
[configuration]
tag_tamper = "key4"
"#;

/// A plain chip with the right keys and address does not pass for one that watches a loop; and the layout that is
/// learnt still says who may ask.
#[test]
fn a_chip_without_a_loop_or_with_a_cut_one() {
    let mut desk = of_toml(WATCHED);
    let mut plain = Desk::new("sun-aes", KeyScheme::Derived);
    let mut cheap = blank(Chip::Ntag424, 6);
    plain.encode(&mut cheap).unwrap();
    let verified = desk.verify(&mut cheap);
    assert_eq!(outcome(&verified, "sun_mac"), Outcome::Pass, "the same keys: {verified:?}");
    assert_eq!(outcome(&verified, "tag_tamper"), Outcome::Fail, "{verified:?}");
    let (mut good, mut cut) = (blank(Chip::Ntag424tt, 1), blank(Chip::Ntag424tt, 2));
    for card in [&mut good, &mut cut] {
        assert_eq!(desk.encode(card).unwrap().verdict, Verdict::Pass);
    }
    cut.cut_loop();
    for _ in ["by its profile", "by what was learnt"] {
        assert_eq!(desk.verify(&mut good).verdict, Verdict::Pass);
        assert_eq!(outcome(&desk.verify(&mut cut), "tag_tamper"), Outcome::Fail);
        desk.learn(&mut good);
    }
}

/// The right to ask was given otherwise, for good, before the card came here: a verdict, and no error.
#[test]
fn a_loop_that_somebody_else_watches() {
    let mut card = blank(Chip::Ntag424tt, 6);
    let mut theirs = of_toml(WATCHED);
    theirs.encode(&mut card).unwrap();
    theirs.reset(&mut card).unwrap();
    let mut desk = Desk::new("sun-tamper", KeyScheme::Random);
    let encoded = desk.encode(&mut card).unwrap();
    assert_eq!(encoded.verdict, Verdict::Fail, "{encoded:?}");
    let verified = desk.verify(&mut card);
    assert_eq!(outcome(&verified, "tag_tamper"), Outcome::Fail, "{verified:?}");
}

/// An encode does not call a card good whose tap says that its loop is cut, whoever may ask for it by command.
#[test]
fn a_cut_loop_that_only_the_tap_says() {
    let toml = r#"
name = "silent"
chip = "ntag424tt"
url = "{base}/{record_id}?picc_data={picc}&[[tt={tt}&cmac={mac}"
[configuration]
tag_tamper = "never"
"#;
    let mut desk = of_toml(toml);
    let mut card = blank(Chip::Ntag424tt, 6);
    card.cut_loop();
    let encoded = desk.encode(&mut card).unwrap();
    assert_eq!(encoded.verdict, Verdict::Fail, "{encoded:?}");
}

/// `hardware-notes/ntag424-dna.md`: how a free status travels in a session nobody knows. Either will do.
#[test]
fn a_free_status_however_it_travels() {
    for free_status_in_session in [FreeStatusInSession::Full, FreeStatusInSession::Plain] {
        let unknowns = Unknowns { free_status_in_session, ..Unknowns::default() };
        let mut card = Ntag424::with(blank(Chip::Ntag424tt, 6).into_memory(), unknowns);
        let mut desk = Desk::new("sun-tamper", KeyScheme::Derived);
        assert_eq!(desk.encode(&mut card).unwrap().verdict, Verdict::Pass);
        assert_eq!(desk.verify(&mut card).verdict, Verdict::Pass);
    }
}

/// In AES mode, 16 digits behind PICCENCData do not make it LRP.
#[test]
fn a_mac_right_behind_picc_data() {
    let toml = "name = \"tight\"\nurl = \"{base}/{record_id}?d={picc}{mac}\"\n";
    let mut desk = of_toml(toml);
    let mut card = blank(Chip::Ntag424, 6);
    desk.encode(&mut card).unwrap();
    let learnt = desk.learn(&mut card);
    assert_eq!(learnt.layout.template, format!("{BASE}/{{record_id}}?d={{picc}}{{mac}}"));
    assert_eq!(desk.verify(&mut card).verdict, Verdict::Pass);
}

/// A reset that is finished is finished, the limit of failed authentications too.
#[test]
fn a_second_reset_has_nothing_to_do() {
    let toml = r#"
name = "patient"
url = "{base}/{record_id}?picc_data={picc}&cmac={mac}"
[configuration]
failed_authentications = { limit = 500, decrement = 5 }
"#;
    let mut desk = of_toml(toml);
    let mut card = blank(Chip::Ntag424, 6);
    desk.encode(&mut card).unwrap();
    assert!(!desk.reset(&mut card).unwrap().steps.is_empty());
    let again = desk.reset(&mut card).unwrap();
    assert!(again.steps.is_empty(), "{again:?}");
}
