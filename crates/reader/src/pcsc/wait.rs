//! Waiting: for a reader, for a card, for the card to leave.

use ::pcsc::{Context, Error as Code, PNP_NOTIFICATION, ReaderState, State};

use super::{choose::choose, error::Error, establish, name::ReaderName, presence::Presence};
use crate::patience::{Clock, Patience};

/// Waits until a card that answers lies on `reader`, and returns its answer to reset.
///
/// `see` is told what lies there whenever that changes, so that somebody can be told to put a card
/// down ([`Presence::Empty`]) or to move it ([`Presence::Mute`]).
///
/// # Errors
/// [`Error::NoCard`] or [`Error::Mute`] when the time is up, [`Error::Interrupted`],
/// [`Error::ReaderGone`], [`Error::Service`].
pub fn for_card(
    reader: &ReaderName,
    patience: Patience<'_>,
    mut see: impl FnMut(&Presence),
) -> Result<Vec<u8>, Error> {
    let mut last = Presence::Empty;
    let came = watch(reader, patience, |presence| {
        see(&presence);
        last = presence;
        matches!(last, Presence::Card { .. })
    })?;
    let reader = reader.clone();
    match last {
        Presence::Card { atr } if came => Ok(atr),
        Presence::Mute => Err(Error::Mute { reader }),
        _ => Err(Error::NoCard { reader }),
    }
}

/// Waits until `reader` is empty: between two cards of a batch, so that none is taken twice.
///
/// # Errors
/// [`Error::CardStays`] when the time is up, [`Error::Interrupted`], [`Error::ReaderGone`],
/// [`Error::Service`].
pub fn for_removal(reader: &ReaderName, patience: Patience<'_>) -> Result<(), Error> {
    let left = watch(reader, patience, |presence| presence == Presence::Empty)?;
    if left { Ok(()) } else { Err(Error::CardStays { reader: reader.clone() }) }
}

/// Waits until a reader that fits `part` is plugged in.
///
/// # Errors
/// [`Error::NoReader`] when the time is up, [`Error::Ambiguous`] at once, [`Error::Interrupted`],
/// [`Error::Service`].
pub fn for_reader(part: Option<&str>, patience: Patience<'_>) -> Result<ReaderName, Error> {
    let clock = patience.start();
    loop {
        let found = choose(part);
        if !matches!(found, Err(Error::NoReader { .. })) || clock.is_over() {
            return found;
        }
        if clock.is_stopped() {
            return Err(Error::Interrupted);
        }
        await_plug(&clock)?;
    }
}

/// Looks at `reader` until `done` likes what it sees; false when the time is up.
fn watch(
    reader: &ReaderName,
    patience: Patience<'_>,
    mut done: impl FnMut(Presence) -> bool,
) -> Result<bool, Error> {
    let context = establish()?;
    let mut state = [ReaderState::new(reader.as_c_str(), State::UNAWARE)];
    let clock = patience.start();
    loop {
        if clock.is_stopped() {
            return Err(Error::Interrupted);
        }
        if let Some(presence) = change(&context, &clock, &mut state, reader)?
            && done(presence)
        {
            return Ok(true);
        }
        if clock.is_over() {
            return Ok(false);
        }
    }
}

/// What lies on the reader, if that changed within a slice of the wait.
fn change(
    context: &Context,
    clock: &Clock<'_>,
    state: &mut [ReaderState; 1],
    reader: &ReaderName,
) -> Result<Option<Presence>, Error> {
    match context.get_status_change(clock.slice(), state) {
        Ok(()) => {}
        Err(Code::Timeout) => return Ok(None),
        Err(code) => return Err(Error::of(code, reader)),
    }
    let [state] = state;
    // The whole word goes back: its upper half counts events, and without it the service would
    // report the same event for ever.
    state.sync_current_state();
    match Presence::of(state) {
        Presence::Unavailable => Err(Error::ReaderGone { reader: reader.clone() }),
        presence => Ok(Some(presence)),
    }
}

/// Sleeps until a reader comes or goes, or for a slice of the wait.
fn await_plug(clock: &Clock<'_>) -> Result<(), Error> {
    // Apple's service knows no such notification; there the list is asked for again and again.
    if cfg!(target_os = "macos") {
        std::thread::sleep(clock.slice());
        return Ok(());
    }
    let mut state = [ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE)];
    match establish()?.get_status_change(clock.slice(), &mut state) {
        Ok(()) | Err(Code::Timeout) => Ok(()),
        Err(code) => Err(Error::Service(code)),
    }
}
