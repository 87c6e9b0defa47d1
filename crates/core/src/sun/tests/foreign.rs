//! The crate `ntag424` as a verifier of our taps.

use ntag424::KeyNumber;
use ntag424::TagTamperStatus;
use ntag424::sdm::Verifier;
use ntag424::types::file_settings::{
    CryptoMode, CtrRetAccess, EncFileData, EncLength, EncryptedContent, FileRead, MacWindow,
    Offset, PiccData, PlainMirror, ReadCtrFeatures, ReadCtrMirror, Sdm,
};

use crate::secret::Reveal;
use crate::suite::Suite;
use crate::sun::TapKeys;
use crate::template::{Offsets, Template};

/// Verifies `url`, which `template` signed for record 7, and checks the UID, counter, status and file data it finds.
pub(super) fn verify(template: &Template, keys: &TapKeys, url: &str) {
    let mode = match template.suite() {
        Suite::Aes => CryptoMode::Aes,
        Suite::Lrp => CryptoMode::Lrp,
    };
    let offsets = template.fill(7.try_into().unwrap()).offsets;
    let verifier = Verifier::try_new(&settings(&offsets, mode), mode).unwrap();
    let (file_read, meta_read) = (keys.file_read.reveal(), keys.meta_read.reveal());
    let found = verifier.verify_with_meta_key(url.as_bytes(), file_read, meta_read).unwrap();
    assert_eq!(found.uid, Some([0x04, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF]));
    assert_eq!(found.read_ctr, Some(77));
    let status = found.tamper_status.map(|status| (status.permanent(), status.current()));
    let shown = template.shows_tag_tamper();
    assert_eq!(status, shown.then_some((TagTamperStatus::Open, TagTamperStatus::Close)));
    if offsets.enc.is_some() {
        let expected: &[u8] =
            if shown { b"id=0000000000000007;tt=OC0000000" } else { b"0000000000000007" };
        assert_eq!(found.enc_file_data.as_deref(), Some(expected));
    }
}

fn settings(offsets: &Offsets, mode: CryptoMode) -> Sdm {
    let offset = |at: usize| Offset::new(u32::try_from(at).unwrap()).unwrap();
    let features = ReadCtrFeatures { limit: None, ret_access: CtrRetAccess::NoAccess };
    let picc_data = match offsets.picc {
        Some(at) => PiccData::Encrypted {
            key: KeyNumber::Key1,
            offset: offset(at.start),
            content: EncryptedContent::Both(features),
        },
        None => PiccData::Plain(PlainMirror::Both {
            uid: offset(offsets.uid.unwrap()),
            read_ctr: ReadCtrMirror { offset: offset(offsets.counter.unwrap()), features },
        }),
    };
    let window =
        MacWindow { input: offset(offsets.mac_input.unwrap()), mac: offset(offsets.mac.unwrap()) };
    let key = KeyNumber::Key2;
    let file_read = match offsets.enc {
        None => FileRead::MacOnly { key, window },
        Some(at) => {
            let length = EncLength::new(u32::try_from(at.length).unwrap()).unwrap();
            let enc = EncFileData { start: offset(at.start), length };
            FileRead::MacAndEnc { key, window, enc }
        }
    };
    Sdm::try_new(picc_data, Some(file_read), offsets.tag_tamper.map(offset), mode).unwrap()
}
