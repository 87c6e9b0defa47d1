//! Which chip lies in the field.

use super::command::{Command as _, GetVersion, Read, Version};
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
        None => Ok(Identity { model: Model::UltralightC, version: None }),
    }
}

fn by_container<F: Field>(tag: &mut Tag<'_, F>) -> Result<Identity, Error<F::Error>> {
    let [magic, _, capacity, ..] = tag.send(&Read { page: MemoryMap::CAPABILITY_CONTAINER })?;
    let fits =
        |model: &Model| magic == 0xE1 && model.is_ntag21x() && model.memory().capacity == capacity;
    let model = Model::ALL.into_iter().find(fits);
    let reader = tag.abilities().profile;
    let model = model.ok_or(Error::Unable { command: GetVersion::NAME, reader })?;
    Ok(Identity { model, version: None })
}
