//! What somebody else's client does in a session.

use ntag424::{
    AuthenticatedSession, CommMode, File, FileSettingsUpdate, KeyNumber, Session, SessionError,
};
use tapsmith_picc::Memory;

use crate::{FACTORY, Field, MODES, UID, locked, now};

#[test]
fn version_uid_key_versions_and_a_change_of_key_in_the_session() {
    for mode in MODES {
        let mut field = Field::in_mode(Memory::factory(UID), mode);
        now(async {
            let field = &mut field;
            let version = Session::default().get_version(field).await.unwrap();
            assert_eq!((version.hw_type(), version.has_tag_tamper_support()), (0x04, false));
            assert_eq!(version.uid(), &UID.0);
            let session = field.authenticated(mode, KeyNumber::Key0, &FACTORY).await;
            let (version, session) = session.get_version(field).await.unwrap();
            assert_eq!(version.calendar_year_of_production(), 26);
            let (uid, session) = session.get_uid(field).await.unwrap();
            assert_eq!(uid, UID.0);
            let session = session.authenticate(field, KeyNumber::Key3, &FACTORY, [0x33; 16]).await;
            let (version, session) =
                session.unwrap().get_key_version(field, KeyNumber::Key4).await.unwrap();
            assert_eq!((version, session.cmd_counter()), (0, 3));
            let (uid, _) = session.get_uid(field).await.unwrap();
            assert_eq!(uid, UID.0);
        });
    }
}

/// The proprietary file is in full mode from the factory on: key 3 writes, key 2 reads.
#[test]
fn full_mode_up_to_the_longest_command() {
    let data: [u8; 128] = std::array::from_fn(|at| u8::try_from(at).unwrap());
    for mode in MODES {
        let mut field = Field::in_mode(Memory::factory(UID), mode);
        now(async {
            let field = &mut field;
            let session = field.authenticated(mode, KeyNumber::Key3, &FACTORY).await;
            let session = session.write_file(field, File::Proprietary, 0, &data).await.unwrap();
            let session = session.authenticate(field, KeyNumber::Key2, &FACTORY, [0x55; 16]).await;
            let mut read = [0; 128];
            let (length, _) = session
                .unwrap()
                .read_file(field, File::Proprietary, 0, 128, &mut read)
                .await
                .unwrap();
            assert_eq!((length, read), (128, data));
        });
    }
}

#[test]
fn every_mode_in_chunks() {
    let data = [0x5A; 256];
    for mode in MODES {
        for comm_mode in [CommMode::Plain, CommMode::Mac, CommMode::Full] {
            let mut field = Field::in_mode(Memory::factory(UID), mode);
            now(async {
                let field = &mut field;
                let session = field.authenticated(mode, KeyNumber::Key0, &FACTORY).await;
                let update = FileSettingsUpdate::new(comm_mode, locked());
                let session =
                    session.change_file_settings(field, File::Ndef, &update).await.unwrap();
                let session = session.write_file(field, File::Ndef, 0, &data).await.unwrap();
                let mut read = [0; 256];
                let (length, _) =
                    session.read_file(field, File::Ndef, 0, 256, &mut read).await.unwrap();
                assert_eq!((length, read), (256, data), "{mode:?}, {comm_mode:?}");
            });
        }
    }
}

/// It knows NXP's key only: a virtual card cannot pass for silicon, in a session or out of it. That
/// it comes to the signature at all says that the session's protection was right.
#[test]
fn the_signature_is_not_nxps() {
    for mode in MODES {
        let mut field = Field::in_mode(Memory::factory(UID), mode);
        now(async {
            let field = &mut field;
            let outside = Session::default().verify_originality(field, &UID.0).await;
            assert!(matches!(outside, Err(SessionError::OriginalityVerificationFailed(_))));
            let session = field.authenticated(mode, KeyNumber::Key0, &FACTORY).await;
            let inside = session.verify_originality(field, &UID.0).await;
            assert!(matches!(inside, Err(SessionError::OriginalityVerificationFailed(_))));
        });
    }
}
