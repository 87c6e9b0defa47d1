//! A step, done and read back.

use tapsmith_core::key::SlotKey;

use super::Step;
use crate::field::Field;
use crate::type2::command::{Pack, Password, PwdAuth};
use crate::type2::settings::Pages;
use crate::type2::{Error, MemoryMap, Model, PAGE, Page, Tag};

/// Does one step. A page that does not read back as it was written is an error; a password is shown instead.
///
/// # Errors
/// The reader failed, the card refused, or did not keep what it took.
pub fn apply<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    step: &Step,
) -> Result<(), Error<F::Error>> {
    match step {
        Step::Open { new, .. } => open(tag, model, *new),
        Step::WriteContent { pages } => write_content(tag, pages),
        Step::WriteContainer { new, .. } => write(tag, MemoryMap::CAPABILITY_CONTAINER, *new),
        Step::ChangePassword { new, .. } => change_password(tag, model, new),
        Step::Configure { new, protects, .. } => configure(tag, model, *new, protects.as_ref()),
        Step::LimitAttempts { new, .. } => write(tag, configuration(model).saturating_add(1), *new),
        Step::Lock { page, new, .. } => lock(tag, *page, *new),
    }
}

impl Step {
    /// Exchanges with the chip that [`apply`] takes, where the reader has raw frames.
    pub fn exchanges(&self) -> u32 {
        match self {
            Self::Open { .. } => 4,
            Self::WriteContent { pages } => u32::try_from(pages.len() * 2).unwrap_or(u32::MAX),
            Self::ChangePassword { .. } => 3,
            Self::Configure { protects, .. } => 4 + u32::from(protects.is_some()),
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

/// PWD, then PACK; then it is shown, in a field that is fresh: it protects nothing yet, and if it were torn it could
/// be written again.
fn change_password<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    key: &SlotKey,
) -> Result<(), Error<F::Error>> {
    let (Password(password), Pack([high, low])) = (&Password::of(key), &Pack::of(key));
    let page = configuration(model).saturating_add(2);
    tag.write_page(page, *password)?;
    tag.write_page(page.saturating_add(1), [*high, *low, 0, 0])?;
    tag.reactivate()?;
    show(tag, key)
}

/// CFG1 before CFG0, which says from where on the password protects; then the password is shown, in a field
/// in which it does.
fn configure<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    [cfg0, cfg1]: Pages,
    protects: Option<&SlotKey>,
) -> Result<(), Error<F::Error>> {
    let page = configuration(model);
    write(tag, page.saturating_add(1), cfg1)?;
    write(tag, page, cfg0)?;
    let Some(key) = protects else { return Ok(()) };
    tag.reactivate()?;
    show(tag, key)
}

fn show<F: Field>(tag: &mut Tag<'_, F>, key: &SlotKey) -> Result<(), Error<F::Error>> {
    let pack = tag.send(&PwdAuth { password: Password::of(key) })?;
    if pack == Pack::of(key) { Ok(()) } else { Err(Error::Malformed { command: "PWD_AUTH" }) }
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
