//! Orders sent, committed, followed and taken back, by programs that die, at servers that fail:
//! real HTTP to a stand-in, a real vault on disk.
//!
//! A cell is one fault, or two, and one death; the same command is run again until it comes to an
//! end. What is judged is what the stand-in has at the end, and whether what was said was so.
//!
//! # Layout
//! - `submit`, `commit`, `follow`: the matrices. `cases`: what happens to one order only.
//!   `together`: two programs at one vault.
//! - `matrix`: cells, played side by side. `stage`: a stand-in and a vault; `watched`: the provider
//!   between them; `vault`: vaults.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

mod cases;
mod commit;
mod follow;
mod matrix;
mod stage;
mod submit;
mod together;
mod vault;
mod watched;
