//! WRITE: one page.
//!
//! Source: NTAG213F/216F Rev. 3.1, "WRITE".

use tapsmith_card::field::Heard;

use crate::type2::{Reply, Type2};

pub(super) fn handle(chip: &mut Type2, body: &[u8]) -> Reply {
    let [page, data @ ..] = chip.exactly::<5>(body)?;
    chip.write(page, data)?;
    Ok(Heard::Ack)
}
