//! What says that a card is finished.

use tapsmith_card::field::Field;
use tapsmith_card::type2::Tag;
use tapsmith_card::type2::personalize::{State, plan as steps_between, read};
use tapsmith_core::ndef;
use tapsmith_core::random::Random;

use super::prepare::Prepared;
use crate::check::Check;
use crate::encode::Proved;
use crate::error::Error;
use crate::type2::inspect::{content, message as content_message};
use crate::type2::opening::try_key;
use crate::verify::SUN_MAC;

/// Read again in a fresh field, with the password or key where there is one: nothing is left to do, and a phone reads what
/// it should.
pub(super) fn prove<F: Field, R: Random>(
    tag: &mut Tag<'_, F>,
    prepared: &Prepared,
    random: &mut R,
) -> Result<Proved, Error<F::Error>> {
    let Prepared { seen, target, message, .. } = prepared;
    tag.reactivate()?;
    // As anybody reads it, before the card is opened: a tap.
    let tap = target.signing_key.as_ref().map(|_| read(tag, seen.model())).transpose()?;
    let mut proofs = Vec::new();
    let mut now = seen.clone();
    if let (Some(key), Some(secret)) = (&target.key, seen.model().secret()) {
        let opens = try_key(tag, seen.model(), key, random)?;
        now.state.key = opens.then(|| key.clone());
        let name = secret.name();
        proofs.push(Check::that(name, opens, "opens the card", "does not open the card"));
    }
    let State { key, untouched, .. } = now.state;
    let read = tap.map_or_else(|| read(tag, seen.model()), Ok)?;
    now.state = State { key, untouched, ..read };
    if let Some(key) = &target.signing_key {
        let signs = now.state.signs_with(&key.key);
        let other = "not signed with the record's key, or not counted";
        proofs.push(Check::that(SUN_MAC, signs, "signed with the record's key", other));
    }
    let finished = steps_between(target, &now.state).is_ok_and(|rest| rest.is_empty());
    let written = match content_message(&now) {
        Ok(read) => message.matches(read),
        Err(_) => message.bytes.is_empty(),
    };
    proofs.push(Check::that("ndef", written, "as written", "not as written"));
    proofs.push(Check::that("settings", finished, "as planned", "not as planned"));
    let url = match content(&now) {
        Ok(ndef::Content::Uri(url)) => Some(url),
        _ => None,
    };
    Ok(Proved { proofs, url })
}
