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

#[cfg(test)]
mod tests {
    use tapsmith_desk::qa::class::Class;
    use tapsmith_desk::qa::event::{Event, Place};
    use tapsmith_desk::qa::report::DrawnBy;

    use super::*;
    use crate::command::qa::run::screen::tests::{Desk, bad, elsewhere, good};

    /// What a pause ends with after `events`, in a plan with a bad card from another day.
    fn after(events: Vec<Event>, problems: usize) -> Exit {
        let mut desk = Desk::new(DrawnBy::Record);
        desk.card(bad(3, Class::Major, "ndef", "no message"));
        desk.card(good(7));
        let mut effort = Effort::from(&desk.session);
        effort.problems = problems;
        for event in events {
            desk.event(event);
        }
        effort.exit(&desk.session, Exit::Good)
    }

    fn card(seen: tapsmith_desk::qa::event::CardSeen) -> Event {
        Event::Card(Box::new(seen))
    }

    #[test]
    fn the_cards_of_a_run_decide_and_not_those_before() {
        assert_eq!(after(vec![], 0), Exit::Good);
        assert_eq!(after(vec![card(good(12))], 0), Exit::Good);
        let flawed = || card(bad(12, Class::Minor, "visual", "a scratch"));
        assert_eq!(after(vec![flawed()], 0), Exit::NotGood);
        assert_eq!(after(vec![flawed(), card(good(41))], 0), Exit::NotGood);
        assert_eq!(after(vec![flawed(), Event::Undone { number: 3 }], 0), Exit::Good);
        assert_eq!(after(vec![Event::Visual { card: 2 }], 0), Exit::NotGood, "an earlier one's");
    }

    #[test]
    fn where_nothing_was_counted_the_cards_were_the_wrong_ones() {
        let free = || card(elsewhere(9, Place::NotDrawn));
        assert_eq!(after(vec![free()], 0), Exit::CardState);
        assert_eq!(after(vec![], 1), Exit::CardState);
        assert_eq!(after(vec![free(), card(good(12))], 1), Exit::Good);
        assert_eq!(after(vec![card(elsewhere(7, Place::Twice { card: 2 }))], 0), Exit::Good);
        assert_eq!(after(vec![free(), Event::Undone { number: 3 }], 0), Exit::Good);
    }

    #[test]
    fn what_was_interrupted_says_so() {
        let desk = Desk::new(DrawnBy::Record);
        let effort = Effort { before: Vec::new(), problems: 1 };
        assert_eq!(effort.exit(&desk.session, Exit::Interrupted), Exit::Interrupted);
    }
}
