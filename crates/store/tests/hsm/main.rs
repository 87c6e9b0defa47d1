//! A master key inside a security module: SoftHSM2, and SoftHSM2 with a fault.
//!
//! SoftHSM2 finds its tokens by an environment variable, which belongs to the whole process. So
//! each test runs its body in a process of its own: [`common::alone`].

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests, which clippy only allows in the tests themselves"
)]

mod cmac;
mod common;
mod faults;
mod find;
mod generate;
mod open;
mod pin;
