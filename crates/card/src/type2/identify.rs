//! Which chip lies in the field.

use super::command::{AuthenticateC, Command as _, GetVersion, Read, Version};
use super::{Error, MemoryMap, Model, Tag};
use crate::field::Field;

/// A chip, as far as it could be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// Which.
    pub model: Model,
    /// What it said of itself; none where the reader cannot ask, or the chip has no `GET_VERSION`.
    pub version: Option<Version>,
}

/// Says which chip lies in the field: it asks for the version, and a chip that refuses that is taken for an
/// Ultralight C. Where the reader cannot ask, the capability container tells the three `NTAG21x` by their size; it
/// is then a guess ([`Identity::version`] is none), and no chip of another kind is told from them. A blank Ultralight, and
/// any container of another size, is told from nothing: another reader has to ask.
///
/// # Errors
/// The reader failed or cannot ask, or no chip that is known here.
pub fn identify<F: Field>(tag: &mut Tag<'_, F>) -> Result<Identity, Error<F::Error>> {
    if !tag.abilities().raw_frames {
        return by_container(tag);
    }
    match tag.ask(&GetVersion)? {
        Some(version) => {
            let model = Model::of(version).ok_or(Error::UnknownChip(version))?;
            Ok(Identity { model, version: Some(version) })
        }
        None => ultralight_c(tag),
    }
}

/// A chip without a version that begins an authentication as an Ultralight C does is one.
fn ultralight_c<F: Field>(tag: &mut Tag<'_, F>) -> Result<Identity, Error<F::Error>> {
    let challenge = tag.ask(&AuthenticateC)?;
    tag.reactivate()?;
    match challenge {
        Some(_) => Ok(Identity { model: Model::UltralightC, version: None }),
        None => Err(Error::NoVersion),
    }
}

fn by_container<F: Field>(tag: &mut Tag<'_, F>) -> Result<Identity, Error<F::Error>> {
    let [magic, _, capacity, ..] = tag.send(&Read { page: MemoryMap::CAPABILITY_CONTAINER })?;
    let fits =
        |model: &Model| magic == 0xE1 && model.is_ntag21x() && model.memory().capacity == capacity;
    let model = Model::ALL.into_iter().find(fits);
    let reader = tag.abilities().profile;
    let model = model.ok_or(Error::Unable { command: GetVersion::NAME, reader })?;
    if is_surely(tag, model)? {
        Ok(Identity { model, version: None })
    } else {
        Err(Error::Unable { command: GetVersion::NAME, reader })
    }
}

/// Whether the chip has no page behind the last of the model, and CFG1 where an NTAG21x has it, whose second byte is 05 on
/// all silicon that was seen: other chips have the same container. As far as the reader reaches.
fn is_surely<F: Field>(tag: &mut Tag<'_, F>, model: Model) -> Result<bool, Error<F::Error>> {
    let (map, reach) = (model.memory(), tag.abilities().highest_page);
    let Some(behind) = map.last.checked_add(1).filter(|behind| *behind <= reach) else {
        return Ok(true);
    };
    if tag.ask(&Read { page: behind })?.is_some() {
        return Ok(false);
    }
    let Some(cfg0) = map.configuration else { return Ok(false) };
    let pages = tag.ask(&Read { page: cfg0 })?;
    Ok(matches!(pages, Some([_, _, _, _, _, 0x05, ..])))
}
