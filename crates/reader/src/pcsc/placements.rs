//! Cards put down and taken away, one event each: for whoever works through a stack of them.

use std::time::Duration;

use ::pcsc::{Context, Error as Code, ReaderState, State};

use super::{error::Error, establish, name::ReaderName, presence::Presence};

/// What changed on a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// A card was put down.
    Put,
    /// A card was put down that does not answer: it lies badly, or is none.
    Mute,
    /// It was taken away.
    Taken,
}

/// A reader that is watched. A card that stays is told once, however often the service speaks of it: the reader has
/// to be seen empty before the next.
pub struct Placements {
    reader: ReaderName,
    context: Context,
    state: [ReaderState; 1],
    last: Option<Placement>,
}

impl Placements {
    /// Watches `reader`. A card that lies there already is told as put down.
    ///
    /// # Errors
    /// [`Error::Service`].
    pub fn on(reader: ReaderName) -> Result<Self, Error> {
        let state = [ReaderState::new(reader.as_c_str(), State::UNAWARE)];
        Ok(Self { context: establish()?, reader, state, last: None })
    }

    /// The reader.
    pub fn reader(&self) -> &ReaderName {
        &self.reader
    }

    /// What changes within `wait`; none if nothing does. Wakes as soon as something has.
    ///
    /// # Errors
    /// [`Error::ReaderGone`], [`Error::Service`], [`Error::Interrupted`].
    pub fn next(&mut self, wait: Duration) -> Result<Option<Placement>, Error> {
        match self.context.get_status_change(wait, &mut self.state) {
            Ok(()) => {}
            Err(Code::Timeout) => return Ok(None),
            Err(code) => return Err(Error::of(code, &self.reader)),
        }
        let [state] = &mut self.state;
        // The whole word goes back: its upper half counts events.
        state.sync_current_state();
        match Presence::of(state) {
            Presence::Unavailable => Err(Error::ReaderGone { reader: self.reader.clone() }),
            presence => Ok(self.step(&presence)),
        }
    }

    fn step(&mut self, presence: &Presence) -> Option<Placement> {
        let next = step(self.last, presence);
        self.last = next.or(self.last);
        next
    }
}

/// What `presence` is after `last`. A card that answers late was put down once it does.
fn step(last: Option<Placement>, presence: &Presence) -> Option<Placement> {
    match (last, presence) {
        (Some(Placement::Put | Placement::Mute), Presence::Empty) => Some(Placement::Taken),
        (Some(Placement::Put), Presence::Card { .. } | Presence::Mute)
        | (Some(Placement::Mute), Presence::Mute)
        | (None | Some(Placement::Taken), Presence::Empty)
        | (_, Presence::Unavailable) => None,
        (_, Presence::Card { .. }) => Some(Placement::Put),
        (_, Presence::Mute) => Some(Placement::Mute),
    }
}

impl std::fmt::Debug for Placements {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Placements").field("reader", &self.reader).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(seen: &[Presence]) -> Vec<Placement> {
        let mut last = None;
        let next = |presence| {
            let next = step(last, presence);
            last = next.or(last);
            next
        };
        seen.iter().filter_map(next).collect()
    }

    fn card() -> Presence {
        Presence::Card { atr: vec![0x3B] }
    }

    #[test]
    fn a_card_that_stays_is_told_once() {
        use Placement::{Put, Taken};
        let seen = [Presence::Empty, card(), card(), card(), Presence::Empty, Presence::Empty];
        assert_eq!(told(&seen), [Put, Taken]);
        assert_eq!(told(&[card(), Presence::Empty, card()]), [Put, Taken, Put]);
    }

    #[test]
    fn a_card_that_loses_its_field_and_finds_it_again_never_left() {
        assert_eq!(told(&[card(), Presence::Mute, card()]), [Placement::Put]);
    }

    #[test]
    fn a_card_that_answers_late_is_put_down_then() {
        use Placement::{Mute, Put, Taken};
        let seen = [Presence::Mute, Presence::Mute, card(), Presence::Empty];
        assert_eq!(told(&seen), [Mute, Put, Taken]);
        assert_eq!(told(&[Presence::Mute, Presence::Empty]), [Mute, Taken]);
    }
}
