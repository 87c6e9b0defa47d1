//! Elatec TWN4.
//!
//! Source: its descriptor: messages of 64 bytes, ten of them the message's head. That a pseudo-APDU has to fit
//! one message is our choice; APDUs to a chip are chained below, and not cut here.

use super::binary::Habits;

pub(super) const HABITS: Habits = Habits { longest_command: 54, ..Habits::PLAIN };
