//! Parts of a whole that people type: how sure, and how many of a lot.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How sure a statement shall be: more than 0, less than 1. In files a number; typed as `0.95` or `95%`.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Confidence(f64);

/// A share of a lot or of a process: more than 0, less than 1. In files a number; typed as `0.01` or
/// `1%`.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Share(f64);

/// Not a confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a confidence is more than 0 and less than 1 (100 %), such as 0.95 or 95%")]
pub struct BadConfidence;

/// Not a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a share is more than 0 and less than 1 (100 %), such as 0.01 or 1%")]
pub struct BadShare;

impl Confidence {
    /// 95 %, where nobody asks for another.
    pub const USUAL: Self = Self(0.95);

    /// As a part of 1.
    pub const fn as_f64(self) -> f64 {
        self.0
    }

    /// What is left to chance: 1 - confidence.
    pub const fn risk(self) -> f64 {
        1.0 - self.0
    }
}

impl Share {
    /// 1 %, where nobody asks for another.
    pub const USUAL: Self = Self(0.01);

    /// As a part of 1.
    pub const fn as_f64(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Confidence {
    type Error = BadConfidence;

    fn try_from(part: f64) -> Result<Self, BadConfidence> {
        if 0.0 < part && part < 1.0 { Ok(Self(part)) } else { Err(BadConfidence) }
    }
}

impl TryFrom<f64> for Share {
    type Error = BadShare;

    fn try_from(part: f64) -> Result<Self, BadShare> {
        if 0.0 < part && part < 1.0 { Ok(Self(part)) } else { Err(BadShare) }
    }
}

impl FromStr for Confidence {
    type Err = BadConfidence;

    fn from_str(text: &str) -> Result<Self, BadConfidence> {
        typed(text).ok_or(BadConfidence)?.try_into()
    }
}

impl FromStr for Share {
    type Err = BadShare;

    fn from_str(text: &str) -> Result<Self, BadShare> {
        typed(text).ok_or(BadShare)?.try_into()
    }
}

/// `0.95`, `95%` or `95 %`: digits with at most one point. The percent sign is read as a power of ten, since
/// a division would round once more.
fn typed(text: &str) -> Option<f64> {
    let (digits, power) = match text.strip_suffix('%') {
        Some(percent) => (percent.trim_end(), "e-2"),
        None => (text, ""),
    };
    let plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    format!("{digits}{power}").parse().ok().filter(|_| plain)
}

impl From<Confidence> for f64 {
    fn from(confidence: Confidence) -> Self {
        confidence.0
    }
}

impl From<Share> for f64 {
    fn from(share: Share) -> Self {
        share.0
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&percent(self.0))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&percent(self.0))
    }
}

/// `95%`: rounded where the binary number would show.
fn percent(part: f64) -> String {
    let rounded = (part * 1e14).round() / 1e12;
    format!("{rounded}%")
}
