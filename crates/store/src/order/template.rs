//! The template of an order, sealed: it may name customers, and belongs to nobody else.

use tapsmith_core::batch::BatchId;
use tapsmith_core::random::Random;
use zeroize::Zeroizing;

use crate::error::{Damage, Error};
use crate::seal::{OVERHEAD, Place, SealingKey};

/// Seals the template of one order.
pub(super) fn seal<R: Random>(
    data_key: &SealingKey,
    batch: BatchId,
    reference: &str,
    template: &str,
    random: &mut R,
) -> Result<Vec<u8>, Error> {
    data_key.seal(&Place::Template { batch, reference }, template.as_bytes(), random)
}

/// Opens it again.
pub(super) fn open(
    data_key: &SealingKey,
    batch: BatchId,
    reference: &str,
    sealed: &[u8],
) -> Result<Zeroizing<String>, Damage> {
    let damage = || Damage::Template { reference: reference.to_owned() };
    let length = sealed.len().checked_sub(OVERHEAD).ok_or_else(damage)?;
    let mut text = Zeroizing::new(vec![0; length]);
    data_key
        .open(&Place::Template { batch, reference }, sealed, &mut text)
        .map_err(|_| damage())?;
    let text = str::from_utf8(&text).map_err(|_| damage())?;
    Ok(Zeroizing::new(text.to_owned()))
}
