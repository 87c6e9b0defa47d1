//! A judged delivery, to be shown: a page for people, JSON, CSV and JUnit for programs.
//!
//! A boss, a supplier and an auditor read the page. So the verdict is first and big, then why, then all that it
//! stands on. It is one file that loads nothing, runs nothing, prints on A4, and can be read in the dark and
//! without colour vision. A session that is not finished has no verdict, and the page says so on top; so it
//! does of a rehearsal.
//!
//! Each function is pure: no clock, no I/O, and the same report gives the same bytes. What cards, suppliers and
//! operators wrote is text to all four, never markup, formula or escape.
//!
//! # Layout
//! - [`page`]: HTML. Its template and style are in `templates`; `page/*` are its sections.
//! - `chart`: the drawings on it, in inks that follow the page's.
//! - [`json`], [`digest`]; [`csv`]; [`junit`].
//! - `words`: values in words, the same in all of them; `visible`: characters that nobody can see, for all but
//!   JSON, which has everything as it was.

mod chart;
mod csv;
mod error;
mod json;
mod junit;
mod page;
mod visible;
mod words;

pub use self::csv::csv;
pub use error::ReportError;
pub use json::{digest, json};
pub use junit::junit;
pub use page::page;
