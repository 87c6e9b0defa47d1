//! Where the mirrors of a file stand.

use std::ops::Range;

use tapsmith_card::settings::{CounterMirror, Offset, PiccMirror, Sdm};
use tapsmith_core::suite::Suite;

/// Characters of a mirrored UID.
pub(super) const UID: usize = 14;
/// Characters of a mirrored read counter.
pub(super) const COUNTER: usize = 6;
/// Characters of the tag-tamper status.
pub(super) const TAG_TAMPER: usize = 2;
/// Characters of SDMMAC.
pub(super) const MAC: usize = 16;

/// Characters of `PICCENCData`.
const fn picc_data(suite: Suite) -> usize {
    match suite {
        Suite::Aes => 32,
        Suite::Lrp => 48,
    }
}

/// The places of UID, counter and `PICCENCData`.
pub(super) fn of_picc(picc: PiccMirror, suite: Suite) -> Vec<Range<usize>> {
    match picc {
        PiccMirror::Off { .. } => Vec::new(),
        PiccMirror::Encrypted { at, .. } => vec![place(at, picc_data(suite))],
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

/// The place of SDMMAC.
pub(super) fn of_mac(sdm: &Sdm) -> Option<Range<usize>> {
    sdm.file_read.map(|file_read| place(file_read.mac, MAC))
}

/// The half of the encrypted file data that holds no plaintext.
pub(super) fn of_second_half(sdm: &Sdm) -> Option<Range<usize>> {
    let data = sdm.file_read?.encrypted?;
    let place = place(data.at, data.length.to_usize());
    Some(place.start.saturating_add(place.len() / 2)..place.end)
}

/// The place of the tag-tamper status.
pub(super) fn of_tag_tamper(sdm: &Sdm) -> Option<Range<usize>> {
    sdm.tag_tamper.map(|at| place(at, TAG_TAMPER))
}

/// All places.
pub(super) fn of(sdm: &Sdm, suite: Suite) -> Vec<Range<usize>> {
    let tag_tamper = of_tag_tamper(sdm).into_iter();
    of_picc(sdm.picc, suite).into_iter().chain(of_file_read(sdm)).chain(tag_tamper).collect()
}

/// Whether two places share a byte.
pub(super) fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn place(at: Offset, length: usize) -> Range<usize> {
    let start = at.to_usize();
    start..start.saturating_add(length)
}
