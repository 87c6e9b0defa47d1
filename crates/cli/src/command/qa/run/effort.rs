//! What one run came to, where it leaves the lot unjudged: for whoever waits for its exit code.

use tapsmith_desk::qa::session::{Card, Session, Stands};

use crate::exit::Exit;

/// The cards before a run, and what went wrong in it.
#[derive(Debug)]
pub(super) struct Effort {
    before: Vec<Card>,
    /// How often a card could not be judged.
    pub(super) problems: usize,
}

impl Effort {
    /// From here on.
    pub(super) fn from(session: &Session) -> Self {
        Self { before: session.cards().to_vec(), problems: 0 }
    }

    /// How a run ends that would end with `exit`: not good, if a card that it judged or spoke of has a defect; and
    /// where it put down cards and none of them is one of the sample, they were not the right ones.
    pub(super) fn exit(&self, session: &Session, exit: Exit) -> Exit {
        let touched =
            || session.cards().iter().enumerate().filter(|(at, card)| self.is_news(*at, card));
        let counted = || touched().filter(|(_, card)| card.stands() != Stands::Outside);
        // A card that was taken back, or judged before, is nothing wrong.
        let strangers = touched().any(|(_, card)| is_stranger(card));
        match exit {
            Exit::Good if counted().any(|(_, card)| card.class().is_some()) => Exit::NotGood,
            Exit::Good if counted().next().is_none() && (strangers || self.problems > 0) => {
                Exit::CardState
            }
            exit => exit,
        }
    }

    fn is_news(&self, at: usize, card: &Card) -> bool {
        self.before.get(at) != Some(card)
    }
}

fn is_stranger(card: &Card) -> bool {
    use tapsmith_desk::qa::event::Place::{NotDrawn, OtherBatch};
    !card.undone && matches!(card.seen.place, NotDrawn | OtherBatch { .. })
}
