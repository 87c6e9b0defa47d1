//! `COMPATIBILITY_WRITE`: one page in two frames. The second is sixteen bytes, of which four are taken.
//!
//! Source: NTAG213F/216F Rev. 3.1, "`COMPATIBILITY_WRITE`". That the first frame is refused where the second
//! would be is assumed.

use tapsmith_card::field::Heard;

use crate::type2::volatile::Pending;
use crate::type2::{Reply, Type2};

pub(super) fn begin(chip: &mut Type2, body: &[u8]) -> Reply {
    let [page] = chip.exactly(body)?;
    chip.may_write(page)?;
    chip.volatile.pending = Some(Pending::Write(page));
    Ok(Heard::Ack)
}

pub(super) fn finish(chip: &mut Type2, page: u8, data: &[u8; 16]) -> Reply {
    let [one, two, three, four, ..] = *data;
    chip.write(page, [one, two, three, four])?;
    Ok(Heard::Ack)
}
