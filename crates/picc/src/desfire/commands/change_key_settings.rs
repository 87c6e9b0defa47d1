//! `ChangeKeySettings`: with the master key, as long as they may be changed. Of the PICC the high nibble is zero.
//!
//! Source: libfreefare and proxmark3; a dialogue of a legacy session in the tests of
//! skjolber/desfire-tools-for-android.

use tapsmith_card::status::Status;
use tapsmith_core::access::CommMode;

use crate::desfire::Desfire;
use crate::desfire::memory::KeySettings;
use crate::desfire::outcome::Outcome;
use crate::desfire::volatile::Selection;
use crate::ev2::checks::Shape;

pub(in crate::desfire) const INSTRUCTION: u8 = 0x54;

const SHAPE: Shape = Shape { header: 0, data: 1 };

pub(in crate::desfire) fn handle(card: &mut Desfire, body: &[u8]) -> Result<Outcome, Status> {
    let changeable = card.key_settings().are_changeable();
    let right = card.master().and(if changeable { Ok(()) } else { Err(Status::PERMISSION_DENIED) });
    let payload = card.take_secret(INSTRUCTION, SHAPE, right, body)?;
    let [new] = payload.as_slice() else { return Err(Status::LENGTH) };
    let new = KeySettings(*new);
    match card.volatile.selection {
        Selection::Picc if new.0 > 0x0F => return Err(Status::PARAMETER),
        Selection::Picc => card.memory.picc.settings = new,
        Selection::Application { .. } => {
            let application = card.application_mut()?;
            if !new.fits(application.keys.len()) {
                return Err(Status::PARAMETER);
            }
            application.settings = new;
        }
    }
    Ok(Outcome::done(CommMode::Full))
}
