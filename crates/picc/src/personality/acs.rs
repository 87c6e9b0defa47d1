//! ACS ACR1252U, ACR1552U and ACR1581U: any frame, inside a transparent session.
//!
//! Source: PC/SC Specification, Part 3, Supplemental Document for Contactless ICCs, Rev. 2.02.00, "Manage
//! Session", "Switch Protocol", "Transparent Exchange"; ACS's manuals of the ACR1252U and ACR1552U; two public
//! clients of an ACR1552U, of which one finds the answer at byte 14 (`C0` 5 bytes, `92` 3, `96` 4, `97` 2).
//!
//! - `FF C2 00 00`: `81 00` begins a session, `82 00` ends it, `83 00` takes the field away, `84 00` gives it back.
//! - `FF C2 00 02`: `8F 02 00 03` selects the chip at layer 3, again too.
//! - `FF C2 00 01`: `95 len frame`, with `5F 46 04` before it: how long to wait, in microseconds, least
//!   significant byte first. It is for this exchange alone.
//!
//! Answers: `C0 03 n SW1 SW2`, where n is the object that failed, counted from 1; behind it `92 01` how many bits
//! of the last byte count (00: all), `96 02` zeros, `97` the chip's bytes; then 90 00. Four bits come as `92 01
//! 04` and one byte, ACK as `0A`. Silence is `C0 03 n 64 01` and nothing more.
//!
//! Our choices: without a session, or before a protocol was switched to, an exchange is 69 85; an answer of
//! more than 255 bytes is 6F 00; nothing but `C0` is answered to the other two commands. Without a timer the
//! reader waits for 302 microseconds, as was measured. By then a chip that writes has not answered, and all others
//! have: one of those clients authenticates an Ultralight C without a timer.

use tapsmith_card::apdu::{CommandApdu, ResponseApdu};
use tapsmith_card::field::Heard;
use tapsmith_core::random::Random;

use super::binary::Habits;
use super::data_object::{object, parse};
use super::response;
use tapsmith_card::status::Status;

use crate::virtual_chip::VirtualChip;

pub(super) const HABITS: Habits = Habits::PLAIN;

/// Microseconds.
const DEFAULT_WAIT: u32 = 302;
/// What a chip takes to write a page or a counter, in microseconds.
const WRITING: u32 = 4_100;
/// What it takes for all else.
const ANSWERING: u32 = 300;

const TIMER: u16 = 0x5F46;
const TRANSCEIVE: u16 = 0x95;

const NO_ANSWER: Status = Status(0x6401);
const OUT_OF_ORDER: Status = Status(0x6985);
const UNKNOWN: Status = Status(0x6A81);
const WRONG_VALUE: Status = Status(0x6A80);
const TOO_LONG: Status = Status(0x6F00);

/// How far a transparent session is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum State {
    /// There is none.
    #[default]
    Closed,
    /// It was begun, or the field was switched.
    Open,
    /// The chip is selected.
    Selected,
}

/// What an object comes to: more objects, or why it failed.
type Outcome = Result<Vec<u8>, Status>;

impl State {
    /// The answer to what this family has beside all others.
    pub(super) fn answer<R: Random>(
        &mut self,
        chip: &mut VirtualChip,
        apdu: &CommandApdu,
        random: &mut R,
    ) -> Result<Option<ResponseApdu>, R::Error> {
        let (0xC2, [0x00, what]) = (apdu.instruction, apdu.parameters) else { return Ok(None) };
        let Some(objects) = parse(&apdu.data) else {
            return Ok(Some(response(Err(Status::ISO_LENGTH))));
        };
        let mut wait = DEFAULT_WAIT;
        let mut found = Vec::new();
        for (number, (tag, value)) in (1..).zip(objects) {
            let outcome = match what {
                0x00 => self.manage(chip, tag, value),
                0x01 if tag == TIMER => timer(value).map(|wanted| wait = wanted).map(|()| vec![]),
                0x01 => self.exchange(chip, (tag, value), wait, random)?,
                0x02 => self.switch(chip, tag, value),
                _ => return Ok(None),
            };
            match outcome {
                Ok(more) => found.extend(more),
                Err(status) => return Ok(Some(told(number, status, &[]))),
            }
        }
        Ok(Some(told(0, Status::ISO_OK, &found)))
    }

    fn manage(&mut self, chip: &mut VirtualChip, tag: u16, value: &[u8]) -> Outcome {
        *self = match (tag, value, *self) {
            (0x81, [], _) | (0x84, [], Self::Open) => Self::Open,
            (0x82, [], _) => Self::Closed,
            (0x83, [], Self::Open | Self::Selected) => {
                chip.power_off();
                Self::Open
            }
            (0x83 | 0x84, [], _) => return Err(OUT_OF_ORDER),
            _ => return Err(UNKNOWN),
        };
        Ok(Vec::new())
    }

    fn switch(&mut self, chip: &mut VirtualChip, tag: u16, value: &[u8]) -> Outcome {
        match (tag, value, *self) {
            (0x8F, [0x00, 0x03], Self::Open | Self::Selected) => {
                chip.activate();
                *self = Self::Selected;
                Ok(Vec::new())
            }
            (0x8F, [_, _], Self::Open | Self::Selected) => Err(WRONG_VALUE),
            (0x8F, _, _) => Err(OUT_OF_ORDER),
            _ => Err(UNKNOWN),
        }
    }

    /// The chip acts, whether the reader waits for its answer or not.
    fn exchange<R: Random>(
        self,
        chip: &mut VirtualChip,
        (tag, frame): (u16, &[u8]),
        wait: u32,
        random: &mut R,
    ) -> Result<Outcome, R::Error> {
        if tag != TRANSCEIVE {
            return Ok(Err(UNKNOWN));
        }
        if self != Self::Selected {
            return Ok(Err(OUT_OF_ORDER));
        }
        let heard = chip.frame(frame, random)?;
        let heard = if wait < duration(frame) { Heard::Silence } else { heard };
        Ok(match heard {
            Heard::Answer(bytes) => received(0, &bytes),
            Heard::Ack => received(4, &[0x0A]),
            Heard::Nak(bits) => received(4, &[bits.unwrap_or_default()]),
            Heard::Silence | Heard::Unable => Err(NO_ANSWER),
        })
    }
}

/// Four bytes, least significant first.
fn timer(value: &[u8]) -> Result<u32, Status> {
    value.try_into().map(u32::from_le_bytes).map_err(|_| WRONG_VALUE)
}

/// How long the chip takes: `WRITE`, `INCR_CNT` and `PWD_AUTH` write, and so does the second frame of
/// `COMPATIBILITY_WRITE`, which is sixteen bytes of anything.
fn duration(frame: &[u8]) -> u32 {
    match frame {
        [0xA2 | 0xA5 | 0x1B, ..] => WRITING,
        _ if frame.len() == 16 => WRITING,
        _ => ANSWERING,
    }
}

fn received(bits: u8, bytes: &[u8]) -> Outcome {
    let data = object(0x97, bytes).ok_or(TOO_LONG)?;
    Ok([&[0x92, 0x01, bits, 0x96, 0x02, 0x00, 0x00], data.as_slice()].concat())
}

fn told(number: u8, status: Status, found: &[u8]) -> ResponseApdu {
    let [sw1, sw2] = status.0.to_be_bytes();
    response(Ok([&[0xC0, 0x03, number, sw1, sw2], found].concat()))
}
