//! Profiles as TOML.

use thiserror::Error;

use super::{Family, Profile, ProfileProblem};

/// Why a text is no profile.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProfileError {
    /// Not TOML, or not of this shape.
    #[error("{}{problem}", place(*line, *column))]
    Shape {
        /// Line, counted from 1; 0 if it is the file as a whole.
        line: usize,
        /// Column, counted from 1.
        column: usize,
        /// What is wrong.
        problem: String,
    },
    /// A profile that would make a card nobody could use.
    #[error(transparent)]
    Problem(#[from] ProfileProblem),
}

fn place(line: usize, column: usize) -> String {
    if line == 0 { String::new() } else { format!("line {line}, column {column}: ") }
}

/// No profile of that name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no profile called {name:?}: there are {}", Profile::NAMES.join(", "))]
pub struct UnknownProfile {
    /// What was asked for.
    pub name: String,
}

const SHIPPED: [&str; 22] = [
    include_str!("../../profiles/sun-aes.toml"),
    include_str!("../../profiles/sun-plain.toml"),
    include_str!("../../profiles/sun-enc-file.toml"),
    include_str!("../../profiles/static-url.toml"),
    include_str!("../../profiles/sun-lrp.toml"),
    include_str!("../../profiles/sun-tamper.toml"),
    include_str!("../../profiles/sun-private.toml"),
    include_str!("../../profiles/bolt-card.toml"),
    include_str!("../../profiles/ntag213-url.toml"),
    include_str!("../../profiles/ntag213-password.toml"),
    include_str!("../../profiles/ntag213-mirror.toml"),
    include_str!("../../profiles/ntag213-text.toml"),
    include_str!("../../profiles/ntag213-empty.toml"),
    include_str!("../../profiles/ntag223-sun.toml"),
    include_str!("../../profiles/ntag224-sun.toml"),
    include_str!("../../profiles/ultralight-url.toml"),
    include_str!("../../profiles/ultralight-c-url.toml"),
    include_str!("../../profiles/ultralight-aes-url.toml"),
    include_str!("../../profiles/classic-url.toml"),
    include_str!("../../profiles/classic-key.toml"),
    include_str!("../../profiles/classic-empty.toml"),
    include_str!("../../profiles/desfire-ev3-sun.toml"),
];

impl Profile {
    /// The profiles shipped here, the default first.
    pub const NAMES: [&'static str; 22] = [
        "sun-aes",
        "sun-plain",
        "sun-enc-file",
        "static-url",
        "sun-lrp",
        "sun-tamper",
        "sun-private",
        "bolt-card",
        "ntag213-url",
        "ntag213-password",
        "ntag213-mirror",
        "ntag213-text",
        "ntag213-empty",
        "ntag223-sun",
        "ntag224-sun",
        "ultralight-url",
        "ultralight-c-url",
        "ultralight-aes-url",
        "classic-url",
        "classic-key",
        "classic-empty",
        "desfire-ev3-sun",
    ];

    /// The names of the shipped profiles for chips of one family.
    pub fn names_for(family: Family) -> impl Iterator<Item = &'static str> {
        let is_for = move |name: &&str| {
            Self::shipped(name).is_ok_and(|profile| profile.chip.family() == family)
        };
        Self::NAMES.into_iter().filter(is_for)
    }

    /// A profile from TOML.
    ///
    /// # Errors
    /// Not TOML, not of this shape, or a card that nobody could use.
    pub fn from_toml(text: &str) -> Result<Self, ProfileError> {
        let profile: Self = toml::from_str(text).map_err(|error| shape(text, &error))?;
        profile.check()?;
        Ok(profile)
    }

    /// The profile as TOML, with all that a shorter file leaves to the default.
    ///
    /// # Errors
    /// None that a profile made by [`Profile::from_toml`] could bring.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }

    /// A shipped profile's file.
    ///
    /// # Errors
    /// No profile of that name.
    pub fn shipped_toml(name: &str) -> Result<&'static str, UnknownProfile> {
        let unknown = || UnknownProfile { name: name.to_owned() };
        let known = Self::NAMES.iter().zip(SHIPPED).find(|(known, _)| **known == name);
        known.map(|(_, text)| text).ok_or_else(unknown)
    }

    /// A shipped profile.
    ///
    /// # Errors
    /// No profile of that name.
    pub fn shipped(name: &str) -> Result<Self, UnknownProfile> {
        let text = Self::shipped_toml(name)?;
        Self::from_toml(text).map_err(|_| UnknownProfile { name: name.to_owned() })
    }
}

fn shape(text: &str, error: &toml::de::Error) -> ProfileError {
    let before = error.span().and_then(|span| text.get(..span.start));
    let (line, column) = before.map_or((0, 0), |before| {
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        (line, column)
    });
    ProfileError::Shape { line, column, problem: error.message().replace('\n', ", ") }
}
