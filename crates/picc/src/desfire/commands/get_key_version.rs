//! `GetKeyVersion`: the byte beside a key, to anybody.
//!
//! Source: libfreefare and proxmark3.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::desfire::Desfire;
use crate::desfire::outcome::Outcome;
use crate::desfire::volatile::Selection;
use crate::ev2::checks::Shape;

pub(in crate::desfire) const INSTRUCTION: u8 = 0x64;

const SHAPE: Shape = Shape { header: 1, data: 0 };

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let payload = card.take(INSTRUCTION, CommMode::Mac, SHAPE, [Ok(()), Ok(())], body)?;
    let number = *payload.first().ok_or(Status::LENGTH)?;
    let version = match card.volatile.selection {
        Selection::Picc if number == 0 => card.memory.picc_key().version(),
        Selection::Picc => return Err(Status::NO_SUCH_KEY),
        Selection::Application { .. } => {
            card.application()?.key(number).ok_or(Status::NO_SUCH_KEY)?.version
        }
    };
    Ok(Outcome::with(CommMode::Mac, vec![version.0]))
}
