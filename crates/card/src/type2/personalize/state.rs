//! What a card is.

use tapsmith_core::key::SlotKey;

use super::Locks;
use crate::field::Field;
use crate::type2::command::Read;
use crate::type2::settings::{Mirror, Pages};
use crate::type2::{Error, MemoryMap, Model, PAGE, Page, Settings, Tag};

/// What a plan has to know of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Which chip.
    pub model: Model,
    /// From page 0 to the last of the owner's, and the dynamic lock bytes behind it where the chip has them.
    /// What the chip mirrors stands over what it holds.
    pub pages: Vec<Page>,
    /// CFG0 and CFG1; none if they are protected from reading, out of the reader's reach, or not there.
    pub settings: Option<Pages>,
    /// What CFG0 and CFG1 held before they were first written, if that is known: bits without a name are taken
    /// from there, for a torn page may have lost them.
    pub untouched: Option<Pages>,
    /// The page with the bits that lock its key; none if it was not read, or the chip has none.
    pub key_lock: Option<Page>,
    /// The key, or that whose password, the card was seen to take; none if nobody knows.
    pub key: Option<SlotKey>,
}

/// Reads all that the card shows. Pages that are protected from reading end it.
///
/// # Errors
/// The reader failed, or the card answered nonsense.
pub fn read<F: Field>(tag: &mut Tag<'_, F>, model: Model) -> Result<State, Error<F::Error>> {
    let map = model.memory();
    let last = map.locks.map_or(map.user_end, |locks| locks.page);
    let pages = read_up_to(tag, model, last)?;
    let settings = match map.configuration {
        Some(page) if usize::from(last) < pages.len() => {
            read_behind(tag, model, page, page.saturating_add(1))?
        }
        _ => None,
    };
    let key_lock = match map.key_lock {
        Some(lock) if lock.page > last && settings.is_some() => {
            read_behind(tag, model, lock.page, lock.page)?.map(|[page]| page)
        }
        lock => lock.and_then(|lock| pages.get(usize::from(lock.page)).copied()),
    };
    Ok(State { model, pages, settings, untouched: None, key_lock, key: None })
}

/// Exchanges that [`read`] takes, where the reader has raw frames.
pub(super) fn exchanges(model: Model) -> u32 {
    let map = model.memory();
    let last = map.locks.map_or(map.user_end, |locks| locks.page);
    let stretch = if model.has_fast_read() { STRETCH } else { 4 };
    let behind = [map.configuration.is_some(), map.key_lock.is_some_and(|lock| lock.page > last)];
    u32::from(last / stretch) + 1 + behind.map(u32::from).into_iter().sum::<u32>()
}

/// As many pages as may be read, in the reader's reach.
fn read_up_to<F: Field>(
    tag: &mut Tag<'_, F>,
    model: Model,
    last: u8,
) -> Result<Vec<Page>, Error<F::Error>> {
    let abilities = tag.abilities();
    let is_fast = abilities.raw_frames && model.has_fast_read();
    let stretch = if is_fast { STRETCH } else { 4 };
    let last = if abilities.raw_frames { last } else { last.min(abilities.highest_page) };
    let mut read = Vec::new();
    let mut next = 0;
    while next <= last {
        let end = last.min(next + stretch - 1);
        match tag.read_pages(model, next, end) {
            Ok(bytes) => read.extend(bytes.as_chunks::<PAGE>().0),
            Err(error) if error.is_refusal() => {
                tag.reactivate()?;
                if !is_fast {
                    cut_back(tag, &mut read)?;
                }
                break;
            }
            Err(error) => return Err(error),
        }
        let Some(following) = end.checked_add(1) else { break };
        next = following;
    }
    Ok(read)
}

/// A READ that meets a page it may not show goes on with page 0: what it brought last may be none of those pages.
fn cut_back<F: Field>(tag: &mut Tag<'_, F>, read: &mut Vec<Page>) -> Result<(), Error<F::Error>> {
    while let Some(last) = read.len().checked_sub(1) {
        let Ok(page) = u8::try_from(last) else { break };
        if tag.ask(&Read { page })?.is_some() {
            break;
        }
        read.pop();
    }
    Ok(())
}

/// Pages behind the owner's, if they are shown. A read that starts there is refused if they are protected: it never
/// goes on with page 0.
fn read_behind<F: Field, const N: usize>(
    tag: &mut Tag<'_, F>,
    model: Model,
    first: u8,
    last: u8,
) -> Result<Option<[Page; N]>, Error<F::Error>> {
    let abilities = tag.abilities();
    if !abilities.raw_frames && last > abilities.highest_page {
        return Ok(None);
    }
    match tag.read_pages(model, first, last) {
        Ok(bytes) => Ok(bytes.as_chunks::<PAGE>().0.first_chunk().copied()),
        Err(error) if error.is_refusal() => tag.reactivate().map(|()| None),
        Err(error) => Err(error),
    }
}

/// Pages of one `FAST_READ`.
const STRETCH: u8 = 12;

impl State {
    /// Page `page`, if it was read.
    pub fn page(&self, page: u8) -> Option<Page> {
        self.pages.get(usize::from(page)).copied()
    }

    /// The owner's pages, as bytes: the NDEF area and what lies behind it.
    pub fn user(&self) -> &[u8] {
        let end = usize::from(self.model.memory().user_end) + 1;
        let pages = self.pages.get(..end).unwrap_or(&self.pages);
        pages.get(usize::from(MemoryMap::USER)..).unwrap_or_default().as_flattened()
    }

    /// Whether all of the owner's pages were read.
    pub fn is_whole(&self) -> bool {
        self.pages.len() > usize::from(self.model.memory().user_end)
    }

    /// What CFG0 and CFG1 say, if they were read.
    pub fn said(&self) -> Option<Settings> {
        self.settings.map(|pages| Settings::of(self.model, pages))
    }

    /// Whether password or key protects something: nobody could say so of pages that were not read.
    pub fn is_protected(&self) -> bool {
        self.said().is_none_or(|settings| settings.protects(self.model))
    }

    /// Which locks are set, as far as they were read.
    pub fn locks(&self) -> Locks {
        let statics = self
            .page(MemoryMap::STATIC_LOCK)
            .is_some_and(|[_, _, low, high]| [low & STATIC[0], high & STATIC[1]] == STATIC);
        let dynamic = self.model.memory().locks.and_then(|locks| {
            let [low, middle, high, _] = self.page(locks.page)?;
            let [all_low, all_middle, all_high] = locks.all;
            Some([low & all_low, middle & all_middle, high & all_high] == locks.all)
        });
        Locks { statics, dynamic: dynamic.unwrap_or(false), keys: self.has_key_locks() }
    }

    /// Whether none of its keys can ever be changed again.
    fn has_key_locks(&self) -> bool {
        let lock = self.model.memory().key_lock.zip(self.key_lock);
        lock.is_some_and(|(lock, held)| contains(held, lock.locks))
    }

    /// Whether the key that opens it can never be changed again.
    pub(super) fn is_key_locked(&self) -> bool {
        let lock = self.model.memory().key_lock.zip(self.key_lock);
        lock.and_then(|(lock, held)| Some(contains(held, lock.key?))).unwrap_or(false)
    }

    /// Whether the key that signs can never be changed again.
    pub fn is_signing_key_locked(&self) -> bool {
        self.model.memory().signing_key.is_some() && self.has_key_locks()
    }

    /// Whether any lock bit is set, of those that lock and those that freeze.
    pub fn has_locks(&self) -> bool {
        let statics = self.page(MemoryMap::STATIC_LOCK);
        let dynamic = self.model.memory().locks.and_then(|locks| self.page(locks.page));
        statics.is_some_and(|[_, _, low, high]| (low, high) != (0, 0))
            || dynamic.is_some_and(|[low, middle, high, _]| (low, middle, high) != (0, 0, 0))
            || self.key_lock.is_some_and(|[first, second, ..]| (first, second) != (0, 0))
    }

    /// Whether a lock bit forbids to write `page`.
    pub fn is_locked(&self, page: u8) -> bool {
        if page < FIRST_DYNAMIC {
            let Some([_, _, low, high]) = self.page(MemoryMap::STATIC_LOCK) else { return false };
            return u16::from_le_bytes([low, high]) & (1 << page) != 0 && page >= 3;
        }
        let Some(locks) = self.model.memory().locks else { return false };
        let Some([low, middle, high, _]) = self.page(locks.page) else { return false };
        locks.locks(page, [low, middle, high])
    }

    /// The bytes of memory over which the chip shows a mirror, counted from page 0: what stands under them was
    /// not read.
    pub fn mirrored(&self) -> std::ops::Range<usize> {
        self.said().map_or(0..0, |settings| stretch(settings.mirror))
    }
}

/// Whether all of `bits` are set in `held`.
pub(super) fn contains(held: Page, bits: Page) -> bool {
    held.iter().zip(bits).all(|(held, bits)| held & bits == bits)
}

/// Where a mirror stands, in bytes from page 0.
pub(super) fn stretch(mirror: Mirror) -> std::ops::Range<usize> {
    let Mirror { uid, counter, mac, page, byte } = mirror;
    let length = match (uid, counter, mac) {
        (_, _, true) => super::signed::LENGTH,
        (false, false, false) => 0,
        (true, false, false) => 14,
        (false, true, false) => 6,
        (true, true, false) => 21,
    };
    let start = usize::from(page) * PAGE + usize::from(byte);
    if page < MemoryMap::USER { 0..0 } else { start..start + length }
}

/// The static lock bits of pages 3 to 15.
pub(super) const STATIC: [u8; 2] = [0xF8, 0xFF];

/// The first page that dynamic bits lock.
const FIRST_DYNAMIC: u8 = 16;
