//! `GET_VERSION`. One byte: with another behind it, as for an APDU, nothing comes back.
//!
//! Source: NTAG213F/216F Rev. 3.1, "`GET_VERSION`"; the silence was seen on silicon (libfreefare, issue 112).

use tapsmith_card::field::Heard;

use crate::type2::refusal::Refusal;
use crate::type2::{Reply, Type2};

pub(super) fn handle(chip: &mut Type2, body: &[u8]) -> Reply {
    let [] = chip.exactly(body)?;
    let version = chip.memory.chip.model().version().ok_or(Refusal::ARGUMENT)?;
    Ok(Heard::Answer(version.to_bytes().to_vec()))
}
