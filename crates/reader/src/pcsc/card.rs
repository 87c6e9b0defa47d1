//! One card, one transaction.

use ::pcsc::{Card, Disposition, Error as Code, Protocols, ShareMode, Transaction};

use super::{error::Error, establish, name::ReaderName, transport::PcscTransport};
use crate::watch::How;

/// Which protocols to offer: a contactless card shows up as T=1, some virtual readers say T=0.
pub(super) const PROTOCOLS: Protocols = Protocols::ANY;

/// Runs `job` with the card on `reader`, in one transaction. The reader's name says its family, if `how` does not.
///
/// The connection is shared, so that other software (a login service, a browser) keeps working; the
/// transaction keeps that software away from the card until `job` is done. When the transport is
/// dropped the card is reset: no authenticated session, and no selected application, is left to
/// whoever comes next.
///
/// While another program is in a transaction of its own, this waits for it; the PC/SC service offers
/// no way to end that wait.
///
/// # Errors
/// [`Error::CardGone`], [`Error::Mute`], [`Error::InUse`], [`Error::ReaderGone`],
/// [`Error::Service`], [`Error::Reader`]; whatever `job` returns is handed on untouched.
pub fn with_card<R>(
    reader: &ReaderName,
    how: impl Into<How>,
    job: impl FnOnce(PcscTransport<'_>) -> R,
) -> Result<R, Error> {
    let failed = |code| Error::of(code, reader);
    let context = establish()?;
    let mut card =
        context.connect(reader.as_c_str(), ShareMode::Shared, PROTOCOLS).map_err(failed)?;
    let done = job(PcscTransport::new(begin(&mut card).map_err(failed)?, reader, how.into()));
    // The transaction's end has reset the card already. Nothing depends on how the goodbye went.
    let _goodbye = card.disconnect(Disposition::LeaveCard);
    Ok(done)
}

/// Begins the transaction; if another program has reset the card since we connected, once more.
fn begin(card: &mut Card) -> Result<Transaction<'_>, Code> {
    match card.transaction2() {
        Ok(transaction) => Ok(transaction),
        Err((card, Code::ResetCard)) => {
            card.reconnect(ShareMode::Shared, PROTOCOLS, Disposition::LeaveCard)?;
            card.transaction()
        }
        Err((_, code)) => Err(code),
    }
}
