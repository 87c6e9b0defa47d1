//! The reader's side of MIFARE Classic (`tapsmith_card::classic`) on the virtual card, through the pseudo-APDUs of a
//! PC/SC reader.
//!
//! Two hands, the same documents: the card's side shares with the reader's the names of chips and keys, and
//! nothing else. What a finished card holds is laid out here by hand, from vectors and the documents, and not
//! asked of the code that encodes.
//!
//! # Layout
//! - [`rig`]: a card on a reader, whose field can go in the middle of a write.
//! - [`layout`]: what a finished card holds, byte by byte.
//! - [`encode`]: from blank to finished, and back. [`torn`]: the same, torn at each write.
//! - [`refused`]: cards that cannot be made what they shall be. [`inspect`]: what a card shows.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on has nothing better to do than to stop"
)]

mod encode;
mod inspect;
mod layout;
mod refused;
mod rig;
mod torn;
