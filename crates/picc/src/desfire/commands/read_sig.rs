//! `Read_Sig`: the originality signature, at the PICC and in any application. Its own status words: 9190 for
//! success, 910B for a wrong MAC, 910C for a wrong length or address.
//!
//! Source: NT4H2421Gx Rev. 3.0, "`Read_Sig`"; 9190 of DESFire, too, proxmark3 (`DesfireReadSignature`). In a legacy
//! session it is plain: assumed.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::desfire::Desfire;
use crate::desfire::outcome::{Cut, Outcome, Passed};
use crate::desfire::secured::Secured;
use crate::ev2::checks::Shape;

pub(in crate::desfire) const INSTRUCTION: u8 = 0x3C;

const SHAPE: Shape = Shape { header: 1, data: 0 };

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let mode = match card.volatile.session {
        Some(Secured::D40(_)) => CommMode::Plain,
        Some(Secured::Ev1(_) | Secured::Ev2(_)) | None => CommMode::Full,
    };
    card.length(SHAPE, mode, body).map_err(|_| Status::COMMAND_FORMAT)?;
    let payload =
        card.open(INSTRUCTION, mode, SHAPE, body).map_err(|_| Status::COMMAND_NOT_FOUND)?;
    match payload.as_slice() {
        [0x00] => {
            let data = card.memory.signature().0.to_vec();
            let status = Status::SIGNATURE_OK;
            Ok(Outcome::Passed(Passed { mode, status, data, cut: Cut::Whole }))
        }
        _ => Err(Status::COMMAND_FORMAT),
    }
}
