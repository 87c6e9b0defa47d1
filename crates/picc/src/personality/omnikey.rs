//! HID OMNIKEY 5022 and 5422.
//!
//! Source: reports of users: `FF B0` and `FF D6` only, and some refuse pages from 16 on. This one does, with 6A 82
//! (our choice). HID's own way to frames (its generic wrapper, `FF 70 07 6B`) is not played.

use super::binary::Habits;

pub(super) const HABITS: Habits = Habits { highest_page: 0x0F, ..Habits::PLAIN };
