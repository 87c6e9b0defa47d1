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
    let mut proofs = Vec::new();
    let mut now = seen.clone();
    if let (Some(key), Some(secret)) = (&target.key, seen.model().secret()) {
        let opens = try_key(tag, seen.model(), key, random)?;
        now.state.key = opens.then(|| key.clone());
        let name = secret.name();
        proofs.push(Check::that(name, opens, "opens the card", "does not open the card"));
    }
    let State { key, untouched, .. } = now.state;
    now.state = State { key, untouched, ..read(tag, seen.model())? };
    if let Some(key) = &target.signing_key {
        let tap = now.state.tap_signed_by(&key.key).is_some();
        proofs.push(Check::that(SUN_MAC, tap, "signed with the record's key", "not signed so"));
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
