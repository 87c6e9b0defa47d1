//! The stand-ins, asked by tapsmith's own client and by one that knows nothing but TCP.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that goes another way than it should has nothing better to do than to stop"
)]

mod client;
mod common;
mod examples;
mod faults;
mod merchrocket;
mod plans;
mod printags;
mod running;
