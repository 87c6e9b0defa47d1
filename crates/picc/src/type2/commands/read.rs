//! READ: four pages, which go on with page 0 behind the last one that may be read.
//!
//! Source: NTAG213F/216F Rev. 3.1, "READ"; the wrap before AUTH0 was seen on silicon (`AndroidCrypto`'s log).

use std::iter::successors;

use tapsmith_card::field::Heard;

use crate::type2::refusal::Refusal;
use crate::type2::{Reply, Type2};

pub(super) fn handle(chip: &mut Type2, body: &[u8]) -> Reply {
    let [first] = chip.exactly(body)?;
    let end = chip.read_end();
    if first >= end {
        return Err(Refusal::ARGUMENT);
    }
    chip.count_read();
    let next = |page: &u8| Some(if page + 1 < end { page + 1 } else { 0 });
    Ok(Heard::Answer(chip.shown_pages(successors(Some(first), next).take(4))))
}
