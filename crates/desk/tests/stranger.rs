//! Cards personalized by somebody else, in layouts that this code did not choose: discovered, learnt,
//! and verified by what was learnt; a card of another layout then fails by name.
//!
//! The stranger here writes raw settings, laid out by hand, and keys by raw commands; of our own it
//! uses the channel to the card, not the way from a profile to a card.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{Counting, Desk, Wire, blank};
use jiff::Timestamp;
use tapsmith_card::command::{
    ChangeFileSettings, ChangeKey, ChangeMasterKey, FileNumber, NonMasterKey, WriteData,
};
use tapsmith_card::settings::{FileSettings, Offset};
use tapsmith_card::tag::Tag;
use tapsmith_core::access::CommMode;
use tapsmith_core::batch::KeyScheme;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::layout::SlotContent;
use tapsmith_core::profile::Chip;
use tapsmith_core::record::{Generation, RecordId};
use tapsmith_desk::check::{Outcome, Verdict};
use tapsmith_desk::discover::{DiscoverError, Discovered, Request, discover};
use tapsmith_desk::encode;
use tapsmith_desk::error::Error;
use tapsmith_desk::tap::ByVault;
use tapsmith_desk::trust::VirtualCards;
use tapsmith_desk::verify::{self, Verified, verify};
use tapsmith_picc::Ntag424;

impl Desk {
    /// The order's `publicKey` and `privateKey` of a record.
    fn ordered(&self, record: u64) -> [AesKey; 2] {
        let keys = self.vault.keys(&self.batch).unwrap();
        let keys = keys.record(record.try_into().unwrap(), Generation::default()).unwrap();
        [Role::MetaRead, Role::FileRead].map(|role| keys.get(role).unwrap().clone())
    }

    fn discover(
        &mut self,
        card: &mut Ntag424,
        learn: bool,
        tolerate: &[u8],
    ) -> Result<Discovered, String> {
        let tolerate: Vec<KeyNumber> = tolerate.iter().map(|n| (*n).try_into().unwrap()).collect();
        let request = Request {
            batch: &self.batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            learn,
            tolerate: &tolerate,
            now: Timestamp::UNIX_EPOCH,
        };
        card.power_off();
        let found = discover(&mut Tag::new(Wire(card)), &mut self.vault, request, &mut Counting(9));
        found.map_err(|error: Error<_>| error.to_string())
    }

    fn verify(&mut self, card: &mut Ntag424) -> Verified {
        let (batch, virtual_cards) = (&self.batch, VirtualCards::Accept);
        let now = Timestamp::UNIX_EPOCH;
        let request = verify::Request {
            batch,
            record: None,
            virtual_cards,
            strangers: verify::Strangers::One,
            now,
        };
        card.power_off();
        verify(&mut Tag::new(Wire(card)), &mut self.vault, request, &mut Counting(9)).unwrap()
    }
}

/// A layout: the URL with `#` where the chip writes, settings by hand, keys by slot.
struct Stranger {
    url: &'static str,
    settings: Vec<u8>,
    keys: Vec<(u8, AesKey)>,
    master: Option<AesKey>,
}

impl Stranger {
    fn make(self, uid: u8) -> Ntag424 {
        let mut card = blank(Chip::Ntag424, uid);
        let mut tag = Tag::new(Wire(&mut card));
        tag.select_application().unwrap();
        let mut session = tag.authenticate(KeyNumber::MASTER, &AesKey::factory(), [1; 16]).unwrap();
        let (file, mode) = (FileNumber::Ndef, CommMode::Plain);
        let offset = Offset::new(0).unwrap();
        session.send(&WriteData { file, offset, data: ndef(self.url), mode }).unwrap();
        let settings = FileSettings::decode(&self.settings).unwrap();
        let mode = CommMode::Full;
        session.send(&ChangeFileSettings { file, settings, mode }).unwrap();
        for (slot, new) in self.keys {
            let key = NonMasterKey::new(slot.try_into().unwrap()).unwrap();
            let (old, version) = (AesKey::factory(), KeyVersion(0x11));
            session.send(&ChangeKey { key, old, new, version }).unwrap();
        }
        if let Some(new) = self.master {
            session.change_master_key(&ChangeMasterKey { new, version: KeyVersion(0x11) }).unwrap();
        }
        card
    }
}

/// NLEN, and a URI record for an `https://` address of fewer than 250 characters.
fn ndef(url: &str) -> Vec<u8> {
    let rest = url.strip_prefix("https://").unwrap().replace('#', "0");
    let length = u8::try_from(rest.len()).unwrap();
    let mut file = vec![0, length + 5, 0xD1, 0x01, length + 1, 0x55, 0x04];
    file.extend(rest.bytes());
    file
}

/// Where `mark` ends, in the file.
fn at(url: &str, mark: &str) -> u8 {
    u8::try_from(url.find(mark).unwrap() + mark.len() - "https://".len() + 7).unwrap()
}

/// Other names, keys in slots 4 and 3, a MAC over a window, key 0 left at the factory's.
fn windowed(desk: &Desk, record: u64) -> Stranger {
    let url = match record {
        17 => {
            "https://print.example/x/17/v?data=################################&sig=################"
        }
        _ => {
            "https://print.example/x/18/v?data=################################&sig=################"
        }
    };
    let [public, private] = desk.ordered(record);
    let (data, window, mac) = (at(url, "data="), at(url, "v?"), at(url, "sig="));
    // SDM on, plain; read-write 0, change 0; read free, write 0; UID, counter, ASCII; F and F;
    // MetaRead 4, FileRead 3; PICCData, MAC input, MAC.
    let settings = vec![0x40, 0x00, 0xE0, 0xC1, 0xFF, 0x43, data, 0, 0, window, 0, 0, mac, 0, 0];
    Stranger { url, settings, keys: vec![(4, public), (3, private)], master: None }
}

/// Plain mirrors, one key for everything in slot 1, key 0 somebody's own.
fn plain(desk: &Desk) -> Stranger {
    let url = "https://print.example/t?id=5&u=##############&n=######&m=################";
    let [_, private] = desk.ordered(5);
    let (uid, counter, mac) = (at(url, "u="), at(url, "n="), at(url, "m="));
    let settings =
        vec![0x40, 0x00, 0xE0, 0xC1, 0xFF, 0xE1, uid, 0, 0, counter, 0, 0, mac, 0, 0, mac, 0, 0];
    let master = AesKey::init_with(|key| key.fill(0x5C));
    Stranger { url, settings, keys: vec![(1, private)], master: Some(master) }
}

fn failed(verified: &Verified) -> Vec<&str> {
    let failed = verified.checks.iter().filter(|check| check.outcome == Outcome::Fail);
    failed.map(|check| check.name.as_ref()).collect()
}

fn contents(found: &Discovered) -> Vec<String> {
    found
        .slots
        .iter()
        .map(|slot| match slot.content {
            SlotContent::Role(role) => role.to_string(),
            SlotContent::Factory => "factory".to_owned(),
            SlotContent::Unknown => "unknown".to_owned(),
        })
        .collect()
}

#[test]
fn a_layout_with_a_mac_window_is_found_learnt_and_judged_by() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let mut card = windowed(&desk, 17).make(1);
    let found = desk.discover(&mut card, false, &[]).unwrap();
    assert_eq!(found.record_id.map(RecordId::as_u64), Some(17));
    let template = "https://print.example/x/{record_id}/v?[[data={picc}&sig={mac}";
    assert_eq!(found.layout.template, template);
    assert_eq!(contents(&found), ["factory", "factory", "factory", "file_read", "meta_read"]);
    assert_eq!(found.failed_authentications, 0);
    // Before it is learnt, it fails by the profile.
    assert!(failed(&desk.verify(&mut card)).contains(&"base_url"));
    // Slot 0 is never tolerated silently.
    let refused = desk.discover(&mut card, true, &[]).unwrap_err();
    assert_eq!(refused, DiscoverError::FactoryMaster.to_string());
    assert!(desk.discover(&mut card, true, &[0]).unwrap().learnt);
    let verified = desk.verify(&mut card);
    assert_eq!(failed(&verified), ["factory_keys_gone"], "{verified:?}");
    // Whoever lets the factory's key be decides for the rights that it has, too.
    let mut silent = desk.vault.learnt_layout(&desk.batch).unwrap().unwrap();
    silent.tolerated.clear();
    desk.vault.learn(&desk.batch, &silent, Timestamp::UNIX_EPOCH).unwrap();
    let verified = desk.verify(&mut card);
    assert_eq!(failed(&verified), ["factory_keys_gone", "write_protected"], "{verified:?}");
    desk.discover(&mut card, true, &[0, 1, 2]).unwrap();
    let verified = desk.verify(&mut card);
    assert_eq!((verified.verdict, failed(&verified)), (Verdict::Pass, vec![]), "{verified:?}");
    let taken = verified.checks.iter().find(|check| check.name == "factory_keys_gone").unwrap();
    assert_eq!(taken.detail, "but for slots 0, 1, 2, accepted when the layout was learnt");
    // What encode writes would fail by this layout.
    let request = encode::Request {
        batch: &desk.batch,
        record: None,
        virtual_cards: VirtualCards::Accept,
        for_good: encode::ForGood::Ask,
        overwrite: false,
        replace: false,
        effort: encode::Effort::Normal,
        now: Timestamp::UNIX_EPOCH,
    };
    let mut fresh = blank(Chip::Ntag424, 8);
    let mut tag = Tag::new(Wire(&mut fresh));
    let refused = encode::encode(&mut tag, &mut desk.vault, request, &mut Counting(9));
    assert!(matches!(refused, Err(Error::OtherLayout { .. })), "{refused:?}");
    // Another card of the same layout, and its tap.
    let mut sister = windowed(&desk, 18).make(2);
    let verified = desk.verify(&mut sister);
    assert_eq!(
        (verified.verdict, verified.record_id),
        (Verdict::Pass, Some(18.try_into().unwrap()))
    );
    let mut judge = ByVault::new(&desk.vault, &desk.batch).unwrap();
    assert_eq!(judge.judge(&verified.url.unwrap()).unwrap().verdict, Verdict::Pass);
    // A second card with a record that was seen, and the first one once more.
    let verified = desk.verify(&mut windowed(&desk, 18).make(5));
    assert_eq!(failed(&verified), ["not_seen_before"]);
    assert_eq!(desk.verify(&mut sister).verdict, Verdict::Pass);
    // A card of another layout, with the right keys.
    let mut other = windowed(&desk, 17);
    other.settings[1] = 0x10;
    let verified = desk.verify(&mut other.make(3));
    assert_eq!(failed(&verified), ["settings_match", "not_seen_before"]);
    let mut profile = plain(&desk);
    profile.master = None;
    let verified = desk.verify(&mut profile.make(4));
    assert!(failed(&verified).contains(&"base_url"), "{verified:?}");
    assert_eq!(verified.verdict, Verdict::Fail);
}

#[test]
fn plain_mirrors_one_key_and_a_master_key_nobody_knows() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let mut card = plain(&desk).make(1);
    let found = desk.discover(&mut card, true, &[2, 3, 4]).unwrap();
    assert_eq!(found.record_id.map(RecordId::as_u64), Some(5));
    assert_eq!(contents(&found), ["unknown", "file_read", "factory", "factory", "factory"]);
    let template = "https://print.example/t?id={record_id}&u={uid}&n={ctr}&m={mac}";
    assert_eq!(found.layout.template, template);
    assert!(found.failed_authentications <= 4, "{}", found.failed_authentications);
    let verified = desk.verify(&mut card);
    assert_eq!((verified.verdict, failed(&verified)), (Verdict::Pass, vec![]), "{verified:?}");
    assert_eq!(verified.failed_authentications, 1);
}

#[test]
fn a_card_whose_taps_anybody_can_forge_is_not_learnt() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let mut stranger = plain(&desk);
    stranger.keys.clear();
    let mut card = stranger.make(1);
    let found = desk.discover(&mut card, false, &[]).unwrap();
    assert_eq!(found.slots[1].content, SlotContent::Factory);
    let refused = desk.discover(&mut card, true, &[0, 1, 2, 3, 4]).unwrap_err();
    let expected = DiscoverError::FactoryTap(1.try_into().unwrap()).to_string();
    assert_eq!(refused, expected);
}

#[test]
fn a_card_of_nobody_here_is_told_so() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let mut stranger = plain(&desk);
    stranger.keys = vec![(1, AesKey::init_with(|key| key.fill(0x33)))];
    let refused = desk.discover(&mut stranger.make(1), false, &[]).unwrap_err();
    assert!(
        refused.starts_with("no record of batch b made this card's tap: 50 were tried"),
        "{refused}"
    );
    let refused = desk.discover(&mut blank(Chip::Ntag424, 9), false, &[]).unwrap_err();
    assert!(refused.starts_with("the card shows no address"), "{refused}");
}

/// An address with numbers of its own: none of them is taken for the record.
#[test]
fn a_number_of_the_host_is_no_record_and_two_are_one_too_many() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let [_, private] = desk.ordered(1);
    let make = |url: &'static str, uid| {
        let at = |mark| at(url, mark);
        let (uid_at, mac) = (at("u="), at("m="));
        let settings = vec![0x40, 0x00, 0xE0, 0x81, 0xFF, 0xE1, uid_at, 0, 0, mac, 0, 0, mac, 0, 0];
        let keys = vec![(1, private.clone())];
        Stranger { url, settings, keys, master: None }.make(uid)
    };
    let mut card = make("https://v1.example/c/1?u=##############&m=################", 1);
    let found = desk.discover(&mut card, true, &[0, 2, 3, 4]).unwrap();
    assert_eq!(found.layout.template, "https://v1.example/c/{record_id}?u={uid}&m={mac}");
    let mut card = make("https://v.example/1/1?u=##############&m=################", 2);
    let refused = desk.discover(&mut card, true, &[0, 2, 3, 4]).unwrap_err();
    assert!(refused.starts_with("the address has the number 1 more than once"), "{refused}");
    // No number at all: every record is tried, and the right one found.
    let mut card = make("https://v.example/c?u=##############&m=################", 3);
    let found = desk.discover(&mut card, true, &[0, 2, 3, 4]).unwrap();
    assert_eq!(found.record_id.map(RecordId::as_u64), Some(1));
    assert_eq!(found.layout.template, "https://v.example/c?u={uid}&m={mac}");
    let verified = desk.verify(&mut card);
    assert_eq!((verified.verdict, failed(&verified)), (Verdict::Pass, vec![]), "{verified:?}");
    let mut judge = ByVault::new(&desk.vault, &desk.batch).unwrap();
    let judged = judge.judge(&verified.url.unwrap()).unwrap();
    assert_eq!((judged.verdict, judged.record_id), (Verdict::Pass, Some(RecordId::MIN)));
    let mut card = make("https://v2.example/v3?u=##############&m=################", 4);
    let found = desk.discover(&mut card, false, &[]).unwrap();
    assert_eq!(found.record_id.map(RecordId::as_u64), Some(1));
}

#[test]
fn a_card_that_nobody_signed_teaches_nothing() {
    let mut desk = Desk::new("sun-aes", KeyScheme::Derived);
    let mut card = windowed(&desk, 17).make(1);
    let request = Request {
        batch: &desk.batch,
        record: None,
        virtual_cards: VirtualCards::Refuse,
        learn: true,
        tolerate: &KeyNumber::ALL,
        now: Timestamp::UNIX_EPOCH,
    };
    card.power_off();
    let mut tag = Tag::new(Wire(&mut card));
    let refused = discover(&mut tag, &mut desk.vault, request, &mut Counting(9));
    assert!(matches!(refused, Err(Error::NotOriginal(_))), "{refused:?}");
    assert_eq!(desk.vault.learnt_layout(&desk.batch).unwrap(), None);
}
