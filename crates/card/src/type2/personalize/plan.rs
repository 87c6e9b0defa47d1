//! The steps from what a card is to what it shall be.

use tapsmith_core::key::SlotKey;
use thiserror::Error;

use super::lock::lock;
use super::state::stretch;
use super::{Locked, State, Step, Target};
use crate::type2::settings::{Mirror, Pages};
use crate::type2::{MemoryMap, PAGE, Page, Secret, Settings};

/// Why a card cannot be made what it shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PlanError {
    /// A page is locked, and does not hold what it should.
    #[error("page {page} of this card is locked for good, and does not hold what it should")]
    Locked {
        /// Which.
        page: u8,
    },
    /// The configuration is locked, and is not what it should be.
    #[error("the configuration of this card is locked for good, and is not as it should be")]
    ConfigurationLocked,
    /// The container has bits that no command clears.
    #[error(
        "the capability container of this card says {found:02X?}, and shall say {wanted:02X?}: no command clears its bits"
    )]
    Container {
        /// What stands there.
        found: Page,
        /// What shall stand there.
        wanted: Page,
    },
    /// A password protects the card, and nobody here knows it.
    #[error("a password that nobody here knows protects this card")]
    UnknownPassword,
    /// A key protects the card, and nobody here knows it.
    #[error("a key that nobody here knows protects this card")]
    UnknownKey,
    /// The chip hides its UID, or asks for MACs.
    #[error("this card hides its UID or asks for MACs, which no profile's card does")]
    SecureMode,
    /// The key is locked, and is not what it should be.
    #[error("the key of this card is locked for good, and is not as it should be")]
    KeyLocked,
    /// Pages that the plan needs were not read.
    #[error("page {page} of this card could not be read")]
    Unread {
        /// The first of them.
        page: u8,
    },
}

/// What is to be done, in order. Nothing, if the card is finished.
///
/// Password or key changes only while it protects nothing; limits and locks come last.
///
/// # Errors
/// The card is for good what it shall not be, or nobody knows what opens it.
pub fn plan(target: &Target, state: &State) -> Result<Vec<Step>, PlanError> {
    let mut steps = Vec::new();
    if state.settings.is_some_and(|pages| Settings::is_secure(state.model, pages)) {
        return Err(PlanError::SecureMode);
    }
    if let (true, None, Some(secret)) = (state.is_protected(), &state.key, state.model.secret()) {
        return Err(match secret {
            Secret::Password => PlanError::UnknownPassword,
            Secret::TripleDes | Secret::Aes => PlanError::UnknownKey,
        });
    }
    retire_signing_key(&mut steps, target, state);
    let settings = open(&mut steps, target, state)?;
    write_content(&mut steps, target, state)?;
    write_container(&mut steps, target, state)?;
    install_signing_key(&mut steps, target, state, settings)?;
    change_secret(&mut steps, target, state)?;
    configure(&mut steps, target, state, settings)?;
    Ok(steps)
}

/// Takes the protection away if it shall go, or if password or key changes; and a mirror that shall go or stand
/// elsewhere, for what is under it could not be read back. Returns what CFG0 and CFG1 hold then.
fn open(steps: &mut Vec<Step>, target: &Target, state: &State) -> Result<Option<Pages>, PlanError> {
    let Some(old) = state.settings else { return Ok(None) };
    let said = Settings::of(state.model, old);
    let stays = target.settings.protects(state.model) && !changes_secret(target, state);
    let mirrored = state.mirrored();
    let mirrors = !mirrored.is_empty() && mirrored != stretch(target.settings.mirror);
    let protects = said.protects(state.model) && (!stays || mirrors);
    if !protects && !mirrors {
        return Ok(Some(old));
    }
    if said.locked {
        return Err(PlanError::ConfigurationLocked);
    }
    let mirror = if mirrors { Mirror::default() } else { said.mirror };
    let open = if protects {
        let protected_from = Settings::unprotected(state.model);
        Settings { protected_from, attempts: 0, mirror, ..said }
    } else {
        Settings { mirror, ..said }
    };
    let new = open.over(state.model, state.untouched.unwrap_or(old));
    steps.push(Step::Open { old, new });
    Ok(Some(new))
}

fn changes_secret(target: &Target, state: &State) -> bool {
    target.key.as_ref().is_some_and(|wanted| state.key.as_ref() != Some(wanted))
}

/// The pages that differ, the last one first: the one that says how long the message is comes after it.
fn write_content(steps: &mut Vec<Step>, target: &Target, state: &State) -> Result<(), PlanError> {
    let end = state.model.memory().user_end;
    let blank = target.content.nothing_behind.then_some([0; PAGE]);
    let wanted = target.content.pages.iter().copied().map(Some);
    let wanted = (MemoryMap::USER..=end).zip(wanted.chain(std::iter::repeat(blank)));
    let mut pages = Vec::new();
    for (page, wanted) in wanted {
        let Some(wanted) = wanted else { continue };
        let held = state.page(page).ok_or(PlanError::Unread { page })?;
        if differs(target, state, page, held, wanted) {
            if state.is_locked(page) {
                return Err(PlanError::Locked { page });
            }
            pages.push((page, wanted));
        }
    }
    pages.reverse();
    if !pages.is_empty() {
        steps.push(Step::WriteContent { pages });
    }
    Ok(())
}

/// Whether a page holds something else. What stands under a mirror was not read: it is right if the mirror is.
fn differs(target: &Target, state: &State, page: u8, held: Page, wanted: Page) -> bool {
    let under = state.mirrored();
    let same_mirror = under == stretch(target.settings.mirror);
    let start = usize::from(page) * PAGE;
    held.iter().zip(wanted).zip(start..).any(|((held, wanted), at)| {
        if under.contains(&at) { !same_mirror } else { *held != wanted }
    })
}

fn write_container(steps: &mut Vec<Step>, target: &Target, state: &State) -> Result<(), PlanError> {
    const PAGE_3: u8 = MemoryMap::CAPABILITY_CONTAINER;
    let Some(wanted) = target.content.container else { return Ok(()) };
    let found = state.page(PAGE_3).ok_or(PlanError::Unread { page: PAGE_3 })?;
    let set = found.iter().zip(wanted).all(|(found, wanted)| found & !wanted == 0);
    if found == wanted {
        Ok(())
    } else if !set {
        Err(PlanError::Container { found, wanted })
    } else if state.is_locked(PAGE_3) {
        Err(PlanError::Locked { page: PAGE_3 })
    } else {
        steps.push(Step::WriteContainer { old: found, new: wanted });
        Ok(())
    }
}

fn change_secret(steps: &mut Vec<Step>, target: &Target, state: &State) -> Result<(), PlanError> {
    let (Some(secret), Some(new)) = (state.model.secret(), target.key.clone()) else {
        return Ok(());
    };
    if !changes_secret(target, state) {
        return Ok(());
    }
    if state.is_key_locked() {
        return Err(PlanError::KeyLocked);
    }
    let old = state.key.clone().unwrap_or_else(SlotKey::factory);
    steps.push(match secret {
        Secret::Password => Step::ChangePassword { old, new },
        Secret::TripleDes | Secret::Aes => Step::ChangeKey { old, new },
    });
    Ok(())
}

/// Before a chip stops to sign, while a tap can still prove it: the key that it shall have from then on.
fn retire_signing_key(steps: &mut Vec<Step>, target: &Target, state: &State) {
    let Some(new) = target.signing_key.clone().filter(|_| !target.settings.mirror.mac) else {
        return;
    };
    if state.shows_tap() && state.tap_signed_by(&new.key).is_none() {
        let opens = state.key.clone().filter(|_| state.is_protected());
        steps.push(Step::ChangeSigningKey { new, mirrors: true, opens });
    }
}

/// The key of a chip that shall sign, if no tap of it was made with that. One that mirrors nothing cannot prove what it
/// holds, and is given it again. `held` is what CFG0 and CFG1 hold by then.
fn install_signing_key(
    steps: &mut Vec<Step>,
    target: &Target,
    state: &State,
    held: Option<Pages>,
) -> Result<(), PlanError> {
    let Some(new) = target.signing_key.clone().filter(|_| target.settings.mirror.mac) else {
        return Ok(());
    };
    if state.tap_signed_by(&new.key).is_some() {
        return Ok(());
    }
    if state.is_signing_key_locked() {
        return Err(PlanError::KeyLocked);
    }
    let said = held.map(|pages| Settings::of(state.model, pages));
    let Settings { mirror, count, .. } = target.settings;
    // Else it is told to, and proves the key then.
    let mirrors = said.is_some_and(|said| (said.mirror, said.count) == (mirror, count));
    let is_protected = said.is_some_and(|said| said.protects(state.model));
    let opens = state.key.clone().filter(|_| is_protected);
    steps.push(Step::ChangeSigningKey { new, mirrors, opens });
    Ok(())
}

/// CFG0 and CFG1 without what cannot be taken back; the limit of attempts; the locks; CFGLCK. `held` is what the
/// two pages hold by then.
fn configure(
    steps: &mut Vec<Step>,
    target: &Target,
    state: &State,
    held: Option<Pages>,
) -> Result<(), PlanError> {
    let model = state.model;
    let Some(configuration) = model.memory().configuration else {
        return lock(steps, target, state);
    };
    let old = held.ok_or(PlanError::Unread { page: configuration })?;
    let said = Settings::of(model, old);
    let soft = Settings { attempts: said.attempts, locked: said.locked, ..target.settings };
    let new = soft.over(model, state.untouched.unwrap_or(old));
    let limited = Settings { attempts: target.settings.attempts, ..soft }.over(model, new);
    if said.locked && limited != old {
        return Err(PlanError::ConfigurationLocked);
    }
    if new != old {
        let protects = target.key.clone().filter(|_| target.settings.protects(model));
        let signs = target.signing_key.clone().filter(|_| target.settings.mirror.mac);
        steps.push(Step::Configure { old, new, protects, signs });
    }
    let ([_, old], [_, new]) = (new, limited);
    if new != old {
        steps.push(Step::LimitAttempts { old, new });
    }
    lock(steps, target, state)?;
    let locked = Settings { locked: true, ..target.settings };
    let [_, fixed] = locked.over(model, limited);
    if target.settings.locked && !said.locked {
        let page = configuration.saturating_add(1);
        steps.push(Step::Lock { what: Locked::Configuration, page, old: new, new: fixed });
    }
    Ok(())
}
