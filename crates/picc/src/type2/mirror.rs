//! What a read shows: memory, with what hides and what is mirrored over it.
//!
//! Source: NTAG213F/216F Rev. 3.1, "UID and NFC counter mirror function", "NFC counter function",
//! "Programming of PWD and PACK".

use tapsmith_card::type2::{MemoryMap, PAGE, Page};
use tapsmith_core::aes::cmac;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::hex;
use tapsmith_core::key::AesKey;

use super::Type2;
use super::chip::Family;
use super::guard::{aes, c, dna};
use super::memory::FIRST_OPEN;
use super::pages::Pages;
use super::unknowns::MirrorSettings;

/// In the first byte of CFG1.
const COUNTER_ON: u8 = 0x10;
/// In the first byte of CFG1.
const COUNTER_GUARDED: u8 = 0x08;
/// In the first byte of CFG0 of an NTAG 22x DNA.
const SIGNED: u8 = 0x80;
/// 14 digits, 6 and 16, and what stands between.
const SIGNED_WIDTH: usize = 38;
/// Which counter an `NTAG21x` has.
pub(super) const NFC_COUNTER: u8 = 2;

/// A text over memory, from a byte on.
#[derive(Debug)]
pub(super) struct Overlay {
    from: usize,
    text: Vec<u8>,
}

impl Overlay {
    fn over(&self, number: u8, page: &mut Page) {
        let start = usize::from(number) * PAGE;
        for (at, byte) in (start..).zip(page) {
            let shown = at.checked_sub(self.from).and_then(|place| self.text.get(place));
            *byte = shown.copied().unwrap_or(*byte);
        }
    }
}

impl Type2 {
    /// The pages `numbers` as a read shows them; whether they may be read is settled before.
    pub(super) fn shown_pages(&self, numbers: impl Iterator<Item = u8>) -> Vec<u8> {
        let overlay = self.overlay();
        numbers.flat_map(|number| self.shown_page(number, overlay.as_ref())).collect()
    }

    fn shown_page(&self, number: u8, overlay: Option<&Overlay>) -> Page {
        if self.is_secret(number) {
            return Page::default();
        }
        let mut page = match (self.memory.chip.family(), number) {
            // A counter that was raised shows it from the next activation on.
            (Family::C, c::COUNTER) => self.volatile.latched.page(number),
            _ => self.memory.page(number),
        };
        if let Some(overlay) = overlay {
            overlay.over(number, &mut page);
        }
        page
    }

    /// PWD, PACK and keys, which read as zeros; and a UID that is hidden.
    fn is_secret(&self, number: u8) -> bool {
        let chip = self.memory.chip;
        match (chip.family(), chip.map().configuration) {
            (Family::Ntag | Family::Ev1, Some(place)) => number > place + 1,
            // But for the page between that locks the key.
            (Family::Dna | Family::DnaAes, Some(place)) => {
                let lock = dna::places(chip.family()).map(|(lock, _)| lock);
                number > place + 1 && Some(number) != lock
            }
            (Family::Aes, _) => {
                let first = aes::DATA_KEY;
                let hidden = self.hides_uid() && self.volatile.shown.is_none();
                number >= first || (hidden && number <= FIRST_OPEN)
            }
            _ => false,
        }
    }

    /// CFG0 and CFG1, where they say what is mirrored and counted.
    fn mirror_settings(&self) -> Option<(Page, Page)> {
        let place = self.memory.chip.map().configuration?;
        let pages: &Pages = match self.unknowns.mirror_settings {
            MirrorSettings::AtActivation => &self.volatile.latched,
            MirrorSettings::AtOnce => &self.memory.pages,
        };
        let mirrors =
            matches!(self.memory.chip.family(), Family::Ntag | Family::Dna | Family::DnaAes);
        mirrors.then(|| (pages.page(place), pages.page(place + 1)))
    }

    /// Whether reads are counted.
    pub(super) fn counts_reads(&self) -> bool {
        self.mirror_settings().is_some_and(|(_, [access, ..])| access & COUNTER_ON != 0)
    }

    /// Whether the counter may be told to whoever is there.
    pub(super) fn tells_counter(&self) -> bool {
        let Some((_, [access, ..])) = self.mirror_settings() else { return false };
        self.counts_reads() && (access & COUNTER_GUARDED == 0 || self.is_open())
    }

    /// The first read since the field came on is counted.
    pub(super) fn count_read(&mut self) {
        if !self.volatile.counted && self.counts_reads() {
            self.volatile.counted = true;
            self.raise_nfc_counter();
        }
    }

    fn raise_nfc_counter(&mut self) {
        let lands = self.lands();
        let [_, _, counter] = &mut self.memory.counters;
        if let Some(next) = counter.value.next().filter(|_| lands) {
            counter.value = next;
        }
    }

    /// What is mirrored, if it fits: it ends in user memory, and begins there.
    fn overlay(&self) -> Option<Overlay> {
        let ([mirror, _, page, _], _) = self.mirror_settings()?;
        let ((text, width), byte) = if dna::places(self.memory.chip.family()).is_some() {
            let is_on = mirror & SIGNED != 0;
            (is_on.then(|| (self.signed(), SIGNED_WIDTH))?, (mirror >> 3) & 0x03)
        } else {
            let kind = mirror >> 6;
            ((self.mirrored(kind)?, width(kind)?), (mirror >> 4) & 0x03)
        };
        let from = usize::from(page) * PAGE + usize::from(byte);
        let end = (usize::from(self.memory.chip.map().user_end) + 1) * PAGE;
        let fits = page >= MemoryMap::USER && from + width <= end;
        fits.then_some(Overlay { from, text })
    }

    /// UID, counter and a MAC over both, with the key itself. A counter that is off, or not told, shows zeros.
    ///
    /// Source: proxmark3's recovery script (code), as it reads an NTAG 223 DNA.
    fn signed(&self) -> Vec<u8> {
        let uid = self.memory.uid();
        let told = self.memory.counter(NFC_COUNTER).filter(|_| self.tells_counter());
        let counter = told.map_or([0; 3], ReadCounter::to_msb);
        let place = dna::places(self.memory.chip.family()).map_or(0, |(_, key)| key);
        let stored = self.secrets().four(place);
        let key = AesKey::init_with(|key| {
            key.iter_mut().zip(stored.iter().rev()).for_each(|(to, from)| *to = *from);
        });
        let cmac = cmac(&key, &[&uid.0, &counter]);
        let odd: Vec<u8> = cmac.iter().skip(1).step_by(2).copied().collect();
        format!("{uid}x{}x{}", hex::encode(&counter), hex::encode(&odd)).into_bytes()
    }

    /// The text: UID, counter, or both with an `x` between. A counter that is not told leaves its place
    /// as it is.
    fn mirrored(&self, kind: u8) -> Option<Vec<u8>> {
        let uid = || self.memory.uid().to_string();
        let counter = || {
            let value = self.memory.counter(NFC_COUNTER).filter(|_| self.tells_counter())?;
            Some(hex::encode(&value.to_msb()))
        };
        let text = match kind {
            1 => uid(),
            2 => counter()?,
            3 => match counter() {
                Some(counter) => format!("{}x{counter}", uid()),
                None => format!("{}x", uid()),
            },
            _ => return None,
        };
        Some(text.into_bytes())
    }
}

/// How long the text is that this kind of mirror makes.
const fn width(kind: u8) -> Option<usize> {
    match kind {
        1 => Some(14),
        2 => Some(6),
        3 => Some(21),
        _ => None,
    }
}
