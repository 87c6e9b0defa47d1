//! What only keys can show. A failed authentication is counted by the chip for ever, so no key is
//! tried on a card whose taps already say that it is not ours.

use tapsmith_card::command::GetCardUid;
use tapsmith_card::status::Status;
use tapsmith_card::tag::{Session, Tag};
use tapsmith_card::transport::Transport;
use tapsmith_core::key::KeyNumber;
use tapsmith_core::random::Random;
use tapsmith_core::uid::Uid;

use super::Subject;
use crate::error::Error;
use crate::work::challenge;

/// How far the card proved that it holds our keys.
#[derive(Debug, Default)]
pub(super) struct Proof {
    /// Why no key was tried.
    pub(super) not_tried: Option<&'static str>,
    /// The first key that did not fit.
    pub(super) wrong: Option<KeyNumber>,
    /// The UID, as the card says it to who holds a key.
    pub(super) uid: Option<Uid>,
}

/// Authenticates with each key in turn, and asks for the UID.
pub(super) fn prove<T: Transport, R: Random>(
    tag: &mut Tag<T>,
    subject: &Subject<'_>,
    random: &mut R,
) -> Result<Proof, Error<T::Error>> {
    let Some(card) = &subject.card else { return Ok(Proof::not_tried("no record, so no keys")) };
    if subject.template.is_sun() && subject.last_reading().is_none() {
        return Ok(Proof::not_tried("its tap is not good, so no key was tried on it"));
    }
    let mut proof = Proof::default();
    let mut session: Option<Session<'_, T>> = None;
    let mut tag = Some(tag);
    for number in KeyNumber::ALL {
        let (key, rnd_a) = (&card.target.key(number).key, challenge(random)?);
        let outcome = match (session.take(), tag.take()) {
            (Some(session), _) => session.authenticate(number, key, rnd_a),
            (None, Some(tag)) => tag.authenticate(number, key, rnd_a),
            (None, None) => break,
        };
        match outcome {
            Ok(open) => session = Some(open),
            Err(error) if error.status() == Some(Status::AUTHENTICATION) => {
                proof.wrong = Some(number);
            }
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(mut session) = session {
        proof.uid = Some(session.send(&GetCardUid)?);
    }
    Ok(proof)
}

impl Proof {
    fn not_tried(reason: &'static str) -> Self {
        Self { not_tried: Some(reason), ..Self::default() }
    }
}
