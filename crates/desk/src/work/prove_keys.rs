//! Each slot opened with the key that it should hold.

use tapsmith_card::tag::{Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::random::Random;

use super::{try_key, try_next};
use crate::check::Check;
use crate::error::Error;

/// A card that was asked for keys one after the other.
pub(crate) struct Asked<'t, T> {
    /// One check a slot, up to the first that failed.
    pub(crate) checks: Vec<Check>,
    /// The session with the last key; none if one failed.
    pub(crate) session: Option<Session<'t, T>>,
}

/// Authenticates with each of `keys` in turn, up to the first that does not fit.
pub(crate) fn prove_keys<'t, T: Transport, R: Random>(
    tag: &'t mut Tag<T>,
    keys: &[(KeyNumber, &AesKey)],
    random: &mut R,
) -> Result<Asked<'t, T>, Error<T::Error>> {
    let mut asked = Asked { checks: Vec::new(), session: None };
    let mut tag = Some(tag);
    for (number, key) in keys {
        let opened = match (asked.session.take(), tag.take()) {
            (Some(session), _) => try_next(session, *number, key, random)?,
            (None, Some(tag)) => try_key(tag, *number, key, random)?,
            (None, None) => break,
        };
        let name = *number.of(&NAMES);
        let opens = opened.is_some();
        asked.checks.push(Check::that(name, opens, "opens the card", "does not open the card"));
        asked.session = opened;
        if !opens {
            break;
        }
    }
    Ok(asked)
}

const NAMES: [&str; 5] = ["key_0", "key_1", "key_2", "key_3", "key_4"];
