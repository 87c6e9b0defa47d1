//! What a reader's name tells of its slot.
//!
//! One device makes several readers: one for cards on its surface, one for cards put into it, one
//! for a SAM (a chip inside the device). Only the name says which is which; hardware-notes/readers.md
//! lists the names seen.

use std::fmt;

/// What kind of slot a reader's name makes it out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Cards lie on it: the name has the word PICC, CL or Contactless.
    Contactless,
    /// The name says nothing.
    Unmarked,
    /// Cards are put into it: the name has the word ICC or Contact.
    Contact,
    /// A chip inside the reader: the name has the word SAM.
    Sam,
}

impl Slot {
    /// Reads the kind off a reader's name.
    pub fn of(name: &str) -> Self {
        let marks = || words(name).filter_map(|word| Self::mark(&word));
        // A SAM's name may name the contactless device too; SAM outweighs, then contactless.
        [Self::Sam, Self::Contactless, Self::Contact]
            .into_iter()
            .find(|kind| marks().any(|mark| mark == *kind))
            .unwrap_or(Self::Unmarked)
    }

    /// Whether choosing passes the slot over, since no card of ours can lie there.
    pub const fn is_skipped(self) -> bool {
        matches!(self, Self::Contact | Self::Sam)
    }

    /// What one word of a name says of the slot, if anything.
    fn mark(word: &str) -> Option<Self> {
        match word.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "SAM" => Some(Self::Sam),
            "PICC" | "CL" | "CONTACTLESS" => Some(Self::Contactless),
            "ICC" | "CONTACT" => Some(Self::Contact),
            // A model number with CL behind it, as in "OMNIKEY 5422CL".
            word if is_model_with_cl(word) => Some(Self::Contactless),
            _ => None,
        }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Contactless => "contactless",
            Self::Unmarked => "not said",
            Self::Contact => "contact slot",
            Self::Sam => "SAM slot",
        })
    }
}

/// The words of a name, in capitals.
fn words(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_alphanumeric()).map(str::to_uppercase)
}

fn is_model_with_cl(word: &str) -> bool {
    let Some(model) = word.strip_suffix("CL") else { return false };
    !model.is_empty() && model.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_seen_in_the_wild() {
        for (name, slot) in [
            ("ACS ACR122U PICC Interface 00 00", Slot::Contactless),
            ("ACS ACR1252 1S CL Reader [ACR1252 1S CL Reader PICC] 00 00", Slot::Contactless),
            ("ACS ACR1252 1S CL Reader [ACR1252 1S CL Reader SAM] 01 00", Slot::Sam),
            ("ACS ACR1281 1S Dual Reader ICC 0", Slot::Contact),
            ("Identiv uTrust 4701 F Dual Interface Reader Contact Reader 0", Slot::Contact),
            ("HID Global OMNIKEY 5422CL Smartcard Reader 0", Slot::Contactless),
            ("HID Global OMNIKEY 5422 Smartcard Reader 0", Slot::Unmarked),
            ("Feitian R502 SAM1 0", Slot::Sam),
            ("Virtual PCD 00 00", Slot::Unmarked),
            // A maker's name, no slot.
            ("SAMSUNG NFC 0", Slot::Unmarked),
        ] {
            assert_eq!(Slot::of(name), slot, "{name}");
        }
    }
}
