//! Stand-ins for the servers of Printags and Merchrocket, on this machine: for tests, and for
//! whoever tries a program out before it spends money.
//!
//! They answer as the printers' pages say, keep what was ordered in memory, and fail in every way in
//! which a server, or something before it, may fail. What the pages leave open is left open here: a
//! client that counts on more than is documented is not helped to get away with it.
//!
//! No key is kept that comes with an order, unless [`Config::echo_keys`] says so, and no body is ever
//! written to the log. But memory that held one is not wiped: stand-ins are for keys of tests.
//!
//! ```
//! use tapsmith_orders::Name;
//! use tapsmith_sandbox::{Config, Planned, Sandbox};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let fault: Planned = "timeout-after@create".parse()?;
//! let sandbox = Sandbox::start(Config::new(Name::Printags).fault(fault))?;
//! // Here a client orders at sandbox.url(), as whoever has sandbox.token().
//! assert!(sandbox.state().orders.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # Layout
//! - [`Sandbox`], [`Config`]: a server that runs. [`Snapshot`]: what it has; [`Exchange`]: what it
//!   was asked.
//! - [`Fault`], [`Planned`], [`CallName`]: what goes wrong, and when.
//! - `front`: HTTP, and answers that are late, cut off or missing.
//! - `shop`: who does what is asked, or does not; `visit`: what a request comes to; `world`, `order`:
//!   what is kept; `reply`, `distort`: an answer, and what a fault makes of it.
//! - `provider`: which of the two it is; `printags`, `merchrocket`: what each server says.

mod call;
mod clock;
mod config;
mod distort;
mod error;
mod exchange;
mod fault;
mod front;
mod merchrocket;
mod order;
mod printags;
mod provider;
mod reply;
mod sandbox;
mod shop;
mod snapshot;
mod visit;
mod world;

pub use call::{CallName, UnknownCall};
pub use config::{Config, MERCHROCKET_TOKEN, PRINTAGS_TOKEN};
pub use error::{StartError, UnknownReference};
pub use exchange::{Exchange, Outcome};
pub use fault::{BadPlan, Fault, Planned};
pub use sandbox::Sandbox;
pub use snapshot::{Snapshot, StoredFile, StoredOrder};
