//! A step, done and read back.

use tapsmith_core::key::SlotKey;

use super::{Step, TapProof, state};
use crate::field::Field;
use crate::type2::settings::Pages;
use crate::type2::{Error, MemoryMap, Model, PAGE, Page, RndA, Secret, Tag};

/// Does one step. A page that does not read back as it was written is an error; a password is shown instead, and a key
/// proved, with `rnd_a`, which no other step has seen.
///
/// # Errors
/// The reader failed, the card refused, or did not keep what it took.
pub fn apply<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    step: &Step,
    rnd_a: &RndA,
) -> Result<(), Error<F::Error>> {
    match step {
        Step::Open { new, .. } => open(tag, model, *new),
        Step::WriteContent { pages } => write_content(tag, pages),
        Step::WriteContainer { new, .. } => write(tag, MemoryMap::CAPABILITY_CONTAINER, *new),
        Step::ChangePassword { new, .. } | Step::ChangeKey { new, .. } => {
            change_secret(tag, model, new, rnd_a)
        }
        Step::ChangeSigningKey { new, proof, .. } => {
            let Some(place) = model.memory().signing_key else { return Ok(()) };
            write_secret(tag, place, Secret::Aes, new)?;
            match proof {
                Some(proof) => prove_by_tap(tag, model, new, proof, rnd_a),
                None => Ok(()),
            }
        }
        Step::Configure { new, protects, signs, .. } => {
            configure(tag, model, *new)?;
            match (signs, protects) {
                (Some(key), opens) => {
                    let proof = TapProof { counts: true, opens: opens.clone() };
                    prove_by_tap(tag, model, key, &proof, rnd_a)
                }
                (None, Some(key)) => prove_afresh(tag, model, key, rnd_a),
                (None, None) => Ok(()),
            }
        }
        Step::LimitAttempts { new, .. } => write(tag, configuration(model).saturating_add(1), *new),
        Step::Lock { page, new, .. } => lock(tag, *page, *new),
    }
}

impl Step {
    /// Exchanges with a chip of this model that [`apply`] takes, where the reader has raw frames.
    pub fn exchanges(&self, model: Model) -> u32 {
        let proof = model.secret().map_or(0, Secret::exchanges);
        let tap = state::exchanges(model);
        match self {
            Self::WriteContent { pages } => u32::try_from(pages.len() * 2).unwrap_or(u32::MAX),
            Self::ChangePassword { .. } => 2 + proof,
            Self::ChangeSigningKey { proof: by_tap, .. } => {
                4 + by_tap.as_ref().map_or(0, |_| tap + proof)
            }
            Self::Configure { signs: Some(_), .. } => 4 + tap + proof,
            Self::Open { .. } | Self::Configure { protects: None, .. } => 4,
            Self::ChangeKey { .. } | Self::Configure { .. } => 4 + proof,
            Self::WriteContainer { .. } | Self::LimitAttempts { .. } | Self::Lock { .. } => 2,
        }
    }
}

/// The chip takes its configuration from memory when it is activated.
fn open<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    [cfg0, cfg1]: Pages,
) -> Result<(), Error<F::Error>> {
    let page = configuration(model);
    write(tag, page, cfg0)?;
    write(tag, page.saturating_add(1), cfg1)?;
    tag.reactivate()
}

fn write_content<F: Field>(
    tag: &mut Tag<'_, F>,
    pages: &[(u8, Page)],
) -> Result<(), Error<F::Error>> {
    pages.iter().try_for_each(|(page, data)| tag.write_page(*page, *data))?;
    pages.iter().try_for_each(|(page, data)| expect(tag, *page, *data))
}

/// Its pages in order; then it is proved, in a field that is fresh: it protects nothing yet, and if it were torn it
/// could be written again.
fn change_secret<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    key: &SlotKey,
    rnd_a: &RndA,
) -> Result<(), Error<F::Error>> {
    let Some(secret) = model.secret() else { return Ok(()) };
    write_secret(tag, secret.place(model), secret, key)?;
    prove_afresh(tag, model, key, rnd_a)
}

/// The pages that hold it, in order, from `place` on. None of them can be read back.
fn write_secret<F: Field>(
    tag: &mut Tag<'_, F>,
    place: u8,
    secret: Secret,
    key: &SlotKey,
) -> Result<(), Error<F::Error>> {
    let pages = secret.pages(key);
    (place..).zip(pages.iter()).try_for_each(|(page, data)| tag.write_page(page, *data))
}

/// CFG1 before CFG0, which says from where on password or key protects.
fn configure<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    [cfg0, cfg1]: Pages,
) -> Result<(), Error<F::Error>> {
    let page = configuration(model);
    write(tag, page.saturating_add(1), cfg1)?;
    write(tag, page, cfg0)
}

/// What was written counts from the next activation on: the key of an Ultralight C, and all configuration.
fn prove_afresh<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    key: &SlotKey,
    rnd_a: &RndA,
) -> Result<(), Error<F::Error>> {
    let Some(secret) = model.secret() else { return Ok(()) };
    tag.reactivate()?;
    tag.prove(secret, key, rnd_a)
}

/// A tap in a fresh field, as anybody reads it, made with `key`: what could not be checked is not locked in. What opens
/// the card is shown, or proved, after it.
fn prove_by_tap<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    key: &SlotKey,
    proof: &TapProof,
    rnd_a: &RndA,
) -> Result<(), Error<F::Error>> {
    tag.reactivate()?;
    let state = state::read(tag, model)?;
    let is_proved = if proof.counts {
        state.signs_with(&key.key)
    } else {
        state.tap_signed_by(&key.key).is_some()
    };
    if !is_proved {
        return Err(Error::Unsigned);
    }
    match (&proof.opens, model.secret()) {
        (Some(opens), Some(secret)) => tag.prove(secret, opens, rnd_a),
        _ => Ok(()),
    }
}

fn lock<F: Field>(tag: &mut Tag<'_, F>, page: u8, bits: Page) -> Result<(), Error<F::Error>> {
    tag.write_page(page, bits)?;
    let read = tag.read_page(page)?;
    let is_set = read.iter().zip(bits).skip(usize::from(page == MemoryMap::STATIC_LOCK) * 2);
    let mut is_set = is_set.take(PAGE - 1);
    if is_set.all(|(read, bits)| read & bits == bits) {
        Ok(())
    } else {
        Err(Error::NotKept { page })
    }
}

fn write<F: Field>(tag: &mut Tag<'_, F>, page: u8, data: Page) -> Result<(), Error<F::Error>> {
    tag.write_page(page, data)?;
    expect(tag, page, data)
}

fn expect<F: Field>(tag: &mut Tag<'_, F>, page: u8, data: Page) -> Result<(), Error<F::Error>> {
    if tag.read_page(page)? == data { Ok(()) } else { Err(Error::NotKept { page }) }
}

/// CFG0 of a model that has one: the steps that ask are made for no other.
fn configuration(model: Model) -> u8 {
    model.memory().configuration.unwrap_or(u8::MAX)
}
