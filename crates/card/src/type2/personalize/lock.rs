//! The last steps but one: lock bits. No command clears them.
//!
//! Source: NTAG213F/216F Rev. 3.1, "Static lock bytes", "Dynamic lock bytes"; MF0ICU2 Rev. 3.3, "Lock bytes".

use super::plan::PlanError;
use super::state::{STATIC, contains};
use super::{Locked, State, Step, Target};
use crate::type2::{KeyLock, MemoryMap, Page};

/// The lock bits that are not set yet. Bits that only freeze others are left alone: what is locked cannot be
/// unlocked in any case.
pub(super) fn lock(steps: &mut Vec<Step>, target: &Target, state: &State) -> Result<(), PlanError> {
    let set = state.locks();
    lock_keys(steps, target, state)?;
    if target.locks.statics && !set.statics {
        let page = MemoryMap::STATIC_LOCK;
        let old = state.page(page).ok_or(PlanError::Unread { page })?;
        let [low, high] = STATIC;
        let [_, _, held, _] = old;
        if held & STATIC_FREEZES != 0 {
            return Err(PlanError::Locked { page });
        }
        steps.push(Step::Lock { what: Locked::Static, page, old, new: [0, 0, low, high] });
    }
    if let (Some(locks), true, false) =
        (state.model.memory().locks, target.locks.dynamic, set.dynamic)
    {
        let page = locks.page;
        let old = state.page(page).ok_or(PlanError::Unread { page })?;
        let [low, middle, high] = locks.all;
        if contains_any(old, locks.freezes) {
            return Err(PlanError::Locked { page });
        }
        steps.push(Step::Lock { what: Locked::Dynamic, page, old, new: [low, middle, high, 0] });
    }
    Ok(())
}

/// The bits that lock the key; then those that freeze them: frozen before they are set, they would never be set.
fn lock_keys(steps: &mut Vec<Step>, target: &Target, state: &State) -> Result<(), PlanError> {
    let lock = state.model.memory().key_lock.filter(|_| target.locks.keys);
    let Some(KeyLock { page, locks, freezes, .. }) = lock else { return Ok(()) };
    let held = state.key_lock.ok_or(PlanError::Unread { page })?;
    let what = Locked::Keys;
    let is_locked = contains(held, locks);
    let is_frozen = freezes.is_some_and(|freezes| contains(held, freezes));
    if is_frozen && !is_locked {
        return Err(PlanError::Locked { page });
    }
    if !is_locked {
        steps.push(Step::Lock { what, page, old: held, new: with(held, locks) });
    }
    if let Some(freezes) = freezes.filter(|_| !is_frozen) {
        let old = with(held, locks);
        steps.push(Step::Lock { what, page, old, new: with(locks, freezes) });
    }
    Ok(())
}

/// The bits of the static lock bytes that freeze others.
const STATIC_FREEZES: u8 = 0x07;

/// Whether a page has any of these bits.
fn contains_any(page: Page, bits: [u8; 3]) -> bool {
    page.iter().zip(bits).any(|(held, bits)| held & bits != 0)
}

/// The bits of both.
fn with(mut page: Page, more: Page) -> Page {
    page.iter_mut().zip(more).for_each(|(byte, more)| *byte |= more);
    page
}
