//! A MIFARE DESFire EV3 that we made an NTAG 424 DNA: to a client that knows NTAG 424 DNA alone it is one.

use std::convert::Infallible;

use jiff::Timestamp;
use ntag424::sdm::Verifier;
use ntag424::types::file_settings::CryptoMode;
use ntag424::{AuthenticatedSession, File, Response, Session, Transport};
use tapsmith_card::tag::Tag;
use tapsmith_core::batch::KeyScheme;
use tapsmith_core::profile::{Chip, Profile};
use tapsmith_desk::check::Verdict;
use tapsmith_desk::encode::{Effort, ForGood, Request, encode};
use tapsmith_desk::trust::VirtualCards;
use tapsmith_picc::desfire::{Desfire, Memory};

use crate::common::{Counting, Desk};
use crate::{Key, NUMBERS, UID, keys_of, now};

/// The card, for both clients.
struct Field(Desfire);

impl Field {
    fn exchange(&mut self, apdu: &[u8]) -> Vec<u8> {
        if apdu.starts_with(&[0xFF, 0xCA]) {
            // The reader itself knows the UID of activation.
            return [&UID.0[..], &[0x90, 0x00]].concat();
        }
        self.0.exchange(apdu, &mut Counting(7)).unwrap()
    }
}

impl tapsmith_card::transport::Transport for Field {
    type Error = Infallible;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Infallible> {
        Ok(self.exchange(command))
    }
}

impl Transport for Field {
    type Error = Infallible;
    type Data = Vec<u8>;

    async fn transmit(&mut self, apdu: &[u8]) -> Result<Response<Vec<u8>>, Infallible> {
        let mut data = self.exchange(apdu);
        let status = data.split_off(data.len() - 2);
        Ok(Response { data, sw1: status[0], sw2: status[1] })
    }

    async fn get_uid(&mut self) -> Result<Vec<u8>, Infallible> {
        Ok(UID.0.to_vec())
    }
}

/// A card of this layout, and its keys.
fn encoded(layout: &str) -> (Field, [Key; 5]) {
    let profile = Profile { chip: Chip::DesfireEv3, ..Profile::shipped(layout).unwrap() };
    let mut desk = Desk::of(profile, KeyScheme::Random, "https://example.com/c");
    let mut field = Field(Desfire::new(Memory::factory(UID)));
    let request = Request {
        batch: &desk.batch,
        record: None,
        virtual_cards: VirtualCards::Accept,
        overwrite: false,
        for_good: ForGood::Ask,
        replace: false,
        effort: Effort::Normal,
        now: Timestamp::UNIX_EPOCH,
    };
    let mut tag = Tag::new(&mut field);
    let done = encode(&mut tag, &mut desk.vault, request, &mut Counting(9)).unwrap();
    assert_eq!(done.verdict, Verdict::Pass);
    let keys = keys_of(&desk, done.record_id);
    field.0.power_off();
    (field, keys)
}

const LAYOUTS: [&str; 4] = ["sun-aes", "sun-plain", "sun-enc-file", "bolt-card"];

#[test]
fn it_opens_a_desfire_of_ours_with_each_of_its_keys() {
    for layout in LAYOUTS {
        let (mut field, keys) = encoded(layout);
        for (number, key) in NUMBERS.into_iter().zip(&keys) {
            field.0.power_off();
            now(async {
                let session = Session::default().authenticate_aes(&mut field, number, key, [5; 16]);
                let session = session.await.unwrap();
                let (version, session) = session.get_key_version(&mut field, number).await.unwrap();
                assert_eq!(version, 1, "{layout}");
                let (uid, _) = session.get_uid(&mut field).await.unwrap();
                assert_eq!(uid, UID.0, "{layout}");
            });
        }
    }
}

/// It reads the settings and the page as a phone does, and its verifier judges the tap; with one character of its MAC
/// changed the tap is refused.
#[test]
fn it_verifies_a_desfires_taps() {
    for layout in LAYOUTS {
        let (mut field, keys) = encoded(layout);
        let mut session = Session::default();
        let settings = now(session.get_file_settings(&mut field, File::Ndef)).unwrap();
        let sdm = settings.sdm.unwrap();
        for tap in 2..4 {
            field.0.power_off();
            let mut page = [0; 256];
            let mut session = Session::default();
            let read = session.read_file_unauthenticated(&mut field, File::Ndef, 0, &mut page);
            assert_eq!(now(read).unwrap(), 256);
            let verifier = Verifier::try_new(&sdm, CryptoMode::Aes).unwrap();
            let [_, meta_read, file_read, ..] = &keys;
            let seen = verifier.verify_with_meta_key(&page, file_read, meta_read).unwrap();
            assert_eq!((seen.uid, seen.read_ctr), (Some(UID.0), Some(tap)), "{layout}");
            page[usize::try_from(verifier.mac_range().end).unwrap()] ^= 1;
            let forged = verifier.verify_with_meta_key(&page, file_read, meta_read);
            assert!(forged.is_err(), "{layout}");
        }
    }
}
