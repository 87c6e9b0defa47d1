//! A session with key 0, and the state it finds.

use tapsmith_card::command::{FileNumber, GetFileSettings, GetKeyVersion, ReadData};
use tapsmith_card::personalize::{State, UnknownKey};
use tapsmith_card::settings::{FileSettings, Offset};
use tapsmith_card::status::Status;
use tapsmith_card::tag::{self, Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::key::{AesKey, KeyNumber, KeyVersion};
use tapsmith_core::random::Random;

use super::Held;
use crate::error::Error;

/// Opens a card that nobody here knows: if the factory's key 0 fits, only one file's settings are
/// read. The rest follows from its being blank, and is proved by the steps.
pub(crate) fn open_blank<'t, T: Transport, R: Random>(
    tag: &'t mut Tag<T>,
    read_settings: bool,
    random: &mut R,
) -> Result<(Session<'t, T>, State), Error<T::Error>> {
    let rnd_a = challenge(random)?;
    let mut session = match tag.authenticate(KeyNumber::MASTER, &AesKey::factory(), rnd_a) {
        Err(error) if error.status() == Some(Status::AUTHENTICATION) => {
            return Err(Error::NotBlank);
        }
        outcome => outcome?,
    };
    let state = if read_settings {
        let info = session.send(&GetFileSettings { file: FileNumber::Ndef })?;
        State::factory().with_ndef_settings(info.settings)
    } else {
        State::factory()
    };
    Ok((session, state))
}

/// Opens a card whose keys are known, and reads all that a plan may ask for: `length` bytes of the
/// NDEF file among it.
pub(crate) fn open_known<'t, T: Transport, R: Random>(
    tag: &'t mut Tag<T>,
    held: &Held,
    length: usize,
    random: &mut R,
) -> Result<(Session<'t, T>, State), Error<T::Error>> {
    let mut versions = [KeyVersion(0); 5];
    for (version, key) in versions.iter_mut().zip(KeyNumber::ALL) {
        *version = tag.send(&GetKeyVersion { key })?;
    }
    let keys = held.by_versions(versions);
    let [master, ..] = &keys;
    let master = master.as_ref().ok_or(UnknownKey { number: KeyNumber::MASTER })?;
    let mut session = match tag.authenticate(KeyNumber::MASTER, &master.key, challenge(random)?) {
        Err(error) if error.status() == Some(Status::AUTHENTICATION) => {
            return Err(Error::MasterKey { status: Status::AUTHENTICATION });
        }
        outcome => outcome?,
    };
    let mut settings = |file| Ok(session.send(&GetFileSettings { file })?.settings);
    let [first, ndef, last] = FileNumber::ALL;
    let files: [FileSettings; 3] = match (settings(first), settings(ndef), settings(last)) {
        (Ok(first), Ok(ndef), Ok(last)) => [first, ndef, last],
        (Err(error), _, _) | (_, Err(error), _) | (_, _, Err(error)) => {
            return Err(Error::Card(error));
        }
    };
    let ndef = read_ndef(&mut session, &files, length)?;
    Ok((session, State { ndef, files, keys }))
}

/// The start of the NDEF file as it stands in memory: inside a session nothing is mirrored.
fn read_ndef<T: Transport>(
    session: &mut Session<'_, T>,
    [_, settings, _]: &[FileSettings; 3],
    length: usize,
) -> Result<Vec<u8>, tag::Error<T::Error>> {
    let mut bytes = Vec::with_capacity(length);
    while bytes.len() < length {
        let start = Offset::new(bytes.len()).unwrap_or(Offset::from_lsb([0xFF; 3]));
        let wanted = (length - bytes.len()).min(FRAME);
        let wanted = Offset::new(wanted).unwrap_or(Offset::from_lsb([0; 3]));
        let (file, mode) = (FileNumber::Ndef, settings.mode);
        let part = session.send(&ReadData { file, offset: start, length: wanted, mode })?;
        if part.is_empty() {
            break;
        }
        bytes.extend(part);
    }
    Ok(bytes)
}

/// So many bytes fit one answer in every mode (NT4H2421Gx Rev. 3.0, "`ReadData`").
const FRAME: usize = 239;

/// A fresh random number for an authentication.
pub(crate) fn challenge<R: Random, E>(random: &mut R) -> Result<[u8; 16], Error<E>> {
    let mut rnd_a = [0; 16];
    random.fill(&mut rnd_a).map_err(|_| Error::Random)?;
    Ok(rnd_a)
}
