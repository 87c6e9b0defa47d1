//! `SelectApplication`: always in plain. It ends a session, and what is not found leaves the selection as it was.
//!
//! Source: libfreefare and proxmark3. That EV2 takes two AIDs at once is not played: 917E.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::desfire::Desfire;
use crate::desfire::memory::Aid;
use crate::desfire::outcome::Outcome;
use crate::desfire::status::NO_SUCH_APPLICATION;
use crate::desfire::volatile::Selection;

pub(in crate::desfire) const INSTRUCTION: u8 = 0x5A;

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let aid = Aid(body.try_into().map_err(|_| Status::LENGTH)?);
    card.volatile.selection = if aid == Aid::PICC {
        Selection::Picc
    } else {
        card.memory.application(aid).ok_or(NO_SUCH_APPLICATION)?;
        Selection::Application { aid, file: None }
    };
    card.volatile.session = None;
    Ok(Outcome::done(CommMode::Plain))
}
