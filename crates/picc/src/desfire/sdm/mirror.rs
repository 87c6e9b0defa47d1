//! The file as a phone sees it: its mirrors filled, encrypted and signed.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Output mapping", "PICCData", "Encryption of file data", "MAC calculation of SDM".
//! The session keys and PICCData are made by `tapsmith_core::sun`, which the host's side uses too; published taps
//! stand against a mistake that both would share.

use tapsmith_core::aes::Block;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::hex;
use tapsmith_core::key::AesKey;
use tapsmith_core::suite::Suite;
use tapsmith_core::sun::{PiccData, PiccRandom, session};
use tapsmith_core::uid::Uid;

use super::{EncryptedData, FileRead, Sdm};
use crate::desfire::access::Access;
use crate::desfire::memory::{Application, File};

/// What is new in every tap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tap {
    pub(super) counter: ReadCounter,
    /// Fills PICCData up before it is encrypted.
    pub(super) padding: Block,
}

/// The whole file at `tap`.
pub(super) fn fill(
    uid: Uid,
    application: &Application,
    file: &File,
    sdm: &Sdm,
    tap: Tap,
) -> Vec<u8> {
    let mirrored =
        PiccData { uid: sdm.uid.then_some(uid), counter: sdm.counter.then_some(tap.counter) };
    let mut page = Page(file.data().to_vec());
    page.put_picc(uid, application, sdm, mirrored, tap);
    if let Some(by) = sdm.file_read
        && let Some(key) = application.key(by.key)
    {
        if let Some(data) = by.encrypted {
            page.encrypt(&key.key, uid, tap.counter, data);
        }
        page.sign(&key.key, mirrored, by);
    }
    page.0
}

/// The bytes of the file. What settings place beyond the end is not written: the chip would not have taken such
/// settings.
struct Page(Vec<u8>);

impl Page {
    fn put_picc(
        &mut self,
        uid: Uid,
        application: &Application,
        sdm: &Sdm,
        mirrored: PiccData,
        tap: Tap,
    ) {
        if let (Access::Key(number), Some(at)) = (sdm.meta_read, sdm.picc_data_at)
            && let Some(slot) = application.key(number)
        {
            let random = PiccRandom { padding: tap.padding, ..PiccRandom::default() };
            self.put(at, &mirrored.seal(Suite::Aes, &slot.key, random).to_bytes());
        }
        if let Some(at) = sdm.uid_at {
            self.put(at, &uid.0);
        }
        if let Some(at) = sdm.counter_at {
            self.put(at, &tap.counter.to_msb());
        }
    }

    /// The first half of the place is what is encrypted; the outcome fills it all.
    fn encrypt(&mut self, key: &AesKey, uid: Uid, counter: ReadCounter, data: EncryptedData) {
        let end = data.at.saturating_add(data.length / 2);
        let plain = self.0.get(data.at..end).unwrap_or_default();
        let mut blocks = plain.as_chunks().0.to_vec();
        session::encrypt_file_data(Suite::Aes, key, uid, counter, &mut blocks);
        self.put(data.at, blocks.as_flattened());
    }

    /// The MAC covers the file as it is shown, whatever part of it is read.
    fn sign(&mut self, key: &AesKey, mirrored: PiccData, by: FileRead) {
        let input = self.0.get(by.mac_input..by.mac).unwrap_or_default();
        let mac = session::sdmmac(Suite::Aes, key, mirrored, input);
        self.put(by.mac, &mac.0);
    }

    /// Upper-case hex of `bytes`.
    fn put(&mut self, at: usize, bytes: &[u8]) {
        let characters = hex::encode(bytes);
        let end = at.saturating_add(characters.len());
        if let Some(place) = self.0.get_mut(at..end) {
            place.copy_from_slice(characters.as_bytes());
        }
    }
}
