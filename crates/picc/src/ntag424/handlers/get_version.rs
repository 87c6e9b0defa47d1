//! `GetVersion`: three frames. In a session the first command frame carries the command's MAC, and
//! the last answer a MAC over all three; the frames between are bare, and the three count once.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`GetVersion`"; the frames were seen on silicon, the
//! subtype of a chip with tag tamper too.

use tapsmith_card::command::{Command, GetVersion, PartVersion, Reply, Version};
use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;
use tapsmith_core::uid::Uid;

use crate::ntag424::Ntag424;
use crate::ntag424::answer::{Answer, Passed};
use crate::ntag424::checks::Shape;
use crate::ntag424::volatile::{Pending, VersionFrame};

const HARDWARE: PartVersion = PartVersion {
    vendor: 0x04,
    kind: 0x04,
    subtype: CAPACITANCE,
    major: 0x30,
    minor: 0x00,
    storage: 0x11,
    protocol: 0x05,
};
const SOFTWARE: PartVersion = PartVersion { subtype: 0x02, major: 0x01, minor: 0x02, ..HARDWARE };

/// The hardware's subtype: 50 pF, and 50 pF with tag tamper.
const CAPACITANCE: u8 = 0x02;
const TAG_TAMPER: u8 = 0x08;
/// In the high nibble: standard back modulation.
const STANDARD_BACK_MODULATION: u8 = 0x80;

/// Made up: no wafer, the first week of the year of the first virtual card.
const BATCH: [u8; 5] = [0; 5];
const WEEK: u8 = 0x01;
const YEAR: u8 = 0x26;

/// Bytes in each of the first two frames.
const FRAME: usize = 7;

/// The first frame.
pub(in crate::ntag424) fn handle(card: &mut Ntag424, body: &[u8]) -> Result<Answer, Status> {
    card.length(Shape { header: 0, data: 0 }, CommMode::Mac, body)?;
    card.open(GetVersion::INSTRUCTION, CommMode::Mac, GetVersion::HEADER, body)?;
    Ok(frame(card, 0, VersionFrame::Second))
}

/// The other two.
pub(in crate::ntag424) fn go_on(
    card: &mut Ntag424,
    next: VersionFrame,
    body: &[u8],
) -> Result<Answer, Status> {
    if !body.is_empty() {
        return Err(Status::LENGTH);
    }
    match next {
        VersionFrame::Second => Ok(frame(card, FRAME, VersionFrame::Third)),
        VersionFrame::Third => Ok(Answer::Passed(Passed {
            mode: CommMode::Mac,
            status: Status::OK,
            data: version(card).encode(),
            already_sent: 2 * FRAME,
        })),
    }
}

fn frame(card: &mut Ntag424, from: usize, next: VersionFrame) -> Answer {
    card.volatile.pending = Some(Pending::Version(next));
    let all = version(card).encode();
    Answer::more(all.get(from..from + FRAME).unwrap_or_default())
}

/// The UID is zero while the chip hides it.
fn version(card: &Ntag424) -> Version {
    Version {
        hardware: PartVersion { subtype: subtype(card), ..HARDWARE },
        software: SOFTWARE,
        uid: if card.hides_uid() { Uid([0; 7]) } else { card.memory.uid },
        batch: BATCH,
        week: WEEK,
        year: YEAR,
    }
}

fn subtype(card: &Ntag424) -> u8 {
    let chip = if card.memory.tamper.is_some() { TAG_TAMPER } else { CAPACITANCE };
    let strong = card.memory.configuration.strong_back_modulation;
    chip | if strong { 0 } else { STANDARD_BACK_MODULATION }
}
