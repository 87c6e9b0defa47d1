//! One step on a card, and its proof.

use thiserror::Error;

use super::Step;
use crate::classic::command::UpdateBinary;
use crate::classic::{Block, Error, Opener, Sector, Tag, Trailer};
use crate::field::Field;

/// Why a step is not done, or not known to be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ApplyError<E> {
    /// The card or the reader.
    #[error(transparent)]
    Card(#[from] Error<E>),
    /// The card took it, and shows something else.
    #[error("block {0} was written, and does not read back so")]
    NotAsWritten(Block),
    /// A sector does not open with a key that was just put there.
    #[error("sector {0} does not open with the keys that were just written")]
    NotProved(Sector),
    /// A sector whose access bits contradict themselves since they were written.
    #[error(
        "sector {0} is lost for ever: its access bits contradict themselves, and the card blocks it"
    )]
    Blocked(Sector),
}

/// Does one step, and sees that it is done: data is read back, a trailer by its own new keys. What was not
/// done is not tried again here: read the card anew, and plan.
///
/// # Errors
/// The card refused, or it does not show what was written.
pub fn apply_step<F: Field>(tag: &mut Tag<'_, F>, step: &Step) -> Result<(), ApplyError<F::Error>> {
    match step {
        Step::WriteBlock { block, data, by } => {
            tag.write(&UpdateBinary::data(*block, *data), by)?;
            let block = block.block();
            if tag.read(block, by)? == Some(*data) {
                Ok(())
            } else {
                Err(ApplyError::NotAsWritten(block))
            }
        }
        Step::WriteTrailer { sector, trailer, by } => {
            tag.write(&UpdateBinary::trailer(*sector, trailer), by)?;
            prove_trailer(tag, *sector, trailer)
        }
    }
}

/// Exchanges that [`apply_step`] takes for all of them, one after the other.
pub fn exchanges(steps: &[Step]) -> u32 {
    let mut open: Option<(Sector, Opener)> = None;
    let mut count = 0;
    for step in steps {
        let (sector, by) = match step {
            Step::WriteBlock { block, by, .. } => (block.sector(), by),
            Step::WriteTrailer { sector, by, .. } => (*sector, by),
        };
        let wanted = (sector, by.clone());
        count += u32::from(open.as_ref() != Some(&wanted));
        (count, open) = match step {
            Step::WriteBlock { .. } => (count + 2, Some(wanted)),
            // Written; opened with key A and shown; opened with key B.
            Step::WriteTrailer { trailer, .. } if trailer.access.trailer.key_b_readable() => {
                (count + 3, Some((sector, Opener::a(trailer.key_a.clone()))))
            }
            Step::WriteTrailer { trailer, .. } => {
                (count + 4, Some((sector, Opener::b(trailer.key_b.clone()))))
            }
        };
    }
    count
}

/// The sector opens with key A, shows its conditions, and opens with key B unless that is shown too.
fn prove_trailer<F: Field>(
    tag: &mut Tag<'_, F>,
    sector: Sector,
    trailer: &Trailer,
) -> Result<(), ApplyError<F::Error>> {
    // What was open was opened with the old keys.
    tag.close();
    let a = Opener::a(trailer.key_a.clone());
    if !tag.open(sector, &a)? {
        return Err(ApplyError::NotProved(sector));
    }
    let seen = tag.read_trailer(sector, &a)?.ok_or(ApplyError::Blocked(sector))?;
    if !seen.shows(trailer) {
        return Err(ApplyError::NotAsWritten(sector.trailer()));
    }
    if seen.key_b.is_some() || tag.open(sector, &Opener::b(trailer.key_b.clone()))? {
        Ok(())
    } else {
        Err(ApplyError::NotProved(sector))
    }
}
