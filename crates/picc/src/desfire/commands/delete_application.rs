//! `DeleteApplication`: with the PICC's master key; or, where the PICC lets things be created without it, with the
//! application's own, while that is selected. Then the PICC is selected, and the session is over.
//!
//! Source: libfreefare and proxmark3.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::desfire::Desfire;
use crate::desfire::memory::Aid;
use crate::desfire::outcome::Outcome;
use crate::desfire::status::NO_SUCH_APPLICATION;
use crate::desfire::volatile::Selection;
use crate::ev2::checks::Shape;

pub(in crate::desfire) const INSTRUCTION: u8 = 0xDA;

const SHAPE: Shape = Shape { header: 3, data: 0 };

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let right = right(card);
    let payload = card.take(INSTRUCTION, CommMode::Mac, SHAPE, [Ok(()), right], body)?;
    let aid = Aid(*payload.first_chunk().ok_or(Status::LENGTH)?);
    if let Selection::Application { aid: here, .. } = card.volatile.selection
        && here != aid
    {
        return Err(Status::PERMISSION_DENIED);
    }
    card.memory.application(aid).ok_or(NO_SUCH_APPLICATION)?;
    card.memory.delete(aid, card.unknowns.deleted_room);
    if card.volatile.selection != Selection::Picc {
        card.volatile.selection = Selection::Picc;
        card.volatile.session = None;
    }
    Ok(Outcome::done(CommMode::Mac))
}

fn right(card: &Desfire) -> Result<(), Status> {
    card.master()?;
    let may_itself = card.memory.picc_settings().has_free_creation();
    if card.volatile.selection == Selection::Picc || may_itself {
        Ok(())
    } else {
        Err(Status::AUTHENTICATION)
    }
}
