//! The file as a phone sees it: its mirrors filled, encrypted and signed.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Output mapping", "PICCData", "Encryption of file data", "MAC
//! calculation of SDM"; NT4H2421Tx Rev. 3.0, "TagTamper status mirroring". The session keys and PICCData are made by `tapsmith_core::sun`, which the
//! host's side uses too; the published taps in the tests, and somebody else's verifier, stand
//! against a mistake that both would share.

use tapsmith_card::command::FileNumber;
use tapsmith_card::settings::{CounterMirror, EncryptedData, FileRead, Offset, PiccMirror, Sdm};
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::hex;
use tapsmith_core::sun::{PiccData, PiccRandom, session};
use tapsmith_core::tamper::TagTamper;
use tapsmith_core::uid::Uid;

use crate::ntag424::Memory;

/// What is new in every tap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tap {
    pub(super) counter: ReadCounter,
    /// Fills PICCData up before it is encrypted, and says where LRP begins.
    pub(super) random: PiccRandom,
    /// The loop as measured at this tap, if it is mirrored.
    pub(super) tamper: Option<TagTamper>,
}

/// The whole NDEF file at `tap`.
pub(super) fn fill(memory: &Memory, sdm: &Sdm, tap: Tap) -> Vec<u8> {
    let mut page = Page(memory.data(FileNumber::Ndef).to_vec());
    page.put_picc(memory, sdm.picc, tap);
    if let (Some(at), Some(tamper)) = (sdm.tag_tamper, tap.tamper) {
        page.write(at, &tamper.to_bytes());
    }
    if let Some(file_read) = sdm.file_read {
        if let Some(data) = file_read.encrypted {
            page.encrypt(memory, file_read, data, tap.counter);
        }
        page.sign(memory, sdm.picc, file_read, tap.counter);
    }
    page.0
}

/// The bytes of the file. What settings place beyond the end is not written: the chip would not
/// have taken such settings.
struct Page(Vec<u8>);

impl Page {
    fn put_picc(&mut self, memory: &Memory, picc: PiccMirror, tap: Tap) {
        match picc {
            PiccMirror::Off { .. } => {}
            PiccMirror::Encrypted { key, at, .. } => {
                let data = mirrored(memory.uid, picc, tap.counter);
                let suite = memory.configuration.suite;
                self.put(at, &data.seal(suite, memory.key(key), tap.random).to_bytes());
            }
            PiccMirror::Plain { uid, counter } => {
                if let Some(at) = uid {
                    self.put(at, &memory.uid.0);
                }
                if let CounterMirror::At(at) = counter {
                    self.put(at, &tap.counter.to_msb());
                }
            }
        }
    }

    /// The first half of the place is what is encrypted; the outcome fills it all.
    fn encrypt(&mut self, memory: &Memory, by: FileRead, at: EncryptedData, counter: ReadCounter) {
        let start = at.at.to_usize();
        let end = start.saturating_add(at.length.to_usize() / 2);
        let plain = self.0.get(start..end).unwrap_or_default();
        let mut blocks = plain.as_chunks().0.to_vec();
        let key = memory.key(by.key);
        session::encrypt_file_data(
            memory.configuration.suite,
            key,
            memory.uid,
            counter,
            &mut blocks,
        );
        self.put(at.at, blocks.as_flattened());
    }

    /// The MAC covers the file as it is shown, whatever part of it is read.
    fn sign(&mut self, memory: &Memory, picc: PiccMirror, by: FileRead, counter: ReadCounter) {
        let window = by.mac_input.to_usize()..by.mac.to_usize();
        let input = self.0.get(window).unwrap_or_default();
        let mirrored = mirrored(memory.uid, picc, counter);
        let (suite, key) = (memory.configuration.suite, memory.key(by.key));
        let mac = session::sdmmac(suite, key, mirrored, input);
        self.put(by.mac, &mac.0);
    }

    /// Upper-case hex of `bytes`.
    fn put(&mut self, at: Offset, bytes: &[u8]) {
        self.write(at, hex::encode(bytes).as_bytes());
    }

    fn write(&mut self, at: Offset, characters: &[u8]) {
        let start = at.to_usize();
        if let Some(place) = self.0.get_mut(start..start.saturating_add(characters.len())) {
            place.copy_from_slice(characters);
        }
    }
}

/// UID and counter, each if its option is on.
fn mirrored(uid: Uid, picc: PiccMirror, counter: ReadCounter) -> PiccData {
    PiccData { uid: picc.has_uid().then_some(uid), counter: picc.has_counter().then_some(counter) }
}
