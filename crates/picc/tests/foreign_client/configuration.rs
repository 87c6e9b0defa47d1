//! What somebody else's client sets, and finds set.

use ntag424::types::file_settings::CryptoMode;
use ntag424::{
    Access, AuthenticatedSession, Configuration, File, KeyNumber, Session, SessionError,
    TagTamperStatus, Transport,
};
use tapsmith_picc::Memory;

use crate::{FACTORY, Field, MODES, UID, now};

/// Everything at once, one command an option; the session outlives it.
#[test]
fn every_option() {
    let all = Configuration::new()
        .with_random_uid_enabled()
        .with_chained_writing_disabled()
        .with_pdcap2_5(0x55)
        .with_pdcap2_6(0x66)
        .with_tag_tamper_enabled(Access::Free)
        .with_failed_auth_counter_enabled(300, 3)
        .with_strong_back_modulation(false);
    // Option 05h without LRP is no change to a chip in LRP mode.
    for mode in MODES {
        let mut field = Field::in_mode(Memory::factory_tag_tamper(UID), mode);
        now(async {
            let session = field.authenticated(mode, KeyNumber::Key0, &FACTORY).await;
            let session = session.set_configuration(&mut field, &all).await.unwrap();
            let (uid, _) = session.get_uid(&mut field).await.unwrap();
            assert_eq!(uid, UID.0);
            field.card.power_off();
            let shown = field.get_uid().await.unwrap();
            assert_eq!((shown.len(), shown[0]), (4, 0x08));
            let version = Session::default().get_version(&mut field).await.unwrap();
            assert_eq!((version.uid(), version.has_tag_tamper_support()), (&[0; 7], true));
            let session = field.authenticated(mode, KeyNumber::Key0, &FACTORY).await;
            let lrp = if mode == CryptoMode::Lrp { 0x02 } else { 0x00 };
            assert_eq!(session.pd_cap2(), &[lrp, 0, 0, 0, 0x55, 0x66]);
        });
    }
}

/// Before the feature is on, as seen on silicon, and when the loop is cut.
#[test]
fn the_loop() {
    for mode in MODES {
        let mut field = Field::in_mode(Memory::factory_tag_tamper(UID), mode);
        field.card.cut_loop();
        now(async {
            let session = field.authenticated(mode, KeyNumber::Key0, &FACTORY).await;
            let (status, session) = session.get_tt_status(&mut field).await.unwrap();
            assert_eq!(status.permanent(), TagTamperStatus::Invalid);
            assert_eq!(status.current(), TagTamperStatus::Invalid);
            let on = Configuration::new().with_tag_tamper_enabled(Access::Key(KeyNumber::Key0));
            let session = session.set_configuration(&mut field, &on).await.unwrap();
            let (status, _) = session.get_tt_status(&mut field).await.unwrap();
            assert_eq!(status.permanent(), TagTamperStatus::Open);
            assert_eq!(status.current(), TagTamperStatus::Open);
        });
    }
}

#[test]
fn a_file_without_sdm_has_no_counter() {
    for mode in MODES {
        let mut field = Field::in_mode(Memory::factory(UID), mode);
        now(async {
            let session = field.authenticated(mode, KeyNumber::Key0, &FACTORY).await;
            let refused = session.get_file_counters(&mut field, File::Ndef).await;
            assert!(matches!(refused, Err(SessionError::ErrorResponse(_))));
        });
    }
}

/// Switched to LRP, the chip refuses AES, and a chip in AES mode is no LRP chip.
#[test]
fn the_modes_do_not_mix() {
    for (mode, other) in [(CryptoMode::Aes, CryptoMode::Lrp), (CryptoMode::Lrp, CryptoMode::Aes)] {
        let mut field = Field::in_mode(Memory::factory(UID), mode);
        now(async {
            let (session, number) = (Session::default(), KeyNumber::Key0);
            let failed = match other {
                CryptoMode::Aes => {
                    session.authenticate_aes(&mut field, number, &FACTORY, [1; 16]).await.is_err()
                }
                CryptoMode::Lrp => {
                    session.authenticate_lrp(&mut field, number, &FACTORY, [1; 16]).await.is_err()
                }
            };
            assert!(failed, "{mode:?}");
        });
    }
}
