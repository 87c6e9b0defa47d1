//! A delivery judged by a sample.
//!
//! # Layout
//! - [`plan`]: what is settled before the first card; [`make`]: how it is, and [`past`]: what is known of the
//!   supplier then.
//! - [`class`]: critical, major, minor; `judge`: from checks to defects, and from a card to the unit it is;
//!   `whose`: by which keys, if its address does not say it.
//! - [`event`]: what happens at the desk; [`session`]: what that comes to; [`tally`]: what it says of the lot.
//! - [`sitting`]: somebody at the desk.
//! - [`report`]: a plan with all that was found, to be shown; [`account`]: how it is put together; [`promises`]: what a
//!   plan can promise, in words.

pub mod account;
pub mod class;
pub mod event;
mod judge;
pub mod make;
pub mod past;
pub mod plan;
pub mod promises;
pub mod report;
pub mod session;
pub mod sitting;
pub mod tally;
mod whose;
