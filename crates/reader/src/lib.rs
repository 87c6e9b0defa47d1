//! The wire: how an APDU reaches a card and its answer comes back.
//!
//! Two ways lead to a card. One is PC/SC, to a reader on this machine; the other is a card of
//! software, kept in a file. Both end in a [`Transport`](tapsmith_card::transport::Transport), and
//! nothing above this crate needs to know which it was.
//!
//! # Layout
//! - [`selector`]: what a user named: a reader, or a file.
//! - [`wire`]: from a selector to a card in one call, whichever way leads there.
//! - [`patience`]: how long to wait, and what ends the wait early.
//! - [`pcsc`]: readers of the PC/SC service: list, choose, wait, one transaction a card.
//! - [`family`]: how each maker's readers bring a frame to a card that takes no APDUs.
//! - [`virtual_card`]: a card of software and the file that is its memory.
//! - [`vpcd`]: a card of software in the slot of a virtual reader, for a real PC/SC service.
//! - [`doctor`]: what keeps a reader from working, and what mends it.
//! - [`watch`]: what goes by on the way to a card; [`transcript`]: the same in a file, without secrets.
//! - [`os_random`]: the operating system's random numbers.
//!
//! Blocking throughout. Where something waits, it looks at a flag several times a second, so that
//! Ctrl-C ends it.

pub mod doctor;
pub mod family;
pub mod os_random;
pub mod patience;
pub mod pcsc;
pub mod selector;
pub mod transcript;
pub mod virtual_card;
pub mod vpcd;
pub mod watch;
pub mod wire;
