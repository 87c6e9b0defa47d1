//! ACR122U, its clones, and other readers that pass commands to a PN532.
//!
//! Sources: ACS, "ACR122U USB NFC Reader, Application Programming Interface", V2.04, 6.1 "Direct Transmit" (a frame for
//! the PN532, and its answer with `90 00` behind it), 5.4 and 5.5 "Read/Update Binary Blocks", 6.2 "Bi-color
//! LED and Buzzer Control", 6.3 "Get firmware version"; NXP UM0701-02 Rev. 02, "PN532 User Manual", 7.3.9
//! "`InCommunicateThru`" and 7.1 "Error handling".
//!
//! `InCommunicateThru` adds and checks the checksum, and four bits have none: an ACK comes as error 02, CRC,
//! and so does a NAK (seen in the log of libnfc's issue 564: a chip that does not know RATS, `D4 42 E0 50`,
//! `D5 43 02`). So a page is written by `FF D6`, for which the reader's own firmware reads the four bits. After another
//! command that is acknowledged, READ tells: a card that refused is not there for it any more.

use super::{Traits, Way, carrier::Got};
use tapsmith_card::field::Abilities;

pub(super) const TRAITS: Traits = Traits {
    // "ACS ACR122U PICC Interface 00 00" on Linux, "ACS ACR122 0" on Windows.
    marks: &["acr122", "acr 122", "touchatag"],
    abilities: Abilities {
        profile: "acr122u",
        raw_frames: true,
        highest_page: u8::MAX,
        key_slot: 0,
        longest_apdu: 261,
    },
    way: Way::Pn532,
};

/// Asks for the firmware's name: ten letters such as `ACR122U201`, and no status word.
pub const FIRMWARE: [u8; 5] = [0xFF, 0x00, 0x48, 0x00, 0x00];

/// The firmware's name in the answer to [`FIRMWARE`]; none if that is no text. Some clones put a status word behind it.
pub fn firmware(answer: &[u8]) -> Option<String> {
    let name = answer.strip_suffix(&[0x90, 0x00]).unwrap_or(answer);
    let is_name = (4..=32).contains(&name.len()) && name.iter().all(u8::is_ascii_graphic);
    is_name.then(|| String::from_utf8_lossy(name).into_owned())
}

/// The longest frame that a short APDU has room for beside `D4 42`.
const LONGEST: usize = 253;

/// One frame for the card, wrapped. None if it is too long.
pub(super) fn wrap(frame: &[u8]) -> Option<Vec<u8>> {
    let length = u8::try_from(frame.len() + 2).ok()?;
    (frame.len() <= LONGEST)
        .then(|| [&[0xFF, 0x00, 0x00, 0x00, length, 0xD4, 0x42], frame].concat())
}

/// What came back. None if it is no answer of a PN532; 63 00 is the reader's word for one that did
/// not answer.
pub(super) fn unwrap(answer: &[u8]) -> Option<Got> {
    match *answer {
        [0x63, _] => Some(Got::Unreadable),
        [0xD5, 0x43, status, ref bytes @ .., 0x90, 0x00] => of_status(status, bytes),
        _ => None,
    }
}

/// The lower six bits are the error; the upper two belong to NFCIP-1.
fn of_status(status: u8, bytes: &[u8]) -> Option<Got> {
    match status & 0x3F {
        0x00 if bytes.is_empty() => Some(Got::Unreadable),
        0x00 => Some(Got::Bytes(bytes.to_vec())),
        // Time out; and the PN532 has let go of the card, or another one lies there.
        0x01 | 0x27 | 0x29..=0x2B => Some(Got::Silence),
        // CRC, parity, bit count, framing, collision, and a format that is none of the protocol's.
        0x02..=0x06 | 0x0B | 0x13 => Some(Got::Unreadable),
        _ => None,
    }
}

/// Green and one short sound, or red and two longer ones; the light stays. Its answer's second byte is the state
/// of the lights, so that `90 02` is no error.
pub(super) const fn signal(good: bool) -> [u8; 9] {
    if good {
        // Final: green on, red off; blink green once, 100 ms on with sound, 100 ms off.
        [0xFF, 0x00, 0x40, 0xAE, 0x04, 0x01, 0x01, 0x01, 0x01]
    } else {
        // Final: red on, green off; blink red twice, 200 ms on with sound, 100 ms off.
        [0xFF, 0x00, 0x40, 0x5D, 0x04, 0x02, 0x01, 0x02, 0x01]
    }
}

#[cfg(test)]
mod tests;
