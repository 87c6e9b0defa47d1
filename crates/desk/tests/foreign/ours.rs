//! Our cards: its authentication with our keys, its view of our settings, its verifier on our taps.

use jiff::Timestamp;
use ntag424::sdm::{SdmVerification, Verifier};
use ntag424::types::file_settings::{CryptoMode, Sdm};
use ntag424::{AuthenticatedSession, File, Session, SessionError, TagTamperStatus, Transport};
use tapsmith_card::tag::Tag;
use tapsmith_core::batch::KeyScheme;
use tapsmith_core::profile::{Family, Profile};
use tapsmith_core::suite::Suite;
use tapsmith_desk::check::Verdict;
use tapsmith_desk::encode::{Effort, ForGood, Request, encode};
use tapsmith_desk::trust::VirtualCards;

use crate::common::{Counting, Desk, Wire};
use crate::{Field, Key, NUMBERS, UID, keys_of, now};

/// All that a profile can ask for, at once.
const EVERYTHING: &str = r#"
name = "everything"
chip = "ntag424tt"
url = "{base}?p={picc}&[[e={enc:96}&m={mac}"
file_data = "record={record_id};state={tt}"
shared = ["meta_read"]
read_only = true
configuration = { suite = "lrp", random_uid = true, tag_tamper = "key3", failed_authentications = { limit = 500, decrement = 10 } }
counter = { read = "key4", limit = 1000 }
"#;

/// A card that we encoded, as its owner knows it.
struct Ours {
    field: Field,
    mode: CryptoMode,
    keys: [Key; 5],
}

impl Ours {
    fn encoded(profile: Profile) -> Self {
        let mode = match profile.configuration.suite {
            Suite::Aes => CryptoMode::Aes,
            Suite::Lrp => CryptoMode::Lrp,
        };
        let mut field = Field::blank(profile.chip);
        let mut desk = Desk::of(profile, KeyScheme::Random, "https://example.com/c");
        let request = Request {
            batch: &desk.batch,
            record: None,
            virtual_cards: VirtualCards::Accept,
            overwrite: false,
            for_good: ForGood::Any,
            replace: false,
            effort: Effort::Normal,
            now: Timestamp::UNIX_EPOCH,
        };
        let mut tag = Tag::new(Wire(&mut field.0));
        let done = encode(&mut tag, &mut desk.vault, request, &mut Counting(9)).unwrap();
        assert_eq!(done.verdict, Verdict::Pass);
        let keys = keys_of(&desk, done.record_id);
        field.0.power_off();
        Self { field, mode, keys }
    }

    /// What it finds in the settings of the NDEF file.
    fn sdm(&mut self) -> Option<Sdm> {
        self.field.0.power_off();
        now(Session::default().get_file_settings(&mut self.field, File::Ndef)).unwrap().sdm
    }

    /// Reads as a phone does, and has the tap verified; with one character of its MAC changed it is not.
    fn tap(&mut self, sdm: &Sdm) -> SdmVerification {
        self.field.0.power_off();
        let mut page = [0; 256];
        let mut session = Session::default();
        let read = session.read_file_unauthenticated(&mut self.field, File::Ndef, 0, &mut page);
        assert_eq!(now(read).unwrap(), 256);
        let verifier = Verifier::try_new(sdm, self.mode).unwrap();
        let [_, meta_read, file_read, ..] = &self.keys;
        let verified = verifier.verify_with_meta_key(&page, file_read, meta_read).unwrap();
        page[usize::try_from(verifier.mac_range().end).unwrap()] ^= 1;
        assert!(verifier.verify_with_meta_key(&page, file_read, meta_read).is_err());
        verified
    }
}

fn profiles() -> impl Iterator<Item = Profile> {
    let shipped = Profile::names_for(Family::Ntag424).map(|name| Profile::shipped(name).unwrap());
    shipped.chain([Profile::from_toml(EVERYTHING).unwrap()])
}

#[test]
fn it_opens_our_cards_with_each_of_their_keys() {
    for profile in profiles() {
        let name = profile.name.clone();
        let Ours { mut field, mode, keys } = Ours::encoded(profile);
        for (number, key) in NUMBERS.into_iter().zip(&keys) {
            now(async {
                let session = field.open(mode, number, key).await;
                let (version, session) = session.get_key_version(&mut field, number).await.unwrap();
                assert_eq!(version, 1, "{name}");
                let (uid, _) = session.get_uid(&mut field).await.unwrap();
                assert_eq!(uid, UID.0, "{name}");
            });
        }
    }
}

/// In a session, so that its secure messaging has to agree with the card's: the page, the settings, and the
/// signature, which arrives whole and is not NXP's.
#[test]
fn it_reads_our_cards_in_its_sessions() {
    for profile in profiles() {
        let name = profile.name.clone();
        let mut ours = Ours::encoded(profile);
        let sdm = ours.sdm();
        let Ours { mut field, mode, keys } = ours;
        now(async {
            let session = field.open(mode, NUMBERS[0], &keys[0]).await;
            let (settings, session) =
                session.get_file_settings(&mut field, File::Ndef).await.unwrap();
            assert_eq!(settings.sdm, sdm, "{name}");
            let mut page = [0; 256];
            let (_, session) =
                session.read_file(&mut field, File::Ndef, 0, 256, &mut page).await.unwrap();
            assert_eq!(page[2..4], [0xD1, 0x01], "{name}: an NDEF record, as it was written");
            let checked = session.verify_originality(&mut field, &UID.0).await;
            let Err(SessionError::OriginalityVerificationFailed(_)) = checked else {
                panic!("{name}: a virtual card is not NXP's")
            };
        });
    }
}

#[test]
fn its_verifier_takes_our_taps() {
    for profile in profiles() {
        let name = profile.name.clone();
        let mut ours = Ours::encoded(profile);
        let Some(sdm) = ours.sdm() else {
            assert_eq!(name, "static-url");
            continue;
        };
        for counter in 2..4 {
            let verified = ours.tap(&sdm);
            assert_eq!(verified.uid, Some(UID.0), "{name}");
            assert_eq!(verified.read_ctr, Some(counter), "{name}: encode proved it by the first");
            let data = verified.enc_file_data.map(|data| String::from_utf8(data).unwrap());
            let expected = match name.as_str() {
                "sun-enc-file" => Some("0000000000000001".to_owned()),
                "everything" => Some(format!("{:0<48}", "record=0000000000000001;state=CC")),
                _ => None,
            };
            assert_eq!(data, expected, "{name}");
        }
    }
}

/// The loop as it reads it, in a tap and in a session: whole, cut, and mended.
#[test]
fn it_sees_our_loops_cut() {
    const C: TagTamperStatus = TagTamperStatus::Close;
    const O: TagTamperStatus = TagTamperStatus::Open;
    for (profile, slot) in
        [(Profile::shipped("sun-tamper").unwrap(), 0), (Profile::from_toml(EVERYTHING).unwrap(), 3)]
    {
        let mut ours = Ours::encoded(profile);
        let sdm = ours.sdm().unwrap();
        for (is_cut, expected) in [(false, (C, C)), (true, (O, O)), (false, (O, C))] {
            if is_cut {
                ours.field.0.cut_loop();
            } else {
                ours.field.0.close_loop();
            }
            let tapped = ours.tap(&sdm).tamper_status.unwrap();
            assert_eq!((tapped.permanent(), tapped.current()), expected);
            let Ours { field, mode, keys } = &mut ours;
            let (asked, _) = now(async {
                let session = field.open(*mode, NUMBERS[slot], &keys[slot]).await;
                session.get_tt_status(field).await.unwrap()
            });
            assert_eq!(asked, tapped);
        }
    }
}

/// A UID that is another one each time; the card's own is for who holds a key.
#[test]
fn it_sees_that_our_cards_hide() {
    for (profile, hides) in [
        (Profile::shipped("sun-private").unwrap(), true),
        (Profile::from_toml(EVERYTHING).unwrap(), true),
        (Profile::shipped("sun-aes").unwrap(), false),
    ] {
        let Ours { mut field, .. } = Ours::encoded(profile);
        let shown = now(field.get_uid()).unwrap();
        let version = now(Session::default().get_version(&mut field)).unwrap();
        if hides {
            assert_eq!((shown.len(), version.uid()), (4, &[0; 7]));
        } else {
            assert_eq!((shown, version.uid()), (UID.0.to_vec(), &UID.0));
        }
    }
}

/// The counter by command, where our profile gives it to a key.
#[test]
fn it_reads_our_counter_by_command() {
    let mut ours = Ours::encoded(Profile::from_toml(EVERYTHING).unwrap());
    let sdm = ours.sdm().unwrap();
    let counter = ours.tap(&sdm).read_ctr.unwrap();
    let Ours { field, mode, keys } = &mut ours;
    let (asked, _) = now(async {
        let session = field.open(*mode, NUMBERS[4], &keys[4]).await;
        session.get_file_counters(field, File::Ndef).await.unwrap()
    });
    assert_eq!(asked, counter);
}
