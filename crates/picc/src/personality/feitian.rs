//! Feitian R502.
//!
//! Source: the maker's word in issue 1 of `FeitianSmartcardReader/R502_SDK_Latest`: `FF B0 00 page length` and
//! `FF D6 00 page length data`, and nothing transparent. Its descriptor has 261 bytes
//! at most, which is any short APDU. How much one read brings is our choice.

use super::binary::Habits;

pub(super) const HABITS: Habits = Habits::PLAIN;
