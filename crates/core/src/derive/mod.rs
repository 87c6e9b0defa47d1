//! Key derivation: the published function ([`diversify`]) the message we give it
//! ([`ts1`]), and many keys at once ([`Deriver`]).

mod an10922;
mod deriver;
pub mod ts1;

pub use an10922::{DiversificationInput, InputLength, diversify};
pub use deriver::Deriver;
