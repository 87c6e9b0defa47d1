//! The loop that puts a card into a virtual reader.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use tapsmith_card::status::Status;

use super::{
    error::Error,
    link::{Heard, Link},
    message::Message,
};
use crate::virtual_card::VirtualCard;

/// A reader that never speaks for this long has another card in its slot: it asks for the answer to
/// reset about every 0.4 s.
const SILENCE: Duration = Duration::from_secs(5);

/// How long to look for a reader that went away: a service that restarts is back sooner.
const ABSENCE: Duration = Duration::from_secs(5);

/// The pause between two looks for it.
const RETRY: Duration = Duration::from_millis(200);

/// What happens to the card, for somebody who watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The card lies in the slot.
    Inserted,
    /// The reader went away; it is looked for.
    Lost,
    /// The reader gave power.
    PowerOn,
    /// The reader took the power away.
    PowerOff,
    /// The reader reset the card.
    Reset,
    /// One exchange. What was said is left out: it may carry a key.
    Exchange {
        /// How the card's answer ended; `None` if it had no status word.
        status: Option<Status>,
    },
}

/// Why one stay in the slot ended without an error.
enum End {
    Stopped,
    Closed,
}

/// Puts `card` into the virtual reader at `address` and answers for it until `stop` is set, which
/// takes the card out.
///
/// When the reader goes away it is looked for during five seconds, so that a service may be
/// restarted; when there is none to begin with, that is an error at once.
///
/// # Errors
/// See [`Error`].
pub fn serve<C: VirtualCard<Error: std::error::Error + 'static>>(
    card: &mut C,
    address: SocketAddr,
    stop: &AtomicBool,
    mut on_event: impl FnMut(Event),
) -> Result<(), Error<C::Error>> {
    let mut link =
        Link::connect(address).map_err(|source| Error::NothingListens { address, source })?;
    loop {
        on_event(Event::Inserted);
        let end = stay(card, &mut link, address, stop, &mut on_event);
        card.power_off().map_err(Error::Card)?;
        match end? {
            End::Stopped => return Ok(()),
            End::Closed => on_event(Event::Lost),
        }
        match reconnect(address, stop)? {
            Some(again) => link = again,
            None => return Ok(()),
        }
    }
}

/// One stay in the slot: answers until the connection ends.
fn stay<C: VirtualCard<Error: std::error::Error + 'static>>(
    card: &mut C,
    link: &mut Link,
    address: SocketAddr,
    stop: &AtomicBool,
    on_event: &mut impl FnMut(Event),
) -> Result<End, Error<C::Error>> {
    let mut heard = Instant::now();
    let mut spoke = false;
    loop {
        let message = match link.listen(stop) {
            Heard::Stopped => return Ok(End::Stopped),
            Heard::Nothing if heard.elapsed() <= SILENCE => continue,
            // A card that came back too soon can stay unseen: going out and in again helps.
            Heard::Closed | Heard::Nothing if spoke => return Ok(End::Closed),
            // Not a virtual reader, or one that wants no second card.
            Heard::Closed | Heard::Nothing => return Err(Error::Silent { address }),
            Heard::Message(message) => message,
        };
        (spoke, heard) = (true, Instant::now());
        let answer = act(card, message, on_event).map_err(Error::Card)?;
        if answer.is_some_and(|answer| link.answer(&answer).is_err()) {
            return Ok(End::Closed);
        }
    }
}

/// Does what one message asks for, and returns what the reader waits for, if it does.
fn act<C: VirtualCard>(
    card: &mut C,
    message: Message,
    on_event: &mut impl FnMut(Event),
) -> Result<Option<Vec<u8>>, C::Error> {
    let event = match message {
        Message::GetAtr => return Ok(Some(card.atr().to_vec())),
        Message::Command(command) => {
            let answer = card.exchange(&command)?;
            let status = answer.last_chunk().map(|word| Status(u16::from_be_bytes(*word)));
            on_event(Event::Exchange { status });
            return Ok(Some(answer));
        }
        Message::PowerOff => Event::PowerOff,
        Message::PowerOn => Event::PowerOn,
        Message::Reset => Event::Reset,
    };
    // All three leave the card as one that was just powered on.
    card.power_off()?;
    on_event(event);
    Ok(None)
}

/// Looks for a reader that went away; `None` when asked to stop.
fn reconnect<E: std::error::Error + 'static>(
    address: SocketAddr,
    stop: &AtomicBool,
) -> Result<Option<Link>, Error<E>> {
    let lost = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        thread::sleep(RETRY);
        match Link::connect(address) {
            Ok(link) => return Ok(Some(link)),
            Err(source) if lost.elapsed() > ABSENCE => {
                return Err(Error::Lost { address, source });
            }
            Err(_) => {}
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
