//! Somebody else's client, the crate `ntag424`, drives the card, and its verifier judges the taps.
//!
//! Independent of everything of ours: its commands, its authentication, its secure messaging, its
//! NDEF, its SDM settings and the mathematics of its verifier.
//!
//! Its high-level provisioning is not tried: it switches every card to LRP, and takes no signature
//! but NXP's.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use ntag424::sdm::{SdmUrlConfig, SdmUrlOptions, Verifier, sdm_url_config};
use ntag424::types::file_settings::{CryptoMode, Sdm};
use ntag424::{
    Access, AccessRights, AuthenticatedSession, CommMode, File, FileSettingsUpdate, KeyNumber,
    NonMasterKeyNumber, Response, Session, SessionError, Transport,
};
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;
use tapsmith_picc::{Memory, Ntag424};

const UID: Uid = Uid([0x04, 0x95, 0x8C, 0xAA, 0x5C, 0x5E, 0x80]);

/// Random to nobody: counts.
struct Running(u8);

impl Random for Running {
    type Error = Infallible;

    fn fill(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for byte in out {
            self.0 = self.0.wrapping_mul(5).wrapping_add(17);
            *byte = self.0;
        }
        Ok(())
    }
}

/// The card as that client wants it.
struct Field {
    card: Ntag424,
    random: Running,
}

impl Field {
    fn new() -> Self {
        Self { card: Ntag424::new(Memory::factory(UID)), random: Running(1) }
    }

    fn exchange(&mut self, apdu: &[u8]) -> Vec<u8> {
        let Ok(answer) = self.card.exchange(apdu, &mut self.random);
        answer
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
        let mut uid = self.exchange(&[0xFF, 0xCA, 0x00, 0x00, 0x00]);
        uid.truncate(uid.len() - 2);
        Ok(uid)
    }
}

/// Nothing here ever waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a card in process does not keep anyone waiting"),
    }
}

const FACTORY: [u8; 16] = [0; 16];
const KEYS: [[u8; 16]; 5] = [[0xA0; 16], [0xA1; 16], [0xA2; 16], [0xA3; 16], [0xA4; 16]];
const OTHERS: [NonMasterKeyNumber; 4] = [
    NonMasterKeyNumber::Key1,
    NonMasterKeyNumber::Key2,
    NonMasterKeyNumber::Key3,
    NonMasterKeyNumber::Key4,
];

fn locked() -> AccessRights {
    let master = Access::Key(KeyNumber::Key0);
    AccessRights { read: Access::Free, write: master, read_write: master, change: master }
}

fn options() -> SdmUrlOptions {
    SdmUrlOptions {
        picc_key: KeyNumber::Key1,
        mac_key: KeyNumber::Key2,
        ..SdmUrlOptions::default()
    }
}

/// Keys 1 to 4, the NDEF file, its settings, and key 0 last; everything read back on the way.
async fn personalize(field: &mut Field, config: &SdmUrlConfig) {
    let mut session = Session::default()
        .authenticate_aes(field, KeyNumber::Key0, &FACTORY, [0x11; 16])
        .await
        .unwrap();
    for (number, key) in OTHERS.into_iter().zip(&KEYS[1..]) {
        session = session.change_key(field, number, key, 1, &FACTORY).await.unwrap();
    }
    let session = session.write_file(field, File::Ndef, 0, &config.ndef_bytes).await.unwrap();
    let update = FileSettingsUpdate::new(CommMode::Plain, locked()).with_sdm(config.sdm_settings);
    let session = session.change_file_settings(field, File::Ndef, &update).await.unwrap();
    let (settings, session) = session.get_file_settings(field, File::Ndef).await.unwrap();
    assert_eq!(settings.into_update().encode(&mut [0; 64]), update.encode(&mut [0; 64]));
    let length = u32::try_from(config.ndef_bytes.len()).unwrap();
    let mut written = vec![0; config.ndef_bytes.len()];
    let (_, session) = session.read_file(field, File::Ndef, 0, length, &mut written).await.unwrap();
    assert_eq!(written, config.ndef_bytes, "in a session the file is as it was written");
    session.change_master_key(field, &KEYS[0], 1).await.unwrap();
}

/// Reads as a phone does, and has the tap verified.
async fn tap(field: &mut Field, sdm: &Sdm, counter: u32) -> Option<Vec<u8>> {
    field.card.power_off();
    let mut page = [0; 256];
    let read = Session::default()
        .read_file_unauthenticated(field, File::Ndef, 0, &mut page)
        .await
        .unwrap();
    assert_eq!(read, 256);
    let verifier = Verifier::try_new(sdm, CryptoMode::Aes).unwrap();
    let verified = verifier.verify_with_meta_key(&page, &KEYS[2], &KEYS[1]).unwrap();
    assert_eq!(verified.uid, Some(UID.0));
    assert_eq!(verified.read_ctr, Some(counter));
    page[usize::try_from(verifier.mac_range().end).unwrap()] ^= 1;
    assert!(verifier.verify_with_meta_key(&page, &KEYS[2], &KEYS[1]).is_err());
    verified.enc_file_data
}

/// Both ways of saying it: what is written and mirrored, and what the tap then says.
fn personalized_and_tapped(template: &str) -> Option<Vec<u8>> {
    let config = sdm_url_config(template, CryptoMode::Aes, options()).unwrap();
    let mut field = Field::new();
    now(async {
        personalize(&mut field, &config).await;
        tap(&mut field, &config.sdm_settings, 1).await;
        tap(&mut field, &config.sdm_settings, 2).await
    })
}

#[test]
fn encrypted_picc_data() {
    assert_eq!(personalized_and_tapped("https://example.com/?p={picc}&m={mac}"), None);
}

#[test]
fn encrypted_picc_data_and_a_mac_window_of_its_own() {
    assert_eq!(personalized_and_tapped("https://example.com/?p={picc}&x=1[[&m={mac}"), None);
}

#[test]
fn plain_uid_and_counter() {
    assert_eq!(personalized_and_tapped("https://example.com/?u={uid}&c={ctr}&m={mac}"), None);
}

#[test]
fn encrypted_file_data() {
    let template = "https://example.com/?p={picc}&e=[0123456789ABCDEF0123456789ABCDEF]&m={mac}";
    assert_eq!(personalized_and_tapped(template), Some(vec![b'0'; 16]));
}

#[test]
fn encrypted_file_data_of_three_blocks() {
    let window = "0".repeat(96);
    let template = format!("https://example.com/?p={{picc}}&e=[{window}]&m={{mac}}");
    assert_eq!(personalized_and_tapped(&template), Some(vec![b'0'; 48]));
}

#[test]
fn encrypted_file_data_beside_plain_uid_and_counter() {
    let template =
        "https://example.com/?u={uid}&c={ctr}&e=[0123456789ABCDEF0123456789ABCDEF]&m={mac}";
    assert_eq!(personalized_and_tapped(template), Some(vec![b'0'; 16]));
}

#[test]
fn version_uid_key_versions_and_a_change_of_key_in_the_session() {
    let mut field = Field::new();
    now(async {
        let field = &mut field;
        let version = Session::default().get_version(field).await.unwrap();
        assert_eq!((version.hw_type(), version.has_tag_tamper_support()), (0x04, false));
        assert_eq!(version.uid(), &UID.0);
        let session = Session::default()
            .authenticate_aes(field, KeyNumber::Key0, &FACTORY, [0x22; 16])
            .await
            .unwrap();
        let (version, session) = session.get_version(field).await.unwrap();
        assert_eq!(version.calendar_year_of_production(), 26);
        let (uid, session) = session.get_uid(field).await.unwrap();
        assert_eq!(uid, UID.0);
        let session = session.authenticate(field, KeyNumber::Key3, &FACTORY, [0x33; 16]).await;
        let (version, session) =
            session.unwrap().get_key_version(field, KeyNumber::Key4).await.unwrap();
        assert_eq!((version, session.cmd_counter()), (0, 3));
    });
}

/// The proprietary file is in full mode from the factory on: key 3 writes, key 2 reads.
#[test]
fn full_mode_up_to_the_longest_command() {
    let mut field = Field::new();
    let data: [u8; 128] = std::array::from_fn(|at| u8::try_from(at).unwrap());
    now(async {
        let field = &mut field;
        let session = Session::default()
            .authenticate_aes(field, KeyNumber::Key3, &FACTORY, [0x44; 16])
            .await
            .unwrap();
        let session = session.write_file(field, File::Proprietary, 0, &data).await.unwrap();
        let session = session.authenticate(field, KeyNumber::Key2, &FACTORY, [0x55; 16]).await;
        let mut read = [0; 128];
        let (length, _) =
            session.unwrap().read_file(field, File::Proprietary, 0, 128, &mut read).await.unwrap();
        assert_eq!((length, read), (128, data));
    });
}

#[test]
fn mac_mode_in_chunks() {
    let mut field = Field::new();
    let data = [0x5A; 256];
    now(async {
        let field = &mut field;
        let session = Session::default()
            .authenticate_aes(field, KeyNumber::Key0, &FACTORY, [0x66; 16])
            .await
            .unwrap();
        let update = FileSettingsUpdate::new(CommMode::Mac, locked());
        let session = session.change_file_settings(field, File::Ndef, &update).await.unwrap();
        let session = session.write_file(field, File::Ndef, 0, &data).await.unwrap();
        let mut read = [0; 256];
        let (length, _) = session.read_file(field, File::Ndef, 0, 256, &mut read).await.unwrap();
        assert_eq!((length, read), (256, data));
    });
}

/// It knows NXP's key only: a virtual card cannot pass for silicon, in a session or out of it.
#[test]
fn the_signature_is_not_nxps() {
    let mut field = Field::new();
    now(async {
        let field = &mut field;
        let outside = Session::default().verify_originality(field, &UID.0).await;
        assert!(matches!(outside, Err(SessionError::OriginalityVerificationFailed(_))));
        let session = Session::default()
            .authenticate_aes(field, KeyNumber::Key0, &FACTORY, [0x77; 16])
            .await
            .unwrap();
        let inside = session.verify_originality(field, &UID.0).await;
        assert!(matches!(inside, Err(SessionError::OriginalityVerificationFailed(_))));
    });
}
