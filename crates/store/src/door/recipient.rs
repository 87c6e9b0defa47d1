//! Whom a secret is sealed for.

use std::fmt;
use std::str::FromStr;

use age::x25519::Recipient;
use thiserror::Error;

/// The public half of an age identity, as `age-keygen` prints it: `age1...`.
#[derive(Clone, PartialEq, Eq)]
pub struct AgeRecipient(Recipient);

/// Why a text is no recipient. It says nothing of the text itself: it may be an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadRecipient {
    /// The secret half.
    #[error(
        "this is an age identity, a secret that only its owner may have: give the line that starts with age1, and take this one for a secret no more"
    )]
    Identity,
    /// An SSH key.
    #[error("this is an SSH key, not an age recipient: age-keygen makes one")]
    Ssh,
    /// A kind of age recipient that is not read here.
    #[error("this age recipient is not of the common kind: age1 and 58 more characters")]
    Kind,
    /// A typing error.
    #[error("this age recipient is damaged: its check characters do not fit")]
    Damaged,
    /// Anything else.
    #[error("this is not an age recipient: one starts with age1")]
    Other,
}

impl AgeRecipient {
    /// As the crate `age` has it.
    pub fn as_age(&self) -> &Recipient {
        &self.0
    }
}

impl FromStr for AgeRecipient {
    type Err = BadRecipient;

    fn from_str(text: &str) -> Result<Self, BadRecipient> {
        let text = text.trim();
        text.parse().map(Self).map_err(|_| why(text))
    }
}

impl fmt::Display for AgeRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for AgeRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AgeRecipient({self})")
    }
}

fn why(text: &str) -> BadRecipient {
    let lower = text.to_ascii_lowercase();
    if lower.contains("age-secret-key-") || lower.starts_with("age-plugin-") {
        BadRecipient::Identity
    } else if lower.starts_with("ssh-") || lower.starts_with("-----begin") {
        BadRecipient::Ssh
    } else if !lower.starts_with("age1") {
        BadRecipient::Other
    } else if lower.len() == 62 {
        BadRecipient::Damaged
    } else {
        BadRecipient::Kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use age::secrecy::ExposeSecret;
    use age::x25519::Identity;

    fn parsed(text: &str) -> Result<AgeRecipient, BadRecipient> {
        text.parse()
    }

    #[test]
    fn the_public_half_is_read() {
        let text = Identity::generate().to_public().to_string();
        assert_eq!(parsed(&format!(" {text}\n")).unwrap().to_string(), text);
    }

    #[test]
    fn anything_else_is_refused_by_name() {
        let whole = Identity::generate().to_public().to_string();
        let last = if whole.ends_with('q') { "p" } else { "q" };
        let typo = format!("{}{last}", &whole[..61]);
        for (text, expected) in [
            (typo.as_str(), BadRecipient::Damaged),
            (&whole[..40], BadRecipient::Kind),
            (
                "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
                BadRecipient::Kind,
            ),
            ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", BadRecipient::Ssh),
            ("someone@example.com", BadRecipient::Other),
            ("", BadRecipient::Other),
        ] {
            assert_eq!(parsed(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn a_secret_given_by_mistake_is_not_repeated() {
        let identity = Identity::generate().to_string();
        let secret = identity.expose_secret();
        for text in [secret.to_owned(), secret.to_lowercase(), format!("# created\n{secret}")] {
            let error = parsed(&text).unwrap_err();
            assert_eq!(error, BadRecipient::Identity);
            let said = format!("{error} {error:?}");
            assert!(!said.to_lowercase().contains(&secret[15..25].to_lowercase()), "{said}");
        }
    }
}
