//! What stands on a MIFARE DESFire where other chips are delivered with an NDEF application.

use tapsmith_card::command::{
    ApplicationId, FileNumber, GetApplicationIds, GetFileIds, GetFreeMemory, GetKeySettings,
    ReadData, Reply, SelectApplication,
};
use tapsmith_card::personalize::{ApplicationError, CAPABILITY_CONTAINER, FoundApplication, Part};
use tapsmith_card::settings::Offset;
use tapsmith_card::tag::{self, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::access::CommMode;
use tapsmith_core::uid::Uid;
use tapsmith_store::{CardState, Vault};

use crate::error::{Error, NoPlace};
use crate::inspect::file_info;

/// Looks for the application, and selects it. Without one, what was selected stays so.
///
/// # Errors
/// The reader failed, or nobody may list what is in it.
pub(crate) fn look<T: Transport>(
    tag: &mut Tag<T>,
) -> Result<Option<FoundApplication>, Error<T::Error>> {
    match tag.select_application() {
        Ok(()) => look_inside(tag).map(Some),
        Err(tag::Error::Refused { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The same of the application that is selected.
fn look_inside<T: Transport>(tag: &mut Tag<T>) -> Result<FoundApplication, Error<T::Error>> {
    let keys = free(tag.send(&GetKeySettings))?.ok_or(ApplicationError::Hidden)?;
    let numbers = free(tag.send(&GetFileIds))?.ok_or(ApplicationError::Hidden)?;
    let mut files = Vec::new();
    for number in numbers {
        let info = match FileNumber::try_from(number) {
            Ok(file) => file_info(tag, file)?,
            Err(_) => None,
        };
        files.push((number, info));
    }
    let first = FileNumber::CapabilityContainer;
    let is_there = files.iter().any(|(number, info)| *number == first.as_u8() && info.is_some());
    let capability_container = if is_there { read_container(tag)? } else { None };
    Ok(FoundApplication { keys, files, capability_container })
}

/// None if not everybody may read it.
fn read_container<T: Transport>(tag: &mut Tag<T>) -> Result<Option<Vec<u8>>, Error<T::Error>> {
    let length = Offset::new(CAPABILITY_CONTAINER.len()).unwrap_or(Offset::from_lsb([0; 3]));
    let (file, offset) = (FileNumber::CapabilityContainer, Offset::from_lsb([0; 3]));
    free(tag.send(&ReadData { file, offset, length, mode: CommMode::Plain }))
}

/// An answer that everybody gets; none if the card keeps it for who has a key.
pub(crate) fn free<R: Reply, E>(answer: Result<R, tag::Error<E>>) -> Result<Option<R>, Error<E>> {
    match answer {
        Ok(reply) => Ok(Some(reply)),
        Err(tag::Error::Refused { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Selects the card itself.
pub(crate) fn select_picc<T: Transport>(tag: &mut Tag<T>) -> Result<(), tag::Error<T::Error>> {
    tag.send(&SelectApplication(ApplicationId::PICC))
}

/// Whether there is a place for the application on the card itself, which has to be selected. What the card says to
/// nobody is found out when it is made.
///
/// # Errors
/// [`Error::NoPlace`]
pub(crate) fn check_place<T: Transport>(tag: &mut Tag<T>) -> Result<(), Error<T::Error>> {
    let locked = |keys: tapsmith_card::command::KeySettings| !keys.creates_freely();
    if free(tag.send(&GetKeySettings))?.is_some_and(locked) {
        return Err(NoPlace::Locked.into());
    }
    let ids = free(tag.send(&GetApplicationIds))?.unwrap_or_default();
    if ids.contains(&ApplicationId::NDEF) {
        return Err(NoPlace::Number.into());
    }
    let needed = ROOM;
    match free(tag.send(&GetFreeMemory))?.map(Offset::to_usize) {
        Some(free) if free < needed => Err(NoPlace::Room { free, needed }.into()),
        _ => Ok(()),
    }
}

/// Bytes that the application is sure to find room in: 416 are its files', and what the card takes for itself beside
/// them nobody has told.
const ROOM: usize = 1024;

/// What the card of this UID lacks of its application. One that was finished here and has lost a part is no torn one:
/// made anew, it would count its taps from zero under the same keys.
///
/// # Errors
/// It is somebody else's, or gone.
pub(crate) fn lacks<E>(
    vault: &Vault,
    uid: Uid,
    found: Option<&FoundApplication>,
) -> Result<Vec<Part>, Error<E>> {
    let card = vault.card_by_uid(uid)?;
    // What was written to a card since it was reset is somebody else's.
    let known = card.is_some();
    let lacks = match found {
        None => Part::ALL.to_vec(),
        Some(found) => found.lacks(known)?,
    };
    let is_finished =
        card.is_some_and(|card| matches!(card.state, CardState::Encoded | CardState::Seen));
    match lacks.first() {
        Some(Part::Application | Part::File(_)) if is_finished => Err(Error::ApplicationGone),
        _ => Ok(lacks),
    }
}
