//! Key derivation: the published function ([`diversify`]) and the message we give it ([`ts1`]).

mod an10922;
pub mod ts1;

pub use an10922::{DiversificationInput, InputLength, diversify};
