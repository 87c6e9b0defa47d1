//! ACS's readers with a transparent session: ACR1252U, ACR1552U, ACR1581U.
//!
//! Sources: PC/SC Specification, Part 3, Supplemental Document for Contactless ICCs, Rev. 2.02.00 ("Manage
//! Session", "Transparent Exchange", "Switch Protocol"); ACS, "ACM1252U-Y3 Reference Manual" (the module of the ACR1252U), V1.03,
//! 5.2.3 "APDU commands for PC/SC 2.0 Part 3", whose examples the tests play; ACS, "ACR1552U Series Reference
//! Manual", 5.3.5.4 "Transparent Exchange".
//!
//! A session is opened once a card, and not once a frame: switching to layer 3 selects the card anew, and
//! it would forget the password that it was shown. The timer goes with every frame: without one the reader waits for
//! 302 µs, and a write takes 10 ms.

mod objects;

use tapsmith_card::field::Abilities;

use self::objects::Objects;
use super::{Traits, Way, carrier::Got, timing::timeout};

pub(super) const TRAITS: Traits = Traits {
    // Not "ACR12": the ACR122U is of another family.
    marks: &["acr125", "acr128", "acr155", "acr158", "acm125"],
    abilities: Abilities {
        profile: "acs",
        raw_frames: true,
        highest_page: u8::MAX,
        key_slot: 0,
        longest_apdu: 506,
    },
    way: Way::Session,
};

/// Opens a transparent session: the reader leaves the card alone from now on.
pub const START: [u8; 7] = [0xFF, 0xC2, 0x00, 0x00, 0x02, 0x81, 0x00];

/// Ends it.
pub const END: [u8; 7] = [0xFF, 0xC2, 0x00, 0x00, 0x02, 0x82, 0x00];

/// Selects the card as one of ISO/IEC 14443 type A, layer 3.
pub const LAYER_3: [u8; 9] = [0xFF, 0xC2, 0x00, 0x02, 0x04, 0x8F, 0x02, 0x00, 0x03];

/// The longest frame whose length is one byte in every reading of it.
const LONGEST: usize = 127;

/// One frame for the card, with the time that it has. None if it is too long.
pub(super) fn wrap(frame: &[u8]) -> Option<Vec<u8>> {
    let length = u8::try_from(frame.len()).ok().filter(|_| frame.len() <= LONGEST)?;
    let all = length.checked_add(9)?;
    let timer = timeout(frame).to_le_bytes();
    let head = [0xFF, 0xC2, 0x00, 0x01, all, 0x5F, 0x46, 0x04];
    Some([&head, timer.as_slice(), &[0x95, length], frame].concat())
}

/// Whether the reader did what it was told.
pub(super) fn is_done(answer: &[u8]) -> bool {
    let done = |data| Objects::parse(data)?.status;
    matches!(answer, [data @ .., 0x90, 0x00] if done(data) == Some(0x9000))
}

/// What came back to `frame`. None if it is no answer to a transparent exchange.
pub(super) fn unwrap(frame: &[u8], answer: &[u8]) -> Option<Got> {
    let (data, word) = answer.split_last_chunk()?;
    match (data, u16::from_be_bytes(*word)) {
        ([], 0x6401) => Some(Got::Silence),
        ([], 0x6300) => Some(Got::Unreadable),
        (data, 0x9000) => of_objects(frame, &Objects::parse(data)?),
        _ => None,
    }
}

/// The error's own words: no answer is `64 01`. One that says no more than "failed" was an answer, or half of one.
fn of_objects(frame: &[u8], objects: &Objects<'_>) -> Option<Got> {
    match objects.status? {
        0x9000 | 0x6282 => Some(received(frame, objects)),
        0x6401 => Some(Got::Silence),
        0x6300 | 0x6301 | 0x6400 | 0x6F00 => Some(Got::Unreadable),
        _ => None,
    }
}

/// Four bits have no checksum, so the reader may call them damaged; and not every reader counts bits.
fn received(frame: &[u8], objects: &Objects<'_>) -> Got {
    let damaged = objects.faults & 0x0F != 0;
    let acknowledged = matches!(frame, [0xA0 | 0xA2 | 0xA5, ..]) || frame.len() == 16;
    match *objects.data {
        [] if damaged => Got::Unreadable,
        [] => Got::Silence,
        [bits] if objects.bits == 4 => Got::FourBits(bits & 0x0F),
        [bits @ ..=0x0F] if objects.bits == 0 && (damaged || acknowledged) => Got::FourBits(bits),
        _ if damaged || objects.bits != 0 => Got::Unreadable,
        ref bytes => Got::Bytes(bytes.to_vec()),
    }
}

/// How many bytes of an answer are the reader's own, before what the card sent. None of one that is not understood, or
/// has something behind that.
pub(crate) fn before_data(answer: &[u8]) -> usize {
    let Some((all, _)) = answer.split_last_chunk::<2>() else { return 0 };
    let Some(objects) = Objects::parse(all) else { return 0 };
    if all.ends_with(objects.data) { all.len() - objects.data.len() } else { 0 }
}

#[cfg(test)]
mod tests;
