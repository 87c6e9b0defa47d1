//! A delivery judged by a sample.
//!
//! # Layout
//! - [`class`]: critical, major, minor.
//! - [`report`]: a plan with all that was found, to be shown.

pub mod class;
pub mod report;
