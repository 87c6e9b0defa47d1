//! Stand-ins for the servers of Printags and Merchrocket, on this machine: for tests, and for
//! whoever tries a program out before it spends money.
//!
//! They answer as the printers' pages say, keep what was ordered in memory, and fail in every way in
//! which a server, or something before it, may fail. What the pages leave open is left open here: a
//! client that counts on more than is documented is not helped to get away with it.
//!
//! No key is kept that comes with an order, unless [`Config::echo_keys`] says so, and no body is ever
//! written to the log.
//!
//! # Layout
//! - [`Sandbox`], [`Config`]: a server that runs. [`Snapshot`]: what it has; [`Exchange`]: what it
//!   was asked.
//! - [`Fault`], [`Planned`], [`CallName`]: what goes wrong, and when.
//! - `front`: HTTP, and answers that are late, cut off or missing. `shop`: who does what an answer is
//!   about; `world`: orders and files; `reply`: an answer before it is sent.
//! - `printags`, `merchrocket`: what each server says.

mod call;
mod clock;
mod config;
mod distort;
mod exchange;
mod fault;
mod front;
mod merchrocket;
mod printags;
mod reply;
mod sandbox;
mod shop;
mod snapshot;
mod world;

pub use call::{CallName, UnknownCall};
pub use config::{Config, MERCHROCKET_TOKEN, PRINTAGS_TOKEN};
pub use exchange::{Exchange, Outcome};
pub use fault::{BadPlan, Fault, Planned};
pub use sandbox::{Sandbox, StartError, UnknownReference};
pub use snapshot::{Snapshot, StoredFile, StoredOrder};
