//! Where the mirrors of a file stand.

use std::ops::Range;

use super::Sdm;

/// Characters of a mirrored UID.
const UID: usize = 14;
/// Characters of a mirrored read counter.
const COUNTER: usize = 6;
/// Characters of `PICCENCData`.
const PICC_DATA: usize = 32;
/// Characters of SDMMAC.
const MAC: usize = 16;

/// The places of UID, counter and `PICCENCData`.
pub(super) fn of_picc(sdm: &Sdm) -> Vec<Range<usize>> {
    [(sdm.uid_at, UID), (sdm.counter_at, COUNTER), (sdm.picc_data_at, PICC_DATA)]
        .into_iter()
        .filter_map(|(at, length)| at.map(|at| place(at, length)))
        .collect()
}

/// The places of the encrypted file data and SDMMAC.
pub(super) fn of_file_read(sdm: &Sdm) -> Vec<Range<usize>> {
    let Some(by) = sdm.file_read else { return Vec::new() };
    let data = by.encrypted.map(|data| place(data.at, data.length));
    data.into_iter().chain([place(by.mac, MAC)]).collect()
}

/// All places.
pub(super) fn of(sdm: &Sdm) -> Vec<Range<usize>> {
    of_picc(sdm).into_iter().chain(of_file_read(sdm)).collect()
}

/// Whether two places share a byte.
pub(super) fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn place(at: usize, length: usize) -> Range<usize> {
    at..at.saturating_add(length)
}
