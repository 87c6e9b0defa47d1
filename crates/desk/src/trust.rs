//! Whether a card may say of itself that it is virtual.

use tapsmith_card::originality::Originality;

use crate::check::Check;

/// What is made of a card that tapsmith's own key signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VirtualCards {
    /// It is what was asked for: the reader is virtual, or the user said so.
    Accept,
    /// It is a forgery.
    Refuse,
}

impl VirtualCards {
    /// Whether a card of this originality may be worked on.
    pub fn accept(self, originality: Originality) -> bool {
        match originality {
            Originality::Valid => true,
            Originality::Virtual => self == Self::Accept,
            Originality::Invalid | Originality::Unchecked => false,
        }
    }

    /// The check `originality`.
    pub fn check(self, originality: Originality) -> Check {
        const NAME: &str = "originality";
        match (originality, self) {
            (Originality::Valid, _) => Check::pass(NAME, "signed by NXP"),
            (Originality::Virtual, Self::Accept) => Check::skipped(NAME, "a virtual card"),
            (Originality::Virtual, Self::Refuse) => {
                Check::fail(NAME, "signed by the virtual cards' key, on a reader for real cards")
            }
            (Originality::Invalid, _) => Check::fail(NAME, "not signed by NXP"),
            (Originality::Unchecked, _) => Check::fail(NAME, "the card gave no signature"),
        }
    }
}
