//! An answer that a reader of this family does not give.

use super::Family;

/// Why there is nothing heard of a card. `E` is the transport's own error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error<E> {
    /// The reader or the way to it failed.
    Transport(E),
    /// The reader answered, and not as its family does.
    Nonsense(Nonsense),
}

/// A reader's answer that makes no sense. Whether the card acted is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the reader's answer{} is none that a reader of the family {family} gives", Ending(*.status))]
pub struct Nonsense {
    /// The family that it was taken to be of.
    pub family: Family,
    /// The status word, if there was one.
    pub status: Option<u16>,
}

impl<E> From<Nonsense> for Error<E> {
    fn from(nonsense: Nonsense) -> Self {
        Self::Nonsense(nonsense)
    }
}

struct Ending(Option<u16>);

impl std::fmt::Display for Ending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.map_or(Ok(()), |word| write!(f, " [{word:04X}]"))
    }
}
