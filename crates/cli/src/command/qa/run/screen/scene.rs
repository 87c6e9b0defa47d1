//! What there is to say, before it is known how much room there is.

use tapsmith_desk::qa::event::Event;
use tapsmith_desk::qa::report::LotVerdict;
use tapsmith_desk::qa::session::{Card, Session};
use tapsmith_desk::qa::tally::Tally;

use super::sign::Sign;
use crate::command::qa::run::face::{Notice, View, next_position};
use crate::command::qa::words::{self, Headline};

/// A view, in words.
#[derive(Debug)]
pub(super) struct Scene<'v> {
    view: &'v View<'v>,
    pub(super) tally: Tally,
    pub(super) sign: Sign,
    /// The card that was spoken of last, where the sign is not about it.
    pub(super) last: Option<&'v Card>,
    card: Option<&'v Card>,
}

impl<'v> Scene<'v> {
    pub(super) fn of(view: &'v View<'v>) -> Self {
        let tally = Tally::of(view.session);
        let card = subject(view.session);
        let headline = card.map(Headline::of).map(Sign::Card);
        let next = || next_sign(view.session, &tally);
        let sign = match view.notice {
            Notice::Reading => Sign::Reading,
            Notice::Judged | Notice::Done(_) => headline.unwrap_or_else(next),
            Notice::Refused(_) if view.lies => headline.unwrap_or_else(next),
            Notice::Waiting | Notice::Taken | Notice::Through | Notice::Refused(_) => next(),
            Notice::Problem(_) => Sign::NotCounted,
            Notice::ReaderGone => Sign::NoReader,
        };
        let (card, last) = if matches!(sign, Sign::Card(_)) { (card, None) } else { (None, card) };
        Self { view, tally, sign, last, card }
    }

    pub(super) fn is_alarming(&self) -> bool {
        match self.view.notice {
            Notice::Judged | Notice::Problem(_) | Notice::ReaderGone => self.sign.is_alarming(),
            Notice::Refused(_) => true,
            _ => false,
        }
    }

    /// What stands under the sign: which card, and why.
    pub(super) fn sentences(&self) -> Vec<String> {
        match (self.view.notice, self.card) {
            (Notice::Problem(sentence), _) => vec![sentence_of(sentence)],
            (_, Some(card)) => {
                let who = self.who(card);
                let reasons = words::reasons(card);
                let said = reasons.iter().map(|reason| sentence_of(reason));
                std::iter::once(who).chain(said).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What the operator said, and what came of it.
    pub(super) fn said(&self) -> Option<String> {
        match self.view.notice {
            Notice::Done(said) => Some(format!("Done: {said}.")),
            Notice::Refused(sentence) => Some(format!("Not done: {sentence}.")),
            _ => None,
        }
    }

    /// What to do now.
    pub(super) fn advice(&self) -> String {
        let done = self.tally.open == 0;
        match (self.view.notice, next_position(self.view.session)) {
            (Notice::Reading, _) => "Leave it where it is.".to_owned(),
            (Notice::ReaderGone, _) => "Plug the reader in again.".to_owned(),
            (Notice::Problem(_), _) if self.view.lies => {
                "Take it off and put it again; x if it can never be read.".to_owned()
            }
            (Notice::Problem(_), _) => "Put it again; x if it can never be read.".to_owned(),
            (Notice::Through, _) => "There are no more cards.".to_owned(),
            (_, _) if self.view.lies && done => "Take it off.".to_owned(),
            (_, Some(unit)) if self.view.lies => format!("Take it off. Next: position {unit}."),
            (_, None) if self.view.lies => "Take it off, then the next card.".to_owned(),
            (_, _) if done => "Nothing is left to be put down.".to_owned(),
            (_, Some(unit)) => format!("Next: position {unit} of the delivery."),
            (_, None) => "Put the next card on the reader.".to_owned(),
        }
    }

    /// What is known of the lot, the longest way to say it first.
    pub(super) fn decision(&self) -> Option<[&'static str; 2]> {
        match self.tally.verdict() {
            LotVerdict::Rejected if self.tally.open == 0 => Some([
                "REJECTED, all judged: Enter judges the lot",
                "REJECTED: Enter judges the lot",
            ]),
            LotVerdict::Rejected => Some([
                "REJECTED already: Enter ends here, or go on",
                "REJECTED already: Enter ends here",
            ]),
            LotVerdict::Accepted => Some([
                "All judged, to be ACCEPTED: Enter judges the lot",
                "ACCEPTED: Enter judges the lot",
            ]),
            LotVerdict::Unfinished => None,
        }
    }

    /// The last card in a line: what came of it, which, and why.
    pub(super) fn last_line(&self) -> Option<String> {
        let card = self.last?;
        let headline = Headline::of(card);
        let (glyph, word) = (Sign::Card(headline).glyph(), headline.word());
        let who = self.who(card);
        let why = words::reasons(card).first().map_or_else(String::new, |why| format!("; {why}"));
        Some(format!("Last: {glyph} {word}, {who}{why}"))
    }

    fn who(&self, card: &Card) -> String {
        words::who(card, self.view.session.plan().drawn_by)
    }
}

/// What to do where no card lies there.
fn next_sign(session: &Session, tally: &Tally) -> Sign {
    if tally.open == 0 {
        return Sign::AllJudged;
    }
    next_position(session).map_or(Sign::Put, Sign::Take)
}

/// The card that was last put down, or last spoken of.
fn subject(session: &Session) -> Option<&Card> {
    let about = |event: &Event| match event {
        Event::Card(_) => Some(None),
        Event::Visual { card } | Event::CountedAnyway { card, .. } => Some(Some(*card)),
        _ => None,
    };
    let events = session.events();
    let spoken = events.iter().enumerate().rev().find_map(|(at, noted)| match noted.event {
        Event::Undone { number } => {
            let at = events.iter().position(|noted| noted.number == number)?;
            Some((at, about(&events.get(at)?.event)?))
        }
        _ => Some((at, about(&noted.event)?)),
    });
    let (at, number) = spoken?;
    if let Some(number) = number {
        return session.cards().iter().find(|card| card.number == number);
    }
    let cards = events.get(..at)?.iter().filter(|noted| matches!(noted.event, Event::Card(_)));
    session.cards().get(cards.count())
}

/// A sentence begins with a capital letter and ends with a full stop.
fn sentence_of(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{}{stop}", first.unwrap_or_default(), letters.as_str())
}
