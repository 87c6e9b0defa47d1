//! Why a command to a Type 2 card did not do what it should.

use thiserror::Error;

use super::command::Version;

/// Why a command did not do what it should. `E` is the reader's own error.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error<E> {
    /// The reader or the way to the card failed. Whether the card acted is unknown.
    #[error("the reader could not deliver {command}")]
    Transport {
        /// The command under way.
        command: &'static str,
        /// Why.
        source: E,
    },
    /// The card refused. It has forgotten a password that it was shown.
    #[error("the card refused {command}{}", describe(*.nak))]
    Refused {
        /// The command.
        command: &'static str,
        /// Its four bits, if the reader tells.
        nak: Option<u8>,
    },
    /// The card said nothing, in all the time that the command has.
    #[error("the card did not answer {command}")]
    Silent {
        /// The command.
        command: &'static str,
    },
    /// The card's answer is not one to this command.
    #[error("the card's answer to {command} makes no sense")]
    Malformed {
        /// The command.
        command: &'static str,
    },
    /// The card took our proof of a key, or a password, and gave none of its own.
    #[error("the card answered {command}, and did not prove that it holds the same secret")]
    Unproved {
        /// The command.
        command: &'static str,
    },
    /// A chip does not sign its taps with the key that it was given, or does not count them.
    #[error("the card was given a key to sign with, and its next tap does not show it")]
    Unsigned,
    /// A page does not hold what was written to it.
    #[error("the card took page {page} and does not hold it")]
    NotKept {
        /// Which.
        page: u8,
    },
    /// The reader does not bring this command to a card. The card was not asked.
    #[error("a reader of the family {reader} cannot send {command} to a card")]
    Unable {
        /// The command.
        command: &'static str,
        /// The reader's family.
        reader: &'static str,
    },
    /// A chip that has no version, and is no Ultralight C.
    #[error("no chip that is known here: it refuses GET_VERSION, and is no Ultralight C")]
    NoVersion,
    /// A chip that nobody here knows.
    #[error("no chip that is known here: GET_VERSION says {}", version(*.0))]
    UnknownChip(Version),
}

impl<E> Error<E> {
    /// Whether it was the card that said no, or nothing: it has to be selected again.
    pub const fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::Silent { .. })
    }
}

/// NTAG213F/216F Rev. 3.1, "ACK and NAK"; the last two as Ultralight EV1 has them.
fn describe(nak: Option<u8>) -> String {
    let Some(nak) = nak else { return String::new() };
    let meaning = match nak {
        0x0 => "a page or a right that it does not have",
        0x1 => "the frame was damaged on its way",
        0x4 => "too many wrong passwords, or a counter at its end",
        0x5 | 0x7 => "its memory failed",
        _ => "a reason that this program does not know",
    };
    format!(": {meaning} [NAK {nak:X}]")
}

fn version(version: Version) -> String {
    tapsmith_core::hex::encode(&version.to_bytes())
}
