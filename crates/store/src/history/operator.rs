//! Who does it.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// What the history calls whoever runs the program: 1 to 64 printable characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator(String);

/// No name for an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an operator's name has 1 to 64 characters, none of them a control character")]
pub struct BadOperator;

impl Operator {
    /// For a system that does not say who runs the program.
    pub fn unknown() -> Self {
        Self("unknown".to_owned())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Operator {
    type Err = BadOperator;

    fn from_str(text: &str) -> Result<Self, BadOperator> {
        let fits = (1..=64).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if fits { Ok(Self(text.to_owned())) } else { Err(BadOperator) }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
