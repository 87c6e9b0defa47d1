//! Printags and Merchrocket: what their servers are asked, what they answer, and one blocking way to
//! ask.
//!
//! The pure half are values: a [`Call`] makes a [`Request`](call::Request) and reads its answer. The
//! thin half, [`Http`], sends it and knows what may be sent again. What neither decides is whether an
//! order is made, and whether money is spent: that is the desk's, which keeps a record.
//!
//! # Layout
//! - [`Money`]; [`Token`], [`Place`]: which server, as whom, and whether it is real there.
//! - [`call`]: a call, paired with its answer; [`CallError`]: how it may fail.
//! - [`Http`], [`Policy`], [`Watch`]: the wire.
//! - [`provider`]: what any printer does, and the list of them; [`Payload`]: an order as a file.
//! - [`schema`]: what is sent, as JSON Schemas.
//! - [`price`]: what an order will cost, as far as that can be known.
//! - [`printags`], [`merchrocket`]: one call a file.

pub mod call;
mod error;
mod finding;
pub mod http;
pub mod merchrocket;
mod money;
mod payload;
mod place;
pub mod price;
pub mod printags;
pub mod provider;
mod refusal;
pub mod schema;
mod token;

pub use call::Call;
pub use error::{CallError, Doubt, Trouble};
pub use finding::{Finding, Severity};
pub use http::{Http, NoHttp, Policy, Watch};
pub use money::{BadMoney, Money};
pub use payload::{BadOrder, Payload, Wants, WantsLine};
pub use place::{BadPlace, Place};
pub use provider::{Name, Provider};
pub use refusal::{Refusal, Violation};
pub use token::{BadToken, Token};
