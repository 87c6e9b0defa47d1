//! Taps of each shipped profile, made and judged by a batch in the vault.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;
#[path = "taps/whose.rs"]
mod whose;

use common::{Counting, Desk, Wire, blank};
use jiff::Timestamp;
use std::convert::Infallible;
use tapsmith_card::command::{ChangeFileSettings, FileNumber, GetFileSettings};
use tapsmith_card::tag::Tag;
use tapsmith_core::access::CommMode;
use tapsmith_core::batch::{Batch, KeyScheme, RecordRange};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::profile::{self, Family, Profile};
use tapsmith_core::random::Random;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_core::sun::{Chip, PiccRandom, TapKeys, sign};
use tapsmith_core::tamper::{Loop, TagTamper};
use tapsmith_core::template::Template;
use tapsmith_core::uid::Uid;
use tapsmith_desk::batch::{NewBatch, create};
use tapsmith_desk::check::Verdict;
use tapsmith_desk::discover::{self, DiscoverError, Discovered, discover};
use tapsmith_desk::encode::{Effort, Encoded, ForGood, Request, encode};
use tapsmith_desk::error::Error;
use tapsmith_desk::tap::{ByVault, Judged, Keyed, Shape, Signer, remember};
use tapsmith_desk::trust::VirtualCards;
use tapsmith_picc::Ntag424;
use tapsmith_store::{Claim, Rotation};

const OPENED: TagTamper = TagTamper { permanent: Loop::Open, current: Loop::Closed };

fn record(id: u64) -> RecordId {
    id.try_into().unwrap()
}

fn tap(desk: &Desk, of: u64, uid: Option<Uid>) -> String {
    let counter: ReadCounter = 5.try_into().unwrap();
    Signer::new(&desk.vault, &desk.batch).unwrap().sign(record(of), uid, counter, OPENED).unwrap()
}

/// Both ways to a verdict say the same, where there are two.
fn judge(desk: &Desk, url: &str) -> Judged {
    let (vault, batch, lines) = (&desk.vault, &desk.batch, [url.as_bytes()]);
    let asked = ByVault::new(vault, batch).unwrap().judge_all(Shape::Urls, &lines).unwrap();
    if let Some(keyed) = Keyed::by_batch(vault, batch).unwrap() {
        assert_eq!(keyed.judge_all(Shape::Urls, &lines), asked, "{url}");
    }
    asked.into_iter().next().unwrap()
}

/// Puts record 40 on the card.
fn encode_40(desk: &mut Desk, card: &mut Ntag424) -> Result<Encoded, Error<Infallible>> {
    let request = Request {
        batch: &desk.batch,
        record: Some(record(40)),
        virtual_cards: VirtualCards::Accept,
        overwrite: false,
        for_good: ForGood::Ask,
        replace: false,
        effort: Effort::Normal,
        now: Timestamp::UNIX_EPOCH,
    };
    card.power_off();
    encode(&mut Tag::new(Wire(card)), &mut desk.vault, request, &mut Counting(9))
}

/// The dice of a desk come round, so that of random keys some records have the same: another batch, with dice that
/// do not.
fn anew(desk: &mut Desk, keys: KeyScheme) {
    let Batch { records, base_url, profile, .. } = desk.batch.clone();
    let name = "anew".parse().unwrap();
    let new = NewBatch { name, records, base_url, keys, profile, hsm: None };
    let (now, dice) = (Timestamp::UNIX_EPOCH, &mut Rising(0));
    desk.batch = create(&mut desk.vault, new, now, dice, &mut |_| true).unwrap();
}

/// No eight bytes of it come twice.
struct Rising(u64);

impl Random for Rising {
    type Error = Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for bytes in out.chunks_mut(8) {
            self.0 += 1;
            let rising = self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes();
            bytes.iter_mut().zip(rising).for_each(|(byte, risen)| *byte = risen);
        }
        Ok(())
    }
}

#[test]
fn a_tap_of_every_profile_is_its_records() {
    for profile in Profile::names_for(Family::Ntag424).filter(|name| *name != "static-url") {
        for keys in [KeyScheme::Derived, KeyScheme::Random] {
            let mut desk = Desk::new(profile, keys);
            anew(&mut desk, keys);
            let url = tap(&desk, 33, None);
            let judged = judge(&desk, &url);
            assert_eq!((judged.verdict, judged.reason), (Verdict::Pass, None), "{profile}: {url}");
            let named = url.contains("/33");
            assert_eq!(judged.record_id, Some(record(33)), "{profile}, {keys:?}");
            let shown = (profile == "sun-tamper").then_some(OPENED);
            assert_eq!(judged.tag_tamper, shown, "a cut loop is told, and the tap is genuine");
            let mac = url.len() - 16;
            let forged = format!("{}0123456789ABCDEF", &url[..mac]);
            let reason = if named { "wrong_mac" } else { "no_record" };
            assert_eq!(judge(&desk, &forged).reason, Some(reason), "{profile}");
        }
    }
}

#[test]
fn a_tap_of_the_other_suite_is_refused_with_its_reason() {
    let (aes, lrp) =
        (Desk::new("sun-aes", KeyScheme::Derived), Desk::new("sun-lrp", KeyScheme::Derived));
    assert_eq!(judge(&aes, &tap(&lrp, 1, None)).reason, Some("lrp"));
    assert_eq!(judge(&lrp, &tap(&aes, 1, None)).reason, Some("aes"));
}

/// Its keys follow from the batch's master key all the same: only the batch's range says that there is no such card.
#[test]
fn a_record_beyond_the_batch_is_none_of_it() {
    let desk = Desk::new("sun-aes", KeyScheme::Derived);
    let keys = desk.vault.keys(&desk.batch).unwrap().record_keys().unwrap().unwrap();
    let template = Template::for_base(&desk.batch.profile, &desk.batch.base_url).unwrap();
    let last = desk.batch.records.last();
    for (record, reason) in [(last, None), (last.plus(1).unwrap(), Some("unknown_record"))] {
        let [meta_read, file_read] =
            [Role::MetaRead, Role::FileRead].map(|role| keys.key(role, record));
        let chip = Chip {
            uid: Uid([0x04, 1, 2, 3, 4, 5, 6]),
            counter: 5.try_into().unwrap(),
            random: PiccRandom::default(),
            tag_tamper: OPENED,
        };
        let url = sign(&template, record, &TapKeys { meta_read, file_read }, chip);
        assert_eq!(judge(&desk, &url).reason, reason, "{url}");
    }
}

/// Not our own signer but a card: its tap is found among all records.
#[test]
fn a_bolt_cards_tap_is_found_by_trial() {
    let mut desk = Desk::at("bolt-card", KeyScheme::Derived, "https://pay.example.com/ln");
    let mut card = blank(profile::Chip::Ntag424, 1);
    let url = encode_40(&mut desk, &mut card).unwrap().url.unwrap();
    assert!(url.starts_with("lnurlw://pay.example.com/ln?p="), "{url}");
    let judged = judge(&desk, &url);
    assert_eq!((judged.verdict, judged.record_id), (Verdict::Pass, Some(record(40))));
}

/// The vault's word for a UID is tried first, and is only a hint: the MAC says whose tap it is.
#[test]
fn a_hidden_card_is_found_by_its_uid_and_proved_by_its_mac() {
    let mut desk = Desk::new("sun-private", KeyScheme::Derived);
    let uid = Uid([0x04, 1, 2, 3, 4, 5, 6]);
    let generation = Generation::default();
    let claim = Claim { record: record(20), uid, generation, is_virtual: true, replaces: None };
    desk.vault.claim(&desk.batch, claim, Timestamp::UNIX_EPOCH).unwrap();
    for made_by in [20, 7, 50] {
        let judged = judge(&desk, &tap(&desk, made_by, Some(uid)));
        let found = (judged.verdict, judged.record_id, judged.uid);
        assert_eq!(found, (Verdict::Pass, Some(record(made_by)), Some(uid)));
    }
}

/// A key that stays when the record's others are made anew: a captured tap would be good again under it, so its count
/// goes on.
#[test]
fn a_shared_signing_key_forgets_no_counter() {
    let toml =
        "name = \"p\"\nurl = \"{base}/[[{record_id}?p={picc}&m={mac}\"\nshared = [\"file_read\"]";
    let profile = Profile::from_toml(toml).unwrap();
    let mut desk = Desk::of(profile, KeyScheme::Derived, "https://example.com/c");
    let uid = Uid([0x04, 1, 2, 3, 4, 5, 6]);
    let url = tap(&desk, 1, Some(uid));
    let mut first = [judge(&desk, &url)];
    remember(&mut desk.vault, Some(&desk.batch), &mut first).unwrap();
    let records = RecordRange::new(RecordId::MIN, 1).unwrap();
    let rotation = Rotation { records, carried: true };
    let now = Timestamp::UNIX_EPOCH;
    desk.vault.rotate(&desk.batch, rotation, now, &mut Counting(9), &mut |_| true).unwrap();
    // The meta-read key is the record's own and new, so whoever replays needs it opened under the new one.
    let mut again = [judge(&desk, &tap(&desk, 1, Some(uid)))];
    assert_eq!(again[0].verdict, Verdict::Pass);
    remember(&mut desk.vault, Some(&desk.batch), &mut again).unwrap();
    assert_eq!(again[0].reason, Some("replayed"));
}

/// The MAC of a card that a printer changed covers nothing, and all its keys are the batch's: anybody could put another
/// record into its address.
#[test]
fn a_layout_whose_shared_key_signs_no_record_is_not_learnt() {
    let toml = "name = \"p\"\nurl = \"{base}/[[{record_id}?p={picc}&m={mac}\"\n\
                shared = [\"meta_read\", \"file_read\"]";
    let profile = Profile::from_toml(toml).unwrap();
    let mut desk = Desk::of(profile, KeyScheme::Derived, "https://example.com/c");
    let mut card = blank(profile::Chip::Ntag424, 1);
    encode_40(&mut desk, &mut card).unwrap();
    assert!(learn(&mut desk, &mut card).unwrap().learnt, "the profile's own layout is");
    unsign(&desk, &mut card, 40);
    let refused = learn(&mut desk, &mut card).unwrap_err();
    assert!(
        matches!(refused, Error::Discover(DiscoverError::SharedTap(slot)) if slot == KeyNumber::ALL[2])
    );
}

fn learn(desk: &mut Desk, card: &mut Ntag424) -> Result<Discovered, Error<Infallible>> {
    let request = discover::Request {
        batch: &desk.batch,
        record: None,
        virtual_cards: VirtualCards::Accept,
        learn: true,
        tolerate: &[],
        now: Timestamp::UNIX_EPOCH,
    };
    card.power_off();
    discover(&mut Tag::new(Wire(card)), &mut desk.vault, request, &mut Counting(9))
}

/// Has the MAC start where it ends.
fn unsign(desk: &Desk, card: &mut Ntag424, of: u64) {
    let keys = desk.vault.keys(&desk.batch).unwrap();
    let key = keys.key(record(of), Role::AppMaster, Generation::default()).unwrap();
    card.power_off();
    let mut tag = Tag::new(Wire(card));
    tag.select_application().unwrap();
    let mut session = tag.authenticate(KeyNumber::MASTER, &key, [1; 16]).unwrap();
    let file = FileNumber::Ndef;
    let mut settings = session.send(&GetFileSettings { file }).unwrap().settings;
    let by = settings.sdm.as_mut().unwrap().file_read.as_mut().unwrap();
    by.mac_input = by.mac;
    session.send(&ChangeFileSettings { file, settings, mode: CommMode::Full }).unwrap();
}

/// A text that fills the same characters as the one that was learnt is no other layout.
#[test]
fn a_profile_that_spells_out_its_file_data_goes_on_after_its_layout_was_learnt() {
    for file_data in ["{record_id}", "{record_id}0", "lot 10", "lot {record_id}"] {
        let toml = format!(
            "name = \"p\"\nfile_data = \"{file_data}\"\n\
             url = \"{{base}}/{{record_id}}?p={{picc}}&e={{enc:64}}&m={{mac}}\""
        );
        let profile = Profile::from_toml(&toml).unwrap();
        let mut desk = Desk::of(profile, KeyScheme::Derived, "https://example.com/c");
        let mut card = blank(profile::Chip::Ntag424, 1);
        for round in 0..2 {
            let encoded = encode_40(&mut desk, &mut card);
            let encoded = encoded.unwrap_or_else(|error| panic!("{file_data}, {round}: {error}"));
            assert_eq!(encoded.verdict, Verdict::Pass, "{file_data}, {round}");
            assert!(learn(&mut desk, &mut card).unwrap().learnt, "{file_data}, {round}");
        }
    }
}

/// The address names no record, the encrypted file data does: it has to be the one whose keys made the tap.
#[test]
fn a_tap_found_by_trial_has_its_records_file_data() {
    let toml = "name = \"p\"\nurl = \"{base}?p={picc}&e={enc}&m={mac}\"";
    let profile = Profile::from_toml(toml).unwrap();
    let desk = Desk::of(profile, KeyScheme::Derived, "https://example.com/c");
    let judged = judge(&desk, &tap(&desk, 33, None));
    assert_eq!((judged.verdict, judged.record_id), (Verdict::Pass, Some(record(33))));
    let keys = desk.vault.keys(&desk.batch).unwrap();
    let key = |role| keys.key(record(33), role, Generation::default()).unwrap();
    let (meta_read, file_read) = (key(Role::MetaRead), key(Role::FileRead));
    let template = Template::for_base(&desk.batch.profile, "https://example.com/c").unwrap();
    let (uid, counter) = (Uid([4, 1, 2, 3, 4, 5, 6]), ReadCounter::default());
    let chip = Chip { uid, counter, random: PiccRandom::default(), tag_tamper: OPENED };
    let others = sign(&template, record(34), &TapKeys { meta_read, file_read }, chip);
    let judged = judge(&desk, &others);
    assert_eq!((judged.reason, judged.record_id), (Some("wrong_file_data"), Some(record(33))));
}

/// Another batch's shared key does not open PICCData: no record is tried.
#[test]
fn a_hidden_card_of_another_batch_is_nobodys() {
    let (one, other) = (
        Desk::new("sun-private", KeyScheme::Derived),
        Desk::at("sun-private", KeyScheme::Random, "https://example.com/c"),
    );
    let url = tap(&other, 1, None);
    assert_eq!(judge(&other, &url).verdict, Verdict::Pass);
    assert_eq!(judge(&one, &url).reason, Some("no_record"));
}
