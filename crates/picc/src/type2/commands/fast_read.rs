//! `FAST_READ`: any pages in a row. If one of them may not be read, none is.
//!
//! Source: NTAG213F/216F Rev. 3.1, "`FAST_READ`".

use tapsmith_card::field::Heard;

use crate::type2::refusal::Refusal;
use crate::type2::{Reply, Type2};

pub(super) fn handle(chip: &mut Type2, body: &[u8]) -> Reply {
    let [first, last] = chip.exactly(body)?;
    if first > last || last >= chip.read_end() {
        return Err(Refusal::ARGUMENT);
    }
    chip.count_read();
    Ok(Heard::Answer(chip.shown_pages(first..=last)))
}
