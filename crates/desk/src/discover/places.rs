//! Where a chip writes into its file, by its settings.

use tapsmith_card::settings::{CounterMirror, EncryptedData, FileRead, Offset, PiccMirror, Sdm};
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::profile::Slots;
use tapsmith_core::suite::Suite;
use tapsmith_core::template::Place;

use super::DiscoverError;

/// The places of a file, in the order that the settings name them.
#[derive(Debug)]
pub(super) struct Places {
    /// Each with its start in the file and its length.
    pub(super) found: Vec<(Place, usize, usize)>,
    /// Where the tag-tamper status stands in the encrypted file data, if it does.
    pub(super) status_in_data: Option<usize>,
    /// The slot whose key opens PICCData.
    pub(super) meta_read: KeyNumber,
    /// What the chip may speak, the likelier first.
    pub(super) suites: &'static [Suite],
}

const EITHER: [Suite; 2] = [Suite::Aes, Suite::Lrp];
const LRP_FIRST: [Suite; 2] = [Suite::Lrp, Suite::Aes];

impl Places {
    /// Nothing is mirrored.
    pub(super) fn none() -> Self {
        let meta_read = Slots::default().of(Role::MetaRead);
        Self { found: Vec::new(), status_in_data: None, meta_read, suites: &EITHER }
    }

    /// By `sdm`; `file` is what it wrote.
    pub(super) fn of(file: &[u8], sdm: &Sdm, by: &FileRead) -> Result<Self, DiscoverError> {
        let mut places = Self::none();
        places.put(Place::Mac, by.mac);
        if let Some(EncryptedData { at, length }) = by.encrypted {
            places.found.push((Place::Enc, at.to_usize(), length.to_usize()));
        }
        if let Some(at) = sdm.tag_tamper {
            places.put_status(at, by.encrypted);
        }
        places.put_picc(file, sdm.picc)?;
        Ok(places)
    }

    fn put(&mut self, place: Place, at: Offset) {
        let suite = self.suites.first().copied().unwrap_or_default();
        self.found.push((place, at.to_usize(), place.width(suite).unwrap_or_default()));
    }

    fn put_picc(&mut self, file: &[u8], picc: PiccMirror) -> Result<(), DiscoverError> {
        match picc {
            PiccMirror::Encrypted { key, at, uid: true, counter: true } => {
                self.meta_read = key;
                self.suites = suites(file, at, &self.found);
                self.put(Place::Picc, at);
            }
            PiccMirror::Plain { uid: Some(uid), counter } => {
                self.put(Place::Uid, uid);
                match counter {
                    CounterMirror::At(at) => self.put(Place::Counter, at),
                    CounterMirror::Off => {}
                    CounterMirror::Hidden => {
                        return Err(unsaid("its counter is signed but not shown"));
                    }
                }
            }
            _ => return Err(unsaid("it does not mirror both UID and counter")),
        }
        Ok(())
    }

    /// In the first half of the encrypted file data, or in the open.
    fn put_status(&mut self, at: Offset, encrypted: Option<EncryptedData>) {
        let inside = encrypted.and_then(|data| {
            let in_data = at.to_usize().checked_sub(data.at.to_usize())?;
            (in_data < data.length.to_usize()).then_some(in_data)
        });
        match inside {
            Some(in_data) => self.status_in_data = Some(in_data),
            None => self.put(Place::TagTamper, at),
        }
    }
}

/// PICCENCData of 32 digits was written in AES mode, and of 48 in LRP mode. Which of the two it is no setting
/// says; but only digits stand there, and no other mirror.
fn suites(file: &[u8], at: Offset, others: &[(Place, usize, usize)]) -> &'static [Suite] {
    let start = at.to_usize();
    let width = Place::Picc.width(Suite::Lrp).unwrap_or_default();
    let is_digit = |byte: &u8| byte.is_ascii_digit() || (b'A'..=b'F').contains(byte);
    let digits = file.get(start..start + width).is_some_and(|place| place.iter().all(is_digit));
    let in_place = |at: &usize| (start..start + width).contains(at);
    let free = !others.iter().any(|(_, at, _)| in_place(at));
    if digits && free { &LRP_FIRST } else { &[Suite::Aes] }
}

pub(super) fn unsaid(what: &str) -> DiscoverError {
    DiscoverError::Layout(what.to_owned())
}
