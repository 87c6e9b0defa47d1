//! A MIFARE DESFire EV3 from delivered to finished and back, torn at every exchange on the way, and what is refused.
//!
//! The card's end of the wire (`tapsmith_picc::desfire`) was written apart from the client's, from documents and from
//! what others saw, and was not read for it. What the two still share is AES, CMAC, DES and the types of commands that
//! NTAG 424 DNA has too; those are judged by published vectors, in their own crates. What the commands are that only a
//! DESFire has, `tapsmith-card` says by what others sent (`tests/vectors/desfire.json`). The taps are judged by the code
//! that judges those of NTAG 424 DNA, against published taps, in `tapsmith-core`; and by a verifier that is not ours, in
//! `foreign`.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::io::{self, Write as _};

use common::{Counting, Desk, Wire, blank};
use jiff::Timestamp;
use serde_json::{Value, json};
use tapsmith_card::command::{
    ApplicationId, CreateApplication, CreateStdDataFile, FileNumber, KeySettings, SelectApplication,
};
use tapsmith_card::originality::Originality;
use tapsmith_card::personalize::{ApplicationError, creation};
use tapsmith_card::settings::Offset;
use tapsmith_card::tag::Tag;
use tapsmith_card::transport::Transport;
use tapsmith_core::batch::KeyScheme;
use tapsmith_core::key::{AesKey, KeyNumber, SlotKey};
use tapsmith_core::layout::Layout;
use tapsmith_core::profile::{Chip, Profile};
use tapsmith_core::uid::Uid;
use tapsmith_desk::check::{Outcome, Verdict};
use tapsmith_desk::discover::{self, discover};
use tapsmith_desk::encode::{Effort, Encoded, ForGood, Planned, Request, encode, plan};
use tapsmith_desk::error::{Error, NoPlace};
use tapsmith_desk::inspect::{Inspection, inspect};
use tapsmith_desk::reset::{self, Reset, reset};
use tapsmith_desk::tap::ByVault;
use tapsmith_desk::trust::VirtualCards;
use tapsmith_desk::verify::{self, Strangers, Verified, verify};
use tapsmith_picc::desfire::{
    Aid, AidZero, DeletedRoom, DesKey, Desfire, IsoIdsUnused, Memory, PiccKey, SdmAtCreation,
    SdmNotCreated, Unknowns, WrongScheme,
};
use tapsmith_picc::ntag424::{
    CheckOrder, CounterAtRewrite, CounterUnasked, CounterWithoutMirror, FreeCounterInSession,
    InterruptingFirst, IsoInSession, IsoReadPastEnd, LastFrame, MissingMac, ReadBesideMirrors,
    ReadOfOtherFile, ReadPastEnd, Reselect, ShortFileIds, WrappedHeader,
};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const PROFILE: &str = "desfire-ev3-sun";
const UID: Uid = Uid([0x04, 0x44, 0x8B, 0xD2, 0xDB, 0x6B, 0x80]);
const NDEF: Aid = Aid([1, 0, 0]);

/// What comes before the steps of an NTAG 424 DNA.
const MADE: [&str; 5] = [
    "create_application",
    "create_file_1",
    "create_file_2",
    "create_file_3",
    "write_capability_container",
];

/// Where the card is pulled: the exchange, counted from 1, and how many frames of its command reach the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tear {
    exchange: u32,
    frames: usize,
}

const NEVER: Tear = Tear { exchange: 0, frames: 0 };

#[derive(Debug, thiserror::Error)]
#[error("pulled")]
struct Pulled;

/// A card that may be pulled. The commands that reached it stand in `seen`: class and instruction.
struct Pullable<'c> {
    card: &'c mut Desfire,
    tear: Tear,
    frames: Vec<usize>,
    seen: Vec<[u8; 2]>,
}

impl<'c> Pullable<'c> {
    fn new(card: &'c mut Desfire, tear: Tear) -> Self {
        card.power_off();
        Self { card, tear, frames: Vec::new(), seen: Vec::new() }
    }
}

impl Transport for Pullable<'_> {
    type Error = Pulled;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Pulled> {
        if command.starts_with(&[0xFF, 0xCA]) {
            // The reader itself knows the UID of activation.
            return Ok([&self.card.memory().uid().0[..], &[0x90, 0x00]].concat());
        }
        self.frames.push(Desfire::frames_of(command));
        self.seen.extend(command.first_chunk());
        if u32::try_from(self.frames.len()) == Ok(self.tear.exchange) {
            self.card.exchange_torn(command, self.tear.frames, &mut Counting(7)).unwrap();
            return Err(Pulled);
        }
        Ok(self.card.exchange(command, &mut Counting(7)).unwrap())
    }
}

fn delivered() -> Desfire {
    Desfire::new(Memory::factory(UID))
}

/// A job at a card that may be pulled; and how many frames each of its commands had.
fn at_card<R>(
    card: &mut Desfire,
    tear: Tear,
    job: impl FnOnce(&mut Tag<&mut Pullable<'_>>) -> R,
) -> (R, Vec<usize>) {
    let mut pullable = Pullable::new(card, tear);
    let done = job(&mut Tag::new(&mut pullable));
    (done, pullable.frames)
}

impl Desk {
    fn request(&self) -> Request<'_> {
        Request {
            batch: &self.batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            overwrite: false,
            for_good: ForGood::Ask,
            replace: false,
            effort: Effort::Normal,
            now: NOW,
        }
    }

    fn encode(&mut self, card: &mut Desfire, tear: Tear) -> Result<Encoded, Error<Pulled>> {
        self.encode_counting(card, tear).0
    }

    fn encode_counting(
        &mut self,
        card: &mut Desfire,
        tear: Tear,
    ) -> (Result<Encoded, Error<Pulled>>, Vec<usize>) {
        let batch = self.batch.clone();
        let request = Request { batch: &batch, ..self.request() };
        let vault = &mut self.vault;
        at_card(card, tear, |tag| encode(tag, vault, request, &mut Counting(9)))
    }

    fn overwrite(&mut self, card: &mut Desfire) -> Result<Encoded, Error<Pulled>> {
        let batch = self.batch.clone();
        let request = Request { batch: &batch, overwrite: true, ..self.request() };
        let vault = &mut self.vault;
        at_card(card, NEVER, |tag| encode(tag, vault, request, &mut Counting(9))).0
    }

    fn plan(&self, card: &mut Desfire) -> Result<Planned, Error<Pulled>> {
        at_card(card, NEVER, |tag| plan(tag, &self.vault, self.request(), &mut Counting(9))).0
    }

    fn verify(&mut self, card: &mut Desfire) -> Verified {
        let request = verify::Request {
            batch: &self.batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            strangers: Strangers::All,
            now: NOW,
        };
        let vault = &mut self.vault;
        at_card(card, NEVER, |tag| verify(tag, vault, request, &mut Counting(9))).0.unwrap()
    }

    fn reset(&mut self, card: &mut Desfire, tear: Tear) -> Result<Reset, Error<Pulled>> {
        self.reset_counting(card, tear).0
    }

    fn reset_counting(
        &mut self,
        card: &mut Desfire,
        tear: Tear,
    ) -> (Result<Reset, Error<Pulled>>, Vec<usize>) {
        let request = reset::Request { batch: None, confirmed: true, now: NOW };
        let vault = &mut self.vault;
        at_card(card, tear, |tag| reset(tag, vault, request, &mut Counting(9)))
    }
}

fn look(card: &mut Desfire) -> Inspection {
    inspect(&mut Tag::new(&mut Pullable::new(card, NEVER))).unwrap()
}

fn check<'v>(verified: &'v Verified, name: &str) -> &'v tapsmith_desk::check::Check {
    verified.checks.iter().find(|check| check.name == name).unwrap()
}

fn names(encoded: &Encoded) -> Vec<&str> {
    encoded.steps.iter().map(|done| done.name.as_str()).collect()
}

/// What an application remembers but for what each tap changes.
#[derive(Debug, PartialEq)]
struct Lasting {
    name: Vec<u8>,
    settings: tapsmith_picc::desfire::KeySettings,
    keys: Vec<Option<SlotKey>>,
    files: Vec<(u8, Option<u16>, tapsmith_picc::desfire::FileSettings, Vec<u8>)>,
}

fn lasting(card: &Desfire) -> (PiccKey, Vec<Lasting>) {
    let of_application = |application: &tapsmith_picc::desfire::Application| Lasting {
        name: application.name().to_vec(),
        settings: application.settings(),
        keys: (0..5).map(|slot| application.key(slot).cloned()).collect(),
        files: application
            .files()
            .iter()
            .map(|file| (file.number(), file.iso(), *file.settings(), file.data().to_vec()))
            .collect(),
    };
    let applications = card.memory().applications().iter().map(of_application).collect();
    (card.memory().picc_key().clone(), applications)
}

#[test]
fn from_delivered_to_finished_and_back_and_again() {
    let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
    let mut card = delivered();
    let seen = look(&mut card);
    let on_card = seen.on_card.unwrap();
    assert_eq!((seen.uid, seen.originality), (Some(UID), Originality::Virtual));
    assert_eq!(on_card.ndef, Err(ApplicationError::Missing));
    assert_eq!(on_card.applications, Some(Vec::new()));
    assert!(on_card.free_memory.is_some_and(|free| free > 1024));
    assert!(seen.keys.is_empty() && seen.files.is_empty() && seen.address.is_err());

    for round in 1..=2 {
        let before = card.memory().clone();
        let planned = desk.plan(&mut card).unwrap();
        assert_eq!(*card.memory(), before, "a plan changes nothing");
        assert!(!planned.needs_yes && planned.steps.iter().all(|step| !step.irreversible));
        let encoded = desk.encode(&mut card, NEVER).unwrap();
        assert_eq!(encoded.verdict, Verdict::Pass, "{encoded:?}");
        let planned_steps: Vec<_> = planned.steps.iter().map(|step| step.name.as_str()).collect();
        assert_eq!(planned_steps, names(&encoded));
        assert_eq!(planned.apdus, encoded.apdus, "round {round}");
        let was_made = names(&encoded).starts_with(&MADE);
        assert_eq!(was_made, round == 1, "{encoded:?}");
        assert_eq!(encoded.failed_authentications, 0);

        let verified = desk.verify(&mut card);
        assert_eq!(verified.verdict, Verdict::Pass, "{verified:?}");
        let passed = |check: &&tapsmith_desk::check::Check| check.outcome == Outcome::Pass;
        assert_eq!(verified.checks.iter().filter(passed).count(), 12, "{:?}", verified.checks);
        assert_eq!(verified.uid, Some(UID));
        assert_eq!(verified.record_id, Some(encoded.record_id));
        assert_eq!(verified.failed_authentications, 0);
        let chip = &check(&verified, "chip").detail;
        assert!(chip.starts_with("MIFARE DESFire EV3"), "{chip}");
        let mut judge = ByVault::new(&desk.vault, &desk.batch).unwrap();
        let judged = judge.judge(verified.url.as_deref().unwrap()).unwrap();
        assert_eq!(judged.verdict, Verdict::Pass, "{judged:?}");

        let seen = look(&mut card);
        assert_eq!(seen.on_card.unwrap().ndef, Ok(()));
        assert_eq!(seen.files.len(), 3);
        let sdm = seen.files.iter().map(|(_, info)| info.settings.sdm.is_some());
        assert_eq!(sdm.collect::<Vec<_>>(), [false, true, false]);
        assert!(seen.keys.iter().all(|(_, version)| version.0 == round), "{:?}", seen.keys);

        let finished = lasting(&card);
        let again = desk.encode(&mut card, NEVER).unwrap();
        assert!(again.steps.is_empty() && again.verdict == Verdict::Pass, "{again:?}");
        assert_eq!(lasting(&card), finished);

        let application = card.memory().application(NDEF).unwrap();
        let PiccKey::Aes(own) = card.memory().picc_key() else { panic!("as delivered") };
        assert_eq!(Some(own), application.key(0), "the card's own key is slot 0's");

        let done = desk.reset(&mut card, NEVER).unwrap();
        assert_eq!((done.verdict, done.record_id), (Verdict::Pass, Some(encoded.record_id)));
        assert_eq!(*card.memory().picc_key(), PiccKey::Des(DesKey::factory()));
        let application = card.memory().application(NDEF).unwrap();
        for slot in 0..5 {
            assert_eq!(application.key(slot).unwrap().version.0, 0);
            assert_eq!(application.key(slot).unwrap().key, AesKey::factory());
        }
        let ndef = application.file(2).unwrap();
        assert!(ndef.data().iter().all(|byte| *byte == 0) && ndef.settings().sdm.is_none());
        assert!(ndef.may_mirror(), "or it could not be encoded again");
    }
}

/// Each way to read what a file made for SDM is before its settings are changed.
#[test]
fn torn_anywhere_the_same_command_finishes_the_card() {
    let mut torn = 0;
    for at_creation in [SdmAtCreation::Off, SdmAtCreation::OnWithNothingMirrored] {
        let unknowns = Unknowns { sdm_at_creation: at_creation, ..Unknowns::default() };
        let new = || Desfire::with(Memory::factory(UID), unknowns);
        let mut whole = new();
        let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
        let (untorn, frames) = desk.encode_counting(&mut whole, NEVER);
        let untorn = untorn.unwrap();
        assert_eq!(untorn.verdict, Verdict::Pass, "{untorn:?}");
        let tears = (1..).zip(&frames);
        let tears = tears.flat_map(|(exchange, frames)| {
            (0..=*frames).map(move |frames| Tear { exchange, frames })
        });
        for tear in tears {
            let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
            let mut card = new();
            assert!(desk.encode(&mut card, tear).is_err(), "{tear:?}");
            let again = desk.encode(&mut card, NEVER);
            let again = again.unwrap_or_else(|error| panic!("{tear:?}: {error}"));
            assert_eq!(again.verdict, Verdict::Pass, "{tear:?}: {again:?}");
            assert_eq!(again.failed_authentications, 0, "{tear:?}");
            assert_eq!(again.record_id, untorn.record_id, "{tear:?}");
            assert_eq!(lasting(&card), lasting(&whole), "{tear:?}");
            assert_eq!(desk.verify(&mut card).verdict, Verdict::Pass, "{tear:?}");
            torn += 1;
        }
    }
    // Past the capture of the test harness: the counts are what this test says.
    writeln!(io::stderr(), "{torn} torn encodes finished").unwrap();
    assert!(torn >= 2 * 2 * 28, "only {torn}");
}

/// Torn twice, the second time while the first tear is mended.
#[test]
fn torn_twice_the_same_command_finishes_the_card() {
    let mut torn = 0;
    let every =
        |last| (1..=last).flat_map(|exchange| [0, 9].map(|frames| Tear { exchange, frames }));
    for first in every(60).step_by(5) {
        for second in every(90).step_by(3) {
            let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
            let mut card = delivered();
            if desk.encode(&mut card, first).is_ok() || desk.encode(&mut card, second).is_ok() {
                break;
            }
            let again = desk.encode(&mut card, NEVER);
            let again = again.unwrap_or_else(|error| panic!("{first:?}, {second:?}: {error}"));
            assert_eq!(again.verdict, Verdict::Pass, "{first:?}, {second:?}: {again:?}");
            assert_eq!(again.failed_authentications, 0, "{first:?}, {second:?}");
            torn += 1;
        }
    }
    writeln!(io::stderr(), "{torn} encodes torn twice finished").unwrap();
    assert!(torn > 400, "only {torn}");
}

#[test]
fn a_reset_torn_anywhere_is_finished_by_the_same_command() {
    let encoded = || {
        let mut desk = Desk::new(PROFILE, KeyScheme::Random);
        let mut card = delivered();
        desk.encode(&mut card, NEVER).unwrap();
        (desk, card)
    };
    let (mut desk, mut card) = encoded();
    let (whole, frames) = desk.reset_counting(&mut card, NEVER);
    assert_eq!(whole.unwrap().verdict, Verdict::Pass);
    let blank = lasting(&card);
    let mut torn = 0;
    let tears = (1..).zip(&frames);
    for tear in tears
        .flat_map(|(exchange, frames)| (0..=*frames).map(move |frames| Tear { exchange, frames }))
    {
        let (mut desk, mut card) = encoded();
        assert!(desk.reset(&mut card, tear).is_err(), "{tear:?}");
        let again = desk.reset(&mut card, NEVER);
        let again = again.unwrap_or_else(|error| panic!("{tear:?}: {error}"));
        assert_eq!(again.verdict, Verdict::Pass, "{tear:?}: {again:?}");
        assert_eq!(again.failed_authentications, 0, "{tear:?}");
        assert_eq!(lasting(&card), blank, "{tear:?}");
        torn += 1;
    }
    writeln!(io::stderr(), "{torn} torn resets finished").unwrap();
    assert!(torn >= 2 * 28, "only {torn}");
}

/// An encode that was torn, and given up: the record is free again, whatever there was of the application.
#[test]
fn a_torn_encode_can_be_taken_back() {
    for exchange in 1.. {
        for frames in [0, 9] {
            let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
            let mut card = delivered();
            if desk.encode(&mut card, Tear { exchange, frames }).is_ok() {
                assert!(exchange > 28, "only {exchange}");
                return;
            }
            match desk.reset(&mut card, NEVER) {
                Ok(done) => {
                    let place = format!("{exchange}, {frames}: {done:?}");
                    assert_eq!(done.verdict, Verdict::Pass, "{place}");
                    assert_eq!(done.failed_authentications, 0, "{place}");
                    assert!(desk.vault.cards(&desk.batch).unwrap().is_empty(), "{place}");
                }
                // Nothing was written down yet, so nothing was done.
                Err(Error::NotOurs { .. }) => assert!(card.memory().applications().is_empty()),
                Err(error) => panic!("{exchange}, {frames}: {error}"),
            }
            let encoded = desk.encode(&mut card, NEVER).unwrap();
            assert_eq!(encoded.verdict, Verdict::Pass, "{exchange}, {frames}");
        }
    }
}

/// Makes something on a card, as somebody else would.
fn as_somebody_else(card: &mut Desfire, job: impl FnOnce(&mut Tag<&mut Pullable<'_>>)) {
    at_card(card, NEVER, job);
}

fn with_application(application: CreateApplication, files: &[CreateStdDataFile]) -> Desfire {
    let mut card = delivered();
    as_somebody_else(&mut card, |tag| {
        tag.send(&application).unwrap();
        tag.send(&SelectApplication(application.id)).unwrap();
        let key = AesKey::factory();
        let mut session = tag.authenticate(KeyNumber::MASTER, &key, [1; 16]).unwrap();
        for file in files {
            session.send(file).unwrap();
        }
    });
    card
}

/// What somebody else made under the name is named, and stays, with `--yes` too.
#[test]
fn somebody_elses_application_is_refused_and_stays() {
    let open = KeySettings { rights: 0x0F, ..KeySettings::NDEF };
    let fewer = KeySettings { keys: 0xA3, ..KeySettings::NDEF };
    let hidden = KeySettings { rights: 0x09, ..KeySettings::NDEF };
    let ours = CreateApplication::NDEF;
    let short = CreateStdDataFile {
        size: Offset::new(15).unwrap(),
        ..creation(FileNumber::CapabilityContainer)
    };
    let free = CreateStdDataFile {
        rights: creation(FileNumber::Ndef).rights,
        ..creation(FileNumber::CapabilityContainer)
    };
    let cases = [
        (CreateApplication { keys: open, ..ours }, vec![], ApplicationError::Keys(open)),
        (CreateApplication { keys: fewer, ..ours }, vec![], ApplicationError::Keys(fewer)),
        (CreateApplication { keys: hidden, ..ours }, vec![], ApplicationError::Hidden),
        (ours, vec![short], ApplicationError::File(1)),
        (ours, vec![free], ApplicationError::File(1)),
        (CreateApplication { id: ApplicationId([9, 8, 7]), keys: open, ..ours }, vec![], {
            ApplicationError::Keys(open)
        }),
    ];
    for (application, files, expected) in cases {
        let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
        let mut card = with_application(application, &files);
        let before = card.memory().clone();
        let same = |found: ApplicationError| match (found, expected) {
            // Whether files have ISO identifiers is not told by every card.
            (ApplicationError::Keys(found), ApplicationError::Keys(keys)) => found.same_as(keys),
            (found, expected) => found == expected,
        };
        for refused in [
            desk.encode(&mut card, NEVER).map(|_| ()),
            desk.overwrite(&mut card).map(|_| ()),
            desk.plan(&mut card).map(|_| ()),
        ] {
            let Err(Error::Application(found)) = refused else { panic!("{expected}: {refused:?}") };
            assert!(same(found), "{found} for {expected}");
        }
        assert!(matches!(desk.reset(&mut card, NEVER), Err(Error::NotOurs { .. })));
        let Err(found) = look(&mut card).on_card.unwrap().ndef else { panic!("{expected}") };
        assert!(same(found), "{found} for {expected}");
        let verified = desk.verify(&mut card);
        assert_eq!(verified.verdict, Verdict::Fail);
        assert_eq!(check(&verified, "chip").outcome, Outcome::Pass);
        assert_eq!(check(&verified, "ndef").detail, found.to_string());
        assert_eq!(*card.memory(), before, "{expected}");
        assert!(!desk.vault.has_journal(UID).unwrap());
    }
}

/// Other applications stay as they are, and one that has the number is in the way.
#[test]
fn other_applications_stay_beside_ours() {
    let theirs = |id| CreateApplication {
        id: ApplicationId(id),
        keys: KeySettings { rights: 0x0F, keys: 0xA5 },
        iso: 0xDF01,
        name: *b"theirs!",
    };
    let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
    let mut card = with_application(theirs([0x56, 0x78, 0x9A]), &[]);
    let other = card.memory().applications()[0].clone();
    // The card's own master key is theirs too: it is taken from them with a word only.
    let before = card.memory().clone();
    assert!(matches!(desk.encode(&mut card, NEVER), Err(Error::Shared)));
    assert!(matches!(desk.plan(&mut card), Err(Error::Shared)));
    assert_eq!(*card.memory(), before);
    assert_eq!(desk.overwrite(&mut card).unwrap().verdict, Verdict::Pass);
    assert_eq!(look(&mut card).on_card.unwrap().applications.unwrap().len(), 2);
    assert_eq!(desk.verify(&mut card).verdict, Verdict::Pass);
    assert_eq!(desk.reset(&mut card, NEVER).unwrap().verdict, Verdict::Pass);
    assert_eq!(card.memory().applications()[0], other);

    let mut card = with_application(theirs([1, 0, 0]), &[]);
    let before = card.memory().clone();
    let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
    let refused = desk.overwrite(&mut card);
    assert!(matches!(refused, Err(Error::NoPlace(NoPlace::Number))), "{refused:?}");
    assert_eq!(*card.memory(), before);
}

/// Every address that an NTAG 424 DNA can have, and its layout learnt from the card; plans cost what they say.
#[test]
fn every_layout_of_an_ntag424_is_one_of_an_ev3() {
    let layouts = ["sun-plain", "sun-enc-file", "static-url", "bolt-card", "sun-aes"];
    for name in layouts {
        for effort in [Effort::Fast, Effort::Normal, Effort::ProveAll] {
            let chip = Chip::DesfireEv3;
            let profile = Profile { chip, ..Profile::shipped(name).unwrap() };
            profile.check().unwrap();
            let mut desk = Desk::of(profile, KeyScheme::Derived, "https://example.com/c");
            let mut card = delivered();
            let batch = desk.batch.clone();
            let request = Request { batch: &batch, effort, ..desk.request() };
            let (vault, random) = (&mut desk.vault, &mut Counting(9));
            let planned = at_card(&mut card, NEVER, |tag| plan(tag, vault, request, random)).0;
            let encoded = at_card(&mut card, NEVER, |tag| encode(tag, vault, request, random)).0;
            let (planned, encoded) = (planned.unwrap(), encoded.unwrap());
            assert_eq!(encoded.verdict, Verdict::Pass, "{name}, {effort:?}: {encoded:?}");
            assert_eq!(planned.apdus, encoded.apdus, "{name}, {effort:?}");
            let verified = desk.verify(&mut card);
            assert_eq!(verified.verdict, Verdict::Pass, "{name}, {effort:?}: {verified:?}");

            let request = discover::Request {
                batch: &batch,
                record: None,
                virtual_cards: VirtualCards::Accept,
                learn: true,
                tolerate: &[],
                now: NOW,
            };
            let asked = Layout::of(&batch).unwrap();
            let (vault, random) = (&mut desk.vault, &mut Counting(9));
            let learnt = at_card(&mut card, NEVER, |tag| discover(tag, vault, request, random)).0;
            assert_eq!(learnt.unwrap().layout.as_shown(), asked.as_shown(), "{name}");
            assert_eq!(desk.verify(&mut card).verdict, Verdict::Pass, "{name}, learnt");
        }
    }
}

/// A card on which each open question is answered otherwise than the documents suggest, one by one and all at once:
/// the way there and back is the same.
#[test]
fn whatever_silicon_does_where_nobody_knows() {
    let known = Unknowns::default();
    let all = Unknowns {
        check_order: CheckOrder::LengthLast,
        missing_mac: MissingMac::Integrity,
        wrapped_header: WrappedHeader::Ignored,
        read_past_end: ReadPastEnd::Parameter,
        iso_read_past_end: IsoReadPastEnd::Offset,
        short_file_ids: ShortFileIds::FileNumbers,
        iso_in_session: IsoInSession::KeepsSession,
        reselect: Reselect::KeepsFile,
        interrupting_first: InterruptingFirst::Aborted,
        last_frame: LastFrame::WrittenAhead,
        counter_at_rewrite: CounterAtRewrite::Reset,
        counter_unasked: CounterUnasked::Stands,
        read_beside_mirrors: ReadBesideMirrors::DoesNotCount,
        read_of_other_file: ReadOfOtherFile::KeepsRun,
        counter_without_mirror: CounterWithoutMirror::Refused,
        free_counter_in_session: FreeCounterInSession::Full,
        wrong_scheme: WrongScheme::Permission,
        sdm_at_creation: SdmAtCreation::OnWithNothingMirrored,
        sdm_not_created: SdmNotCreated::Parameter,
        deleted_room: DeletedRoom::Returned,
        aid_zero: AidZero::Parameter,
        iso_ids_unused: IsoIdsUnused::Permission,
    };
    let (check_order, missing_mac) = (all.check_order, all.missing_mac);
    let (last_frame, wrong_scheme) = (all.last_frame, all.wrong_scheme);
    let (read_of_other_file, reselect) = (all.read_of_other_file, all.reselect);
    let (counter_at_rewrite, sdm_at_creation) = (all.counter_at_rewrite, all.sdm_at_creation);
    for unknowns in [
        Unknowns { check_order, ..known },
        Unknowns { missing_mac, ..known },
        Unknowns { last_frame, ..known },
        Unknowns { wrong_scheme, ..known },
        Unknowns { read_of_other_file, ..known },
        Unknowns { reselect, ..known },
        Unknowns { counter_at_rewrite, ..known },
        Unknowns { sdm_at_creation, ..known },
        all,
    ] {
        let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
        let mut card = Desfire::with(Memory::factory(UID), unknowns);
        for _ in ["delivered", "reset"] {
            let encoded = desk.encode(&mut card, NEVER).unwrap();
            assert_eq!(encoded.verdict, Verdict::Pass, "{unknowns:?}: {encoded:?}");
            assert_eq!(encoded.failed_authentications, 0, "{unknowns:?}");
            let verified = desk.verify(&mut card);
            assert_eq!(verified.verdict, Verdict::Pass, "{unknowns:?}: {verified:?}");
            assert_eq!(desk.encode(&mut card, NEVER).unwrap().steps, [], "{unknowns:?}");
            assert_eq!(desk.reset(&mut card, NEVER).unwrap().verdict, Verdict::Pass);
        }
    }
}

/// Read-only for good is asked for before the application is made, and such a card stays.
#[test]
fn a_read_only_card_is_asked_for_before_anything_is_made() {
    let profile = Profile { read_only: true, ..Profile::shipped(PROFILE).unwrap() };
    let mut desk = Desk::of(profile, KeyScheme::Derived, "https://example.com/c");
    let mut card = delivered();
    let refused = desk.encode(&mut card, NEVER);
    let Err(Error::ForGood { uid, steps }) = refused else { panic!("{refused:?}") };
    assert_eq!((uid, steps), (UID, vec!["change_file_settings".to_owned()]));
    assert_eq!(*card.memory(), Memory::factory(UID));
    let batch = desk.batch.clone();
    let request = Request { batch: &batch, for_good: ForGood::Card(UID), ..desk.request() };
    let (vault, random) = (&mut desk.vault, &mut Counting(9));
    let encoded = at_card(&mut card, NEVER, |tag| encode(tag, vault, request, random)).0.unwrap();
    assert_eq!(encoded.verdict, Verdict::Pass);
    assert_eq!(desk.verify(&mut card).verdict, Verdict::Pass);
    let before = lasting(&card);
    let refused = desk.reset(&mut card, NEVER).unwrap_err().to_string();
    assert!(refused.starts_with("file 02h of this card can never be changed again"), "{refused}");
    assert_eq!(lasting(&card), before);
}

/// The commands that reach a delivered card that is encoded: class and instruction.
fn seen_in_an_encode() -> Vec<[u8; 2]> {
    let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
    let mut card = delivered();
    let mut pullable = Pullable::new(&mut card, NEVER);
    let batch = desk.batch.clone();
    let request = Request { batch: &batch, ..desk.request() };
    encode(&mut Tag::new(&mut pullable), &mut desk.vault, request, &mut Counting(9)).unwrap();
    pullable.seen
}

/// Whoever has the card's own master key can format it. As delivered, that is everybody, and no card is good so.
#[test]
fn a_card_that_everybody_can_format_fails_and_is_finished() {
    const CHANGE_KEY: [u8; 2] = [0x90, 0xC4];
    let seen = seen_in_an_encode();
    let changes = seen.iter().rposition(|command| *command == CHANGE_KEY).unwrap();
    let tear = Tear { exchange: u32::try_from(changes).unwrap() + 1, frames: 0 };

    let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
    let mut card = delivered();
    assert!(desk.encode(&mut card, tear).is_err());
    assert_eq!(*card.memory().picc_key(), PiccKey::Des(DesKey::factory()));
    let verified = desk.verify(&mut card);
    let failed: Vec<_> =
        verified.checks.iter().filter(|check| check.outcome == Outcome::Fail).collect();
    assert_eq!(failed.len(), 1, "{failed:?}");
    let said = "anybody can format the card: its own master key is as delivered";
    assert_eq!((failed[0].name.as_ref(), failed[0].detail.as_str()), ("write_protected", said));
    let rest = desk.encode(&mut card, NEVER).unwrap();
    assert_eq!(names(&rest), ["change_card_key"]);
    assert_eq!(desk.verify(&mut card).verdict, Verdict::Pass);
}

/// A card whose own master key is another owner's keeps it, and what that means is said: whatever its version, for a
/// version proves nothing.
#[test]
fn somebody_elses_card_key_stays() {
    for version in [0x42, 0x01, 0x00] {
        let key = AesKey::init_with(|key| key.fill(0x77));
        let theirs = SlotKey { key, version: tapsmith_core::key::KeyVersion(version) };
        let mut card = delivered();
        as_somebody_else(&mut card, |tag| {
            let session = tag.authenticate_delivered([3; 8]).unwrap();
            tag.change_delivered_key(session, &theirs).unwrap();
        });
        let kept = PiccKey::Aes(theirs);
        assert_eq!(*card.memory().picc_key(), kept);
        let shown = look(&mut card).on_card.unwrap();
        assert!(shown.keys.unwrap().are_aes());
        assert_eq!(shown.key_version.unwrap().0, version);
        let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
        let planned = desk.plan(&mut card).unwrap();
        let encoded = desk.encode(&mut card, NEVER).unwrap();
        assert_eq!(planned.apdus, encoded.apdus);
        assert_eq!(encoded.verdict, Verdict::Pass, "{:?}", encoded.proofs);
        // A key of the same version as one of ours had to be tried.
        let tried = u32::from(version != 0x42);
        assert_eq!(encoded.failed_authentications, tried);
        assert!(!names(&encoded).contains(&"change_card_key"));
        let proof = encoded.proofs.iter().find(|proof| proof.name == "card_key").unwrap();
        assert_eq!(proof.outcome, Outcome::Skipped);
        let verified = desk.verify(&mut card);
        assert_eq!(verified.verdict, Verdict::Pass);
        let said = &check(&verified, "write_protected").detail;
        assert!(said.ends_with("which is not the record's, can format it"), "{said}");
        assert_eq!(verified.failed_authentications, tried);
        assert_eq!(desk.reset(&mut card, NEVER).unwrap().verdict, Verdict::Pass);
        assert_eq!(*card.memory().picc_key(), kept);
    }
}

/// The same card with other words in its state: key settings, and its own master key.
fn with_master_key(card: &Desfire, settings: u8, cipher: &str, key: &str, version: u8) -> Desfire {
    let mut memory: Value = serde_json::from_str(&card.memory().to_json()).unwrap();
    let key = json!({ "cipher": cipher, "key": key, "version": version });
    *memory.pointer_mut("/key_settings").unwrap() = settings.into();
    *memory.pointer_mut("/master_key").unwrap() = key;
    Desfire::new(Memory::from_json(&memory.to_string()).unwrap())
}

/// A key of zeros is nobody's own, whatever it is called, and whatever the card keeps to itself.
#[test]
fn a_key_that_everybody_has_is_not_somebody_elses() {
    let zeros = "0".repeat(32);
    for (settings, cipher, version) in [(0x0F, "aes", 0), (0x0D, "des", 0), (0x0F, "des", 0xFF)] {
        let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
        let mut card = delivered();
        desk.encode(&mut card, NEVER).unwrap();
        let mut open = with_master_key(&card, settings, cipher, &zeros, version);
        let verified = desk.verify(&mut open);
        let place = format!("{settings:02X} {cipher} {version}");
        assert_eq!(check(&verified, "write_protected").outcome, Outcome::Fail, "{place}");
        assert_eq!(desk.encode(&mut open, NEVER).unwrap().verdict, Verdict::Pass, "{place}");
        assert_eq!(desk.verify(&mut open).verdict, Verdict::Pass, "{place}");
    }
}

/// What could not be finished is refused before anything is made.
#[test]
fn a_card_that_is_frozen_or_full_is_refused_at_once() {
    let frozen = with_master_key(&delivered(), 0x0E, "des", &"0".repeat(32), 0);
    let mut memory: Value = serde_json::from_str(&delivered().memory().to_json()).unwrap();
    *memory.pointer_mut("/lost").unwrap() = 7300.into();
    let full = Desfire::new(Memory::from_json(&memory.to_string()).unwrap());
    for (mut card, said) in [
        (frozen, "this card's own master key is as delivered, and frozen so"),
        (full, "this card has room for"),
    ] {
        let before = lasting(&card);
        let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
        let refused = desk.encode(&mut card, NEVER).unwrap_err();
        assert!(refused.to_string().starts_with(said), "{refused}");
        // The reason is said once.
        assert!(std::error::Error::source(&refused).is_none());
        assert_eq!(lasting(&card), before);
        assert!(desk.vault.card_by_uid(UID).unwrap().is_none());
    }
}

/// A DES key of somebody else's shows the same version as the delivered one: it is tried before anything is written, and
/// not at the last step.
#[test]
fn somebody_elses_des_key_is_not_taken_for_the_delivered_one() {
    let zeros = "0".repeat(32);
    let json = Memory::factory(UID).to_json();
    assert_eq!(json.matches(&zeros).count(), 1, "{}", *json);
    let json = json.replace(&zeros, &"10".repeat(16));
    let mut card = Desfire::new(Memory::from_json(&json).unwrap());
    assert_eq!(card.memory().picc_key().version().0, 0);
    let kept = card.memory().picc_key().clone();
    let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
    let encoded = desk.encode(&mut card, NEVER).unwrap();
    assert_eq!(encoded.verdict, Verdict::Pass, "{encoded:?}");
    assert!(!names(&encoded).contains(&"change_card_key"));
    let verified = desk.verify(&mut card);
    let said = &check(&verified, "write_protected").detail;
    assert!(said.ends_with("which is not the record's, can format it"), "{said}");
    assert_eq!(*card.memory().picc_key(), kept);
}

/// A card of ours that somebody formatted has the same record under the same keys only after a reset: its counter
/// would start anew.
#[test]
fn a_formatted_card_is_not_made_anew_under_the_same_keys() {
    let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
    let mut card = delivered();
    let first = desk.encode(&mut card, NEVER).unwrap();
    let mut card = delivered();
    let refused = desk.overwrite(&mut card);
    assert!(matches!(refused, Err(Error::ApplicationGone)), "{refused:?}");
    assert!(card.memory().applications().is_empty());
    assert_eq!(desk.verify(&mut card).verdict, Verdict::Fail);
    let done = desk.reset(&mut card, NEVER).unwrap();
    assert_eq!((done.verdict, done.record_id), (Verdict::Pass, Some(first.record_id)));
    assert_eq!(desk.encode(&mut card, NEVER).unwrap().verdict, Verdict::Pass);
    let key = card.memory().application(NDEF).unwrap().key(2).unwrap();
    assert_eq!(key.version.0, 2);
}

/// A capability container that no longer leads to the address fails the card, and the same command mends it.
#[test]
fn a_lost_capability_container_is_written_again() {
    let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
    let mut card = delivered();
    desk.encode(&mut card, NEVER).unwrap();
    let json = card.memory().to_json();
    let lost = json
        .replace("001720003A0034", "001720003A0000")
        .replace("001720003a0034", "001720003a0000");
    assert_ne!(*json, lost);
    let mut card = Desfire::new(Memory::from_json(&lost).unwrap());
    let verified = desk.verify(&mut card);
    assert_eq!(check(&verified, "ndef").outcome, Outcome::Fail, "{verified:?}");
    let mended = desk.encode(&mut card, NEVER).unwrap();
    assert_eq!(names(&mended), ["write_capability_container"]);
    assert_eq!(desk.verify(&mut card).verdict, Verdict::Pass);
}

#[test]
fn another_chip_is_named_both_ways() {
    // A delivered EV3, and one with our application, for a batch of NTAG 424 DNA.
    let mut finished = delivered();
    Desk::new(PROFILE, KeyScheme::Derived).encode(&mut finished, NEVER).unwrap();
    for card in [&mut delivered(), &mut finished] {
        let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
        let verified = desk.verify(card);
        let chip = check(&verified, "chip");
        let named = ("a MIFARE DESFire EV3, and the batch's are ntag424", Outcome::Fail);
        assert_eq!((chip.detail.as_str(), chip.outcome), named);
    }
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let mut card = delivered();
    let refused = desk.encode(&mut card, NEVER).unwrap_err().to_string();
    let named =
        "this card is a MIFARE DESFire EV3, and the batch's cards are ntag424: it was not changed";
    assert_eq!(refused, named);
    assert_eq!(*card.memory(), Memory::factory(UID));
    // One with a blank application of ours takes the same commands, and all virtual cards have one signer: of those
    // only a verification tells. A real one has another key of NXP's.
    let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
    desk.encode(&mut card, NEVER).unwrap();
    desk.reset(&mut card, NEVER).unwrap();
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let taken = desk.encode(&mut card, NEVER);
    assert_eq!(taken.unwrap().verdict, Verdict::Pass);
    assert_eq!(check(&desk.verify(&mut card), "chip").outcome, Outcome::Fail);

    // And the reverse.
    let mut card = blank(Chip::Ntag424, 6);
    let before = card.memory().clone();
    let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
    let request = Request { batch: &desk.batch.clone(), ..desk.request() };
    let mut tag = Tag::new(Wire(&mut card));
    let refused = encode(&mut tag, &mut desk.vault, request, &mut Counting(9)).unwrap_err();
    let named =
        "this card is an NTAG 424 DNA, and the batch's cards are desfire-ev3: it was not changed";
    assert_eq!(refused.to_string(), named);
    let request = verify::Request {
        batch: &desk.batch,
        record: None,
        virtual_cards: VirtualCards::Accept,
        strangers: Strangers::One,
        now: NOW,
    };
    let verified = verify(&mut tag, &mut desk.vault, request, &mut Counting(9)).unwrap();
    let chip = check(&verified, "chip");
    assert_eq!(chip.detail, "an NTAG 424 DNA, and the batch's are desfire-ev3");
    assert!(card.memory().same_but_for_counters(&before));
}

/// A DESFire of another generation, by its version alone.
#[test]
fn other_generations_are_named() {
    struct Older<'c>(Pullable<'c>, u8);
    impl Transport for Older<'_> {
        type Error = Pulled;

        fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Pulled> {
            let mut answer = self.0.transmit(command)?;
            if command.starts_with(&[0x90, 0x60]) {
                answer[3] = self.1;
            }
            Ok(answer)
        }
    }
    for (major, name) in [(0x01, "a MIFARE DESFire EV1"), (0x12, "a MIFARE DESFire EV2")] {
        let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
        let mut card = delivered();
        let mut tag = Tag::new(Older(Pullable::new(&mut card, NEVER), major));
        let shown = inspect(&mut tag).unwrap_err().to_string();
        assert_eq!(shown, format!("this card is {name}"));
        let batch = desk.batch.clone();
        let request = Request { batch: &batch, ..desk.request() };
        let refused = encode(&mut tag, &mut desk.vault, request, &mut Counting(9)).unwrap_err();
        let Error::OtherChip { found, wanted } = refused else { panic!("{refused}") };
        assert_eq!((found.as_str(), wanted), (name, Chip::DesfireEv3));
        assert!(card.memory().applications().is_empty());
    }
}

/// A signature that is not the UID's, and one that only virtual cards have: neither card is touched.
#[test]
fn a_card_that_is_not_original_is_not_touched() {
    let forged = Memory::factory(UID).to_json();
    let signature = hex::encode(Memory::factory(UID).signature().0);
    let at = forged.to_lowercase().find(&signature).unwrap();
    let mut other = forged.to_string();
    let byte = if &other[at..=at] == "0" { "1" } else { "0" };
    other.replace_range(at..=at, byte);
    let mut card = Desfire::new(Memory::from_json(&other).unwrap());
    let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
    let refused = desk.encode(&mut card, NEVER);
    assert!(matches!(refused, Err(Error::NotOriginal(Originality::Invalid))), "{refused:?}");
    assert!(card.memory().applications().is_empty());
    assert_eq!(look(&mut card).originality, Originality::Invalid);

    let mut card = delivered();
    let batch = desk.batch.clone();
    let request = Request { batch: &batch, virtual_cards: VirtualCards::Refuse, ..desk.request() };
    let vault = &mut desk.vault;
    let refused = at_card(&mut card, NEVER, |tag| encode(tag, vault, request, &mut Counting(9))).0;
    assert!(matches!(refused, Err(Error::NotOriginal(Originality::Virtual))), "{refused:?}");
    assert!(card.memory().applications().is_empty());
}

/// The first command that changes a card is `CreateApplication`; whatever is in the journal then was written before.
#[test]
fn every_key_is_in_the_journal_before_the_card_is_changed() {
    const CREATE: [u8; 2] = [0x90, 0xCA];
    let seen = seen_in_an_encode();
    let creates = seen.iter().position(|command| *command == CREATE).unwrap();
    let exchange = u32::try_from(creates).unwrap() + 1;
    for (exchange, written) in [(exchange - 1, false), (exchange, true)] {
        let mut desk = Desk::new(PROFILE, KeyScheme::Derived);
        let mut card = delivered();
        assert!(desk.encode(&mut card, Tear { exchange, frames: 0 }).is_err());
        assert!(card.memory().applications().is_empty());
        assert_eq!(desk.vault.has_journal(UID).unwrap(), written, "{exchange}");
        let slots: Vec<_> =
            desk.vault.known_keys(UID).unwrap().into_iter().map(|known| known.slot).collect();
        let all = KeyNumber::ALL.iter().all(|slot| slots.contains(slot));
        assert_eq!(all, written, "{exchange}");
    }
}
