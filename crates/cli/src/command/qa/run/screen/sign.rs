//! The word that is said big. Each has a glyph and a border of its own, so that colour is not needed.

use std::borrow::Cow;

use ratatui::style::Color;
use ratatui::widgets::BorderType;

use crate::command::qa::words::Headline;

/// What is to be seen from two metres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// A card is waited for.
    Put,
    /// A card of this position is waited for.
    Take(u64),
    /// The card is being asked.
    Reading,
    /// What came of a card.
    Card(Headline),
    /// A card could not be judged.
    NotCounted,
    /// The reader is unplugged.
    NoReader,
    /// Nothing is left to be put down.
    AllJudged,
}

impl Sign {
    /// The word.
    pub(super) fn word(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Put => "PUT A CARD",
            Self::Take(unit) => return Cow::Owned(format!("TAKE {unit}")),
            Self::Reading => "READING",
            Self::Card(headline) => headline.word(),
            Self::NotCounted => "NOT COUNTED",
            Self::NoReader => "NO READER",
            Self::AllJudged => "ALL JUDGED",
        })
    }

    /// What stands before it.
    pub(super) fn glyph(self) -> &'static str {
        match self {
            Self::Put | Self::Take(_) => "↓",
            Self::Reading => "…",
            Self::Card(Headline::Pass) => "✓",
            Self::Card(Headline::Fail) => "✗",
            Self::Card(Headline::Twice) => "=",
            Self::Card(Headline::NotDrawn) => "○",
            Self::Card(Headline::OtherBatch) => "≠",
            Self::Card(Headline::TakenBack) => "←",
            Self::NotCounted => "!",
            Self::NoReader => "?",
            Self::AllJudged => "■",
        }
    }

    pub(super) fn border(self) -> BorderType {
        match self {
            Self::Card(Headline::Pass) => BorderType::Rounded,
            Self::Card(Headline::Fail) => BorderType::Double,
            Self::Card(Headline::Twice | Headline::TakenBack) => BorderType::LightDoubleDashed,
            Self::Card(Headline::NotDrawn) => BorderType::HeavyDoubleDashed,
            Self::Card(Headline::OtherBatch) => BorderType::HeavyTripleDashed,
            Self::NotCounted | Self::NoReader => BorderType::Thick,
            Self::Put | Self::Take(_) | Self::Reading | Self::AllJudged => BorderType::Plain,
        }
    }

    /// For whoever sees it: the glyph, the border and the word say the same.
    pub(super) fn colour(self) -> Color {
        match self {
            Self::Card(Headline::Pass) => Color::Green,
            Self::Card(Headline::Fail) => Color::Red,
            Self::Card(Headline::NotDrawn | Headline::OtherBatch) => Color::Magenta,
            Self::NotCounted | Self::NoReader | Self::Card(Headline::Twice) => Color::Yellow,
            Self::Card(Headline::TakenBack) => Color::Cyan,
            Self::Put | Self::Take(_) | Self::Reading | Self::AllJudged => Color::Reset,
        }
    }

    /// Whether its letters are cut out of a block instead of drawn.
    pub(super) fn is_cut_out(self) -> bool {
        self == Self::Card(Headline::Fail)
    }

    /// Whether something is not as it should be.
    pub(super) fn is_alarming(self) -> bool {
        match self {
            Self::Card(headline) => !matches!(headline, Headline::Pass | Headline::TakenBack),
            Self::NotCounted | Self::NoReader => true,
            Self::Put | Self::Take(_) | Self::Reading | Self::AllJudged => false,
        }
    }
}
