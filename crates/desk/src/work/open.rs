//! A session with key 0, and the state it finds.

use tapsmith_card::command::{FileNumber, GetFileSettings, GetKeyVersion, ReadData};
use tapsmith_card::personalize::{PlanError, State};
use tapsmith_card::settings::{FileSettings, Offset};
use tapsmith_card::status::Status;
use tapsmith_card::tag::{self, Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::key::{AesKey, KeyNumber, SlotKey};
use tapsmith_core::profile::Configuration;
use tapsmith_core::random::Random;

use super::{Held, try_key};
use crate::error::Error;
use crate::inspect::read_versions;

/// Opens a card that nobody here knows: if the factory's key 0 fits, only one file's settings are
/// read. The rest follows from its being blank, and is proved by the steps.
pub(crate) fn open_blank<'t, T: Transport, R: Random>(
    tag: &'t mut Tag<T>,
    read_settings: bool,
    configuration: Configuration,
    random: &mut R,
) -> Result<(Session<'t, T>, State), Error<T::Error>> {
    let opened = try_key(tag, KeyNumber::MASTER, &AesKey::factory(), random)?;
    let mut session = opened.ok_or(Error::NotBlank)?;
    let state = if read_settings {
        let info = session.send(&GetFileSettings { file: FileNumber::Ndef })?;
        State::factory().with_ndef_settings(info.settings)
    } else {
        State::factory()
    };
    let configuration = Configuration { suite: session.suite(), ..configuration };
    Ok((session, State { configuration, ..state }))
}

/// Opens an application whose files are not all made yet: nothing else was done with it, so its keys are those it was
/// made with. A key of another version is somebody else's, and is not tried.
pub(crate) fn open_begun<'t, T: Transport, R: Random>(
    tag: &'t mut Tag<T>,
    configuration: Configuration,
    random: &mut R,
) -> Result<(Session<'t, T>, State), Error<T::Error>> {
    if tag.send(&GetKeyVersion { key: KeyNumber::MASTER })? != SlotKey::factory().version {
        return Err(Error::NotBlank);
    }
    open_blank(tag, false, configuration, random)
}

/// Opens a card whose keys are known, and reads all that a plan may ask for: `length` bytes of the
/// NDEF file among it.
pub(crate) fn open_known<'t, T: Transport, R: Random>(
    tag: &'t mut Tag<T>,
    held: &Held,
    length: usize,
    configuration: Configuration,
    random: &mut R,
) -> Result<(Session<'t, T>, State), Error<T::Error>> {
    let versions = read_versions(tag)?;
    let [version, ..] = versions;
    let master = master_key(tag, held.candidates(KeyNumber::MASTER, version), random)?;
    let opened = try_key(tag, KeyNumber::MASTER, &master.key, random)?;
    let mut session = opened.ok_or(Error::MasterKey { status: Status::AUTHENTICATION })?;
    let [_, k1, k2, k3, k4] = held.by_versions(versions);
    let keys = [Some(master), k1, k2, k3, k4];
    let mut files = State::factory().files;
    for (settings, file) in files.iter_mut().zip(FileNumber::ALL) {
        *settings = session.send(&GetFileSettings { file })?.settings;
    }
    let ndef = read_ndef(&mut session, &files, length)?;
    let configuration = Configuration { suite: session.suite(), ..configuration };
    Ok((session, State { ndef, files, configuration, keys, ..State::factory() }))
}

/// Key 0 of the card: the only one known of its version, or the one of several that opens it.
fn master_key<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    candidates: Vec<SlotKey>,
    random: &mut R,
) -> Result<SlotKey, Error<T::Error>> {
    let several = candidates.len() > 1;
    for candidate in candidates {
        if !several || try_key(tag, KeyNumber::MASTER, &candidate.key, random)?.is_some() {
            return Ok(candidate);
        }
    }
    if several {
        Err(Error::MasterKey { status: Status::AUTHENTICATION })
    } else {
        Err(PlanError::UnknownKey(KeyNumber::MASTER).into())
    }
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
