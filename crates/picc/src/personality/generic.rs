//! A reader of which nothing is known: what PC/SC asks of any.
//!
//! Source: PC/SC Specification, Part 3, Rev. 2.01.09. Our choice: sixteen bytes a read, any page.

use super::binary::Habits;

pub(super) const HABITS: Habits = Habits::PLAIN;
