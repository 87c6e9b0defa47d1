//! Whether a key opens a slot. "No" is an answer; a reader that failed is an error.

use tapsmith_card::status::Status;
use tapsmith_card::tag::{self, Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::key::{AesKey, KeyNumber};
use tapsmith_core::random::Random;

use super::challenge;
use crate::error::Error;

/// A session with `key`, if it opens slot `number`. If not, the chip counts it.
pub(crate) fn try_key<'t, T: Transport, R: Random>(
    tag: &'t mut Tag<T>,
    number: KeyNumber,
    key: &AesKey,
    random: &mut R,
) -> Result<Option<Session<'t, T>>, Error<T::Error>> {
    answer(tag.authenticate(number, key, challenge(random)?))
}

/// The same, going on from a session.
pub(crate) fn try_next<'t, T: Transport, R: Random>(
    session: Session<'t, T>,
    number: KeyNumber,
    key: &AesKey,
    random: &mut R,
) -> Result<Option<Session<'t, T>>, Error<T::Error>> {
    answer(session.authenticate(number, key, challenge(random)?))
}

/// A card that refuses, and one that only pretends to hold the key, both say no.
fn answer<S, E>(outcome: Result<S, tag::Error<E>>) -> Result<Option<S>, Error<E>> {
    match outcome {
        Ok(session) => Ok(Some(session)),
        Err(
            tag::Error::Refused { status: Status::AUTHENTICATION, .. }
            | tag::Error::Authentication(_),
        ) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
