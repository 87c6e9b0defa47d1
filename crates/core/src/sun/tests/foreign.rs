//! The crate `ntag424` as a verifier of our taps.

use ntag424::KeyNumber;
use ntag424::sdm::Verifier;
use ntag424::types::file_settings::{
    CryptoMode, CtrRetAccess, EncFileData, EncLength, EncryptedContent, FileRead, MacWindow,
    Offset, PiccData, PlainMirror, ReadCtrFeatures, ReadCtrMirror, Sdm,
};

use crate::secret::Reveal;
use crate::sun::TapKeys;
use crate::template::Address;

/// Verifies `url`, a signed form of `address`, and checks the UID and counter it finds.
pub(super) fn verify(address: &Address, keys: &TapKeys, url: &str) {
    let verifier = Verifier::try_new(&settings(address), CryptoMode::Aes).unwrap();
    let (file_read, meta_read) = (keys.file_read.reveal(), keys.meta_read.reveal());
    let found = verifier.verify_with_meta_key(url.as_bytes(), file_read, meta_read).unwrap();
    assert_eq!(found.uid, Some([0x04, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF]));
    assert_eq!(found.read_ctr, Some(77));
    if address.offsets.enc.is_some() {
        assert_eq!(found.enc_file_data.as_deref(), Some(&b"0000000000000007"[..]));
    }
}

fn settings(address: &Address) -> Sdm {
    let offsets = address.offsets;
    let offset = |at: usize| Offset::new(u32::try_from(at).unwrap()).unwrap();
    let features = ReadCtrFeatures { limit: None, ret_access: CtrRetAccess::NoAccess };
    let picc_data = match offsets.picc {
        Some(at) => PiccData::Encrypted {
            key: KeyNumber::Key1,
            offset: offset(at),
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
            let enc = EncFileData { start: offset(at), length: EncLength::new(32).unwrap() };
            FileRead::MacAndEnc { key, window, enc }
        }
    };
    Sdm::try_new(picc_data, Some(file_read), None, CryptoMode::Aes).unwrap()
}
