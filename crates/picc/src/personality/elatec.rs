//! Elatec TWN4.
//!
//! Source: its descriptor: messages of 64 bytes, ten of them the message's head. Longer APDUs are chained below
//! what a program sees, so nothing is cut here; each of its pseudo-APDUs and answers fits one message. That it
//! has Read Binary and Update Binary is PC/SC's word (our choice).

use super::binary::Habits;

pub(super) const HABITS: Habits = Habits::PLAIN;
