//! Where the mirrors of a file stand.

use std::ops::Range;

use tapsmith_card::settings::{CounterMirror, Offset, PiccMirror, Sdm};

/// Characters of a mirrored UID.
pub(super) const UID: usize = 14;
/// Characters of a mirrored read counter.
pub(super) const COUNTER: usize = 6;
/// Characters of `PICCENCData` in AES mode.
pub(super) const PICC_DATA: usize = 32;
/// Characters of SDMMAC.
pub(super) const MAC: usize = 16;

/// The places of UID, counter and `PICCENCData`.
pub(super) fn of_picc(picc: PiccMirror) -> Vec<Range<usize>> {
    match picc {
        PiccMirror::Off { .. } => Vec::new(),
        PiccMirror::Encrypted { at, .. } => vec![place(at, PICC_DATA)],
        PiccMirror::Plain { uid, counter } => {
            let counter = match counter {
                CounterMirror::At(at) => Some(place(at, COUNTER)),
                CounterMirror::Off | CounterMirror::Hidden => None,
            };
            uid.map(|at| place(at, UID)).into_iter().chain(counter).collect()
        }
    }
}

/// The places of SDMMAC and the encrypted file data.
pub(super) fn of_file_read(sdm: &Sdm) -> Vec<Range<usize>> {
    let Some(file_read) = sdm.file_read else { return Vec::new() };
    let encrypted = file_read.encrypted.map(|data| place(data.at, data.length.to_usize()));
    encrypted.into_iter().chain([place(file_read.mac, MAC)]).collect()
}

/// All places.
pub(super) fn of(sdm: &Sdm) -> Vec<Range<usize>> {
    [of_picc(sdm.picc), of_file_read(sdm)].concat()
}

/// Whether two places share a byte.
pub(super) fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn place(at: Offset, length: usize) -> Range<usize> {
    let start = at.to_usize();
    start..start.saturating_add(length)
}
