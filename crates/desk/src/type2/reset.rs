//! A card of pages as it left the factory, but for what no command undoes.

use tapsmith_card::field::Field;
use tapsmith_card::type2::personalize::{
    Content, Locks, State, Target, apply, plan as steps_between, read,
};
use tapsmith_card::type2::{Settings, Tag};
use tapsmith_core::batch::Batch;
use tapsmith_core::derive::ts1::Role;
use tapsmith_core::key::SlotKey;
use tapsmith_core::random::Random;
use tapsmith_core::record::RecordId;
use tapsmith_store::OpenVault;

use super::look::{look, tag};
use super::opening::{candidates, open, try_key};
use super::write_down::{untouched, write_down};
use crate::check::Check;
use crate::content::key;
use crate::error::Error;
use crate::reset::{Request, Reset};
use crate::work::{Freeing, challenge};

/// Resets the card in `field`: content, settings and password or key as delivered.
///
/// # Errors
/// The reader, the card or the vault; see [`Error`]. Running again goes on where it stopped.
pub fn reset<F: Field, R: Random>(
    field: &mut F,
    vault: &mut OpenVault,
    request: Request<'_>,
    random: &mut R,
) -> Result<Reset, Error<F::Error>> {
    let mut tag = tag(field)?;
    let abilities = tag.abilities();
    if !abilities.raw_frames {
        let task = "show a password to the card";
        return Err(Error::ReaderCannot { reader: abilities.profile, task });
    }
    let mut seen = look(&mut tag)?;
    let (model, uid) = (seen.model(), seen.uid().ok_or(Error::RandomUid)?);
    let freeing = Freeing::of(vault, uid)?;
    let own = freeing.record.as_ref().map(|(batch, record)| own_key(vault, batch, *record));
    open(&mut tag, &mut seen, &candidates(vault, uid, own.transpose()?.as_ref())?, random)?;
    seen.state.untouched = untouched(vault, uid, model)?;
    let target = delivered(&seen.state);
    let steps = steps_between(&target, &seen.state)?;
    freeing.begin(vault, request, &steps, random)?;
    write_down(vault, uid, model, &steps, request.now, random)?;
    for step in &steps {
        let torn = |source| Error::TornPages { step: step.name(), source };
        apply(&mut tag, model, step, &challenge(random)?).map_err(torn)?;
    }
    let proofs = prove(&mut tag, &target, &seen.state, random)?;
    let verdict = freeing.end(vault, request, &proofs, random)?;
    let for_good = for_good(&seen.state);
    Ok(Reset { for_good, ..Reset::new(verdict, &freeing, &steps, proofs, tag.count()) })
}

/// The key that the vault has for the card's record.
fn own_key<E>(vault: &OpenVault, batch: &Batch, record: RecordId) -> Result<SlotKey, Error<E>> {
    key(vault, batch, record, vault.generation(batch, record)?, Role::AppMaster)
}

/// As delivered; what is locked stays locked.
fn delivered(state: &State) -> Target {
    let locked = state.said().is_some_and(|said| said.locked);
    Target {
        content: Content::delivered(state.model),
        key: state.model.secret().map(|_| SlotKey::factory()),
        signing_key: (!state.is_signing_key_locked()).then(SlotKey::factory),
        settings: Settings { locked, ..Settings::delivered(state.model) },
        locks: Locks::default(),
    }
}

/// What no command undoes, as far as it shows.
fn for_good(state: &State) -> Vec<&'static str> {
    let Locks { statics, dynamic, keys } = state.locks();
    let has_otp = Content::delivered(state.model).container.is_none()
        && !state.model.is_ntag()
        && state.page(3).is_some_and(|page| page != [0; 4]);
    let stays = [
        (has_otp, "capability_container"),
        (keys, "lock_keys"),
        (statics, "lock_static"),
        (dynamic, "lock_dynamic"),
        (state.said().is_some_and(|said| said.locked), "lock_configuration"),
    ];
    stays.into_iter().filter(|(stays, _)| *stays).map(|(_, name)| name).collect()
}

/// Read again in a fresh field: nothing is left to do, and the factory's password or key opens it.
fn prove<F: Field, R: Random>(
    tag: &mut Tag<'_, F>,
    target: &Target,
    before: &State,
    random: &mut R,
) -> Result<Vec<Check>, Error<F::Error>> {
    tag.reactivate()?;
    let mut proofs = Vec::new();
    let mut key = before.key.clone();
    if let (Some(factory), Some(secret)) = (&target.key, before.model.secret()) {
        let opens = try_key(tag, before.model, factory, random)?;
        key = opens.then(|| factory.clone());
        proofs.push(Check::that(secret.name(), opens, "as delivered", "not as delivered"));
    }
    let untouched = before.untouched;
    let state = State { key, untouched, ..read(tag, before.model)? };
    let same = steps_between(target, &state).is_ok_and(|rest| rest.is_empty());
    proofs.push(Check::that("memory", same, "as delivered", "not as delivered"));
    Ok(proofs)
}
