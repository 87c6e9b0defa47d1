//! Identiv uTrust 3700F and 4701F.
//!
//! Source: reports of users: a read brings one page, four bytes, whatever was asked for, with 90 00.

use super::binary::Habits;

pub(super) const HABITS: Habits = Habits { longest_read: 4, cuts: true, ..Habits::PLAIN };
