//! Readers, as the virtual ones play them: what each family answers to its own pseudo-APDUs.
//!
//! Commands and answers are written out by hand, from the makers' manuals, from PC/SC's documents and from
//! what users posted; no client's code stands behind them. What is our own choice is said so in the
//! family's file, and only held in place here.
//!
//! # Layout
//! - [`rig`]: a chip on a reader.
//! - [`all`]: what all have. [`binary`]: `FF B0` and `FF D6`.
//! - [`acr122u`], [`acs`]: frames.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on had better stop")]

mod acr122u;
mod acs;
mod all;
mod binary;
mod rig;
