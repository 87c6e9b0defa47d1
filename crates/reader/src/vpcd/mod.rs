//! A card of software in the slot of a virtual reader.
//!
//! The project vsmartcard's driver `vpcd` adds readers named "Virtual PCD" to a PC/SC service. The
//! card is a TCP client of it: it connects, is powered on and off, is asked for its answer to reset
//! several times a second (that is how the service sees that it is still there), and answers APDUs.
//! Closing the connection removes the card.
//!
//! # Layout
//! - [`message`]: what the driver says, and how answers are framed.
//! - `link`: the TCP connection.
//! - [`serve`](fn@serve): the loop, in [`client`].
//! - [`error`]: what ends it.

pub mod client;
pub mod error;
mod link;
pub mod message;

pub use self::{
    client::{Event, serve},
    error::Error,
};

use std::net::{Ipv4Addr, SocketAddr};

/// Where the driver listens for the card of its first slot unless configured otherwise; the second
/// slot has the next port.
pub const DEFAULT_ADDRESS: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 35963);
