//! Personalized by somebody else's client, tapped, and judged by its verifier.

use ntag424::sdm::{SdmUrlConfig, SdmUrlOptions, SdmVerification, Verifier, sdm_url_config};
use ntag424::types::file_settings::{CryptoMode, CtrRetAccess, Sdm};
use ntag424::{
    Access, AuthenticatedSession, CommMode, Configuration, File, FileSettingsUpdate, KeyNumber,
    Session, TagTamperStatus,
};
use tapsmith_picc::Memory;

use crate::{FACTORY, Field, KEYS, MODES, OTHERS, UID, locked, now};

fn options() -> SdmUrlOptions {
    SdmUrlOptions {
        picc_key: KeyNumber::Key1,
        mac_key: KeyNumber::Key2,
        ctr_ret: CtrRetAccess::Key(KeyNumber::Key3),
        ..SdmUrlOptions::default()
    }
}

/// Keys 1 to 4, the NDEF file, its settings, and key 0 last; everything read back on the way.
async fn personalize(field: &mut Field, mode: CryptoMode, config: &SdmUrlConfig) {
    let mut session = field.authenticated(mode, KeyNumber::Key0, &FACTORY).await;
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
async fn tap(field: &mut Field, mode: CryptoMode, sdm: &Sdm) -> SdmVerification {
    field.card.power_off();
    let mut page = [0; 256];
    let read = Session::default()
        .read_file_unauthenticated(field, File::Ndef, 0, &mut page)
        .await
        .unwrap();
    assert_eq!(read, 256);
    let verifier = Verifier::try_new(sdm, mode).unwrap();
    let verified = verifier.verify_with_meta_key(&page, &KEYS[2], &KEYS[1]).unwrap();
    page[usize::try_from(verifier.mac_range().end).unwrap()] ^= 1;
    assert!(verifier.verify_with_meta_key(&page, &KEYS[2], &KEYS[1]).is_err());
    verified
}

/// The counter by command.
async fn counter(field: &mut Field, mode: CryptoMode) -> u32 {
    let session = field.authenticated(mode, KeyNumber::Key3, &KEYS[3]).await;
    session.get_file_counters(field, File::Ndef).await.unwrap().0
}

/// In both modes: what is written and mirrored, and what the tap then says. The file data it had.
fn personalized_and_tapped(template: &str) -> Option<Vec<u8>> {
    let [aes, lrp] = MODES.map(|mode| {
        let config = sdm_url_config(template, mode, options()).unwrap();
        let mut field = Field::in_mode(Memory::factory(UID), mode);
        now(async {
            personalize(&mut field, mode, &config).await;
            for taps in 1..=2 {
                let verified = tap(&mut field, mode, &config.sdm_settings).await;
                assert_eq!((verified.uid, verified.read_ctr), (Some(UID.0), Some(taps)));
                assert_eq!(counter(&mut field, mode).await, taps);
            }
            tap(&mut field, mode, &config.sdm_settings).await.enc_file_data
        })
    });
    assert_eq!(aes, lrp);
    aes
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

/// The loop as its verifier reads it: before it is cut, cut, and mended.
fn tampered(template: &str) {
    const C: TagTamperStatus = TagTamperStatus::Close;
    const O: TagTamperStatus = TagTamperStatus::Open;
    for mode in MODES {
        let config = sdm_url_config(template, mode, options()).unwrap();
        let mut field = Field::in_mode(Memory::factory_tag_tamper(UID), mode);
        now(async {
            let session = field.authenticated(mode, KeyNumber::Key0, &FACTORY).await;
            let on = Configuration::new().with_tag_tamper_enabled(Access::Key(KeyNumber::Key4));
            drop(session.set_configuration(&mut field, &on).await.unwrap());
            personalize(&mut field, mode, &config).await;
            for (cut, permanent, current) in [(false, C, C), (true, O, O), (false, O, C)] {
                if cut {
                    field.card.cut_loop();
                } else {
                    field.card.close_loop();
                }
                let status = tap(&mut field, mode, &config.sdm_settings).await.tamper_status;
                let status = status.unwrap();
                assert_eq!((status.permanent(), status.current()), (permanent, current));
                let session = field.authenticated(mode, KeyNumber::Key4, &KEYS[4]).await;
                let (asked, _) = session.get_tt_status(&mut field).await.unwrap();
                assert_eq!(asked, status);
            }
        });
    }
}

#[test]
fn the_loop_in_plain() {
    tampered("https://example.com/?p={picc}&[[tt={tt}&m={mac}");
}

#[test]
fn the_loop_encrypted() {
    tampered("https://example.com/?p={picc}&e=[......{tt}........................]&m={mac}");
}
