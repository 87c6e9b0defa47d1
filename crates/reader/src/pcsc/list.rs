//! The readers there are.

use std::time::Duration;

use ::pcsc::{Context, ReaderState, State};

use super::{error::Error, establish, name::ReaderName, presence::Presence, slot::Slot};

/// A reader, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReaderInfo {
    /// Its name.
    pub name: ReaderName,
    /// What its name tells of the slot; a slot may be one that choosing passes over.
    pub slot: Slot,
    /// What lies on it.
    pub presence: Presence,
}

/// Every reader there is, skipped slots too. No reader at all is an empty list and normal.
///
/// # Errors
/// [`Error::Service`].
pub fn readers() -> Result<Vec<ReaderInfo>, Error> {
    let context = establish()?;
    let names = names_of(&context)?;
    Ok(names.into_iter().map(|name| info(&context, name)).collect())
}

/// The names of all readers.
///
/// # Errors
/// [`Error::Service`].
pub(super) fn names() -> Result<Vec<ReaderName>, Error> {
    names_of(&establish()?)
}

fn names_of(context: &Context) -> Result<Vec<ReaderName>, Error> {
    let names = match context.list_readers_owned() {
        // A reader came between asking for the list's length and asking for the list.
        Err(::pcsc::Error::InsufficientBuffer) => context.list_readers_owned(),
        // The last one left in that moment.
        Err(::pcsc::Error::NoReadersAvailable) => Ok(Vec::new()),
        answer => answer,
    };
    Ok(names.map_err(Error::Service)?.into_iter().map(ReaderName::from).collect())
}

fn info(context: &Context, name: ReaderName) -> ReaderInfo {
    let presence = look(context, &name);
    ReaderInfo { slot: name.slot(), name, presence }
}

/// What lies on the reader now. One that was unplugged a moment ago is no reason to fail a list.
fn look(context: &Context, name: &ReaderName) -> Presence {
    let mut state = [ReaderState::new(name.as_c_str(), State::UNAWARE)];
    match context.get_status_change(Duration::ZERO, &mut state) {
        Ok(()) => state.first().map_or(Presence::Unavailable, Presence::of),
        Err(_) => Presence::Unavailable,
    }
}
