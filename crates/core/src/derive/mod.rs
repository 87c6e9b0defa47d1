//! Key derivation: the published function ([`diversify`]), the message we give it
//! ([`ts1`]), many keys at once ([`Deriver`]), and those of a batch's records ([`RecordKeys`]).

mod an10922;
mod deriver;
mod keys;
mod record_keys;
pub mod ts1;

pub use an10922::{DiversificationInput, InputLength, diversify};
pub use deriver::Deriver;
pub use keys::Keys;
pub use record_keys::RecordKeys;
