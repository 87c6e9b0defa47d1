//! The rules for chips of pages.

use super::chip::Family;
use super::{
    Chip, Configuration, ContentKind, CounterRule, Counting, Files, Lock, Profile, ProfileProblem,
    Protection, Slots,
};
use crate::ndef::Message;
use crate::record::RecordId;
use crate::template::{Mirroring, Place, Template};

impl Profile {
    /// What a chip of pages, and only such a chip, can be told.
    pub(super) fn check_protection(&self, template: &Template) -> Result<(), ProfileProblem> {
        let chip = self.chip;
        if chip.has_files() {
            let is_default = self.protection == Protection::default();
            let section = "protection";
            return if is_default {
                Ok(())
            } else {
                Err(ProfileProblem::NotOnChip { section, chip })
            };
        }
        let of_files = [
            ("configuration", self.configuration == Configuration::default()),
            ("files", self.files == Files::default()),
            ("counter", self.counter == CounterRule::default()),
            ("slots", self.slots == Slots::default()),
            ("shared", self.shared.is_empty()),
            ("file_data", self.file_data.is_none()),
            ("read_only", !self.read_only),
        ];
        if let Some((section, _)) = of_files.into_iter().find(|(_, is_default)| !is_default) {
            return Err(ProfileProblem::NotOnChip { section, chip });
        }
        if template.is_sun() && chip.mirroring() != Mirroring::SunCmac {
            return Err(ProfileProblem::NotOnChip { section: "url: {mac}", chip });
        }
        self.check_room(template)?;
        if chip.family() == Family::Classic {
            return self.check_classic();
        }
        self.check_password()?;
        self.check_locks()?;
        self.check_signing_key(template)?;
        self.check_count(template)
    }

    /// Whoever can write the pages of a key that signs can find it out: he tears writes, and watches the MAC change. The
    /// pages are locked, and the bit that locks them is behind a password (eprint 2026/100).
    fn check_signing_key(&self, template: &Template) -> Result<(), ProfileProblem> {
        // A password goes with it.
        let locks_keys = self.protection.locks(Lock::Keys);
        if self.chip.mirroring() != Mirroring::SunCmac {
            Ok(())
        } else if template.is_sun() && !locks_keys {
            Err(ProfileProblem::KeyExposed)
        } else if locks_keys && !template.is_sun() {
            Err(ProfileProblem::NoSigningKey)
        } else {
            Ok(())
        }
    }

    /// Whether the content of the first record fits, with no base URL yet. That of each record is looked at where the
    /// batch is made.
    fn check_room(&self, template: &Template) -> Result<(), ProfileProblem> {
        let message = match (self.content, &self.text) {
            (ContentKind::Uri, _) => Message::uri(&template.fill(RecordId::MIN)),
            (ContentKind::Text, Some(text)) => Message::text(&text.fill(RecordId::MIN)),
            (ContentKind::Text, None) | (ContentKind::Empty, _) => return Ok(()),
        };
        // At the least a tag and a length stand before it.
        let (needed, room) = (message.bytes.len() + 2, self.chip.ndef_room());
        if needed > room { Err(ProfileProblem::TooLong { needed, room }) } else { Ok(()) }
    }

    /// Of all that a chip of pages can be told, MIFARE Classic knows a key and one lock, for all of it.
    fn check_classic(&self) -> Result<(), ProfileProblem> {
        let Protection { password, lock, .. } = &self.protection;
        let known = Protection { password: *password, lock: lock.clone(), ..Protection::default() };
        let chip = self.chip;
        if self.protection != known {
            return Err(ProfileProblem::NotOnChip {
                section: "protection: other than password and lock",
                chip,
            });
        }
        match lock.as_slice() {
            [] | [Lock::Static] => Ok(()),
            [Lock::Static, lock, ..] | [lock, ..] => {
                Err(ProfileProblem::NoLock { lock: *lock, chip })
            }
        }
    }

    fn check_password(&self) -> Result<(), ProfileProblem> {
        let Protection { password, from_page, reads, attempts, .. } = self.protection;
        let of_password =
            [("from_page", from_page.is_some()), ("reads", reads), ("attempts", attempts > 0)];
        if let Some((setting, _)) = of_password.into_iter().find(|(_, is_set)| *is_set && !password)
        {
            return Err(ProfileProblem::NoPassword { setting });
        }
        let (last, most) = limits(self.chip);
        if let Some(page) = from_page.filter(|page| *page > last) {
            return Err(ProfileProblem::Unprotected { page, last });
        }
        if (1..LEAST_ATTEMPTS).contains(&attempts) {
            return Err(ProfileProblem::FewAttempts { attempts, least: LEAST_ATTEMPTS });
        }
        if attempts > most {
            return Err(ProfileProblem::Attempts { attempts, most });
        }
        let room = self.chip.ndef_room().div_ceil(4) + 4;
        let hides = self.protection.protected_from().is_some_and(|from| usize::from(from) < room);
        if reads && hides && self.content != ContentKind::Empty {
            return Err(ProfileProblem::Hidden);
        }
        Ok(())
    }

    fn check_locks(&self) -> Result<(), ProfileProblem> {
        let locks = &self.protection.lock;
        if locks.contains(&Lock::Keys) && !self.protection.password {
            return Err(ProfileProblem::NoPassword { setting: "lock of keys" });
        }
        for (index, lock) in locks.iter().enumerate() {
            if locks.iter().take(index).any(|other| other == lock) {
                return Err(ProfileProblem::LockTwice(*lock));
            }
            let has = match lock {
                Lock::Static => true,
                // Nobody knows which bit of an NTAG 22x DNA locks which pages.
                Lock::Dynamic => !matches!(self.chip, Chip::Ntag223 | Chip::Ntag224),
                Lock::Configuration => self.chip != Chip::UltralightC,
                Lock::Keys => matches!(
                    self.chip,
                    Chip::UltralightC | Chip::UltralightAes | Chip::Ntag223 | Chip::Ntag224
                ),
            };
            if !has {
                return Err(ProfileProblem::NoLock { lock: *lock, chip: self.chip });
            }
        }
        Ok(())
    }

    fn check_count(&self, template: &Template) -> Result<(), ProfileProblem> {
        let (count, chip) = (self.protection.count, self.chip);
        if count != Counting::Off && chip.mirroring() != Mirroring::Plain {
            return Err(ProfileProblem::NotOnChip { section: "protection.count", chip });
        }
        match count {
            Counting::Protected if template.has(Place::Counter) => Err(ProfileProblem::CountHidden),
            Counting::Protected if !self.protection.password => {
                Err(ProfileProblem::NoPassword { setting: "count" })
            }
            _ => Ok(()),
        }
    }
}

/// A torn card may have one of two passwords, and a wrong one must leave the chip two more.
const LEAST_ATTEMPTS: u16 = 4;

/// The page of the password, which AUTH0 has to reach, and the most that AUTHLIM says.
///
/// Source: NTAG213F/216F Rev. 3.1, "Configuration pages"; of Ultralight C its AUTH0, and of Ultralight AES
/// CFG0, as `hardware-notes` has them.
const fn limits(chip: Chip) -> (u8, u16) {
    match chip {
        Chip::Ntag215 => (0x85, 7),
        Chip::Ntag216 => (0xE5, 7),
        // The small one's; the large one's is 27.
        Chip::UltralightEv1 => (0x12, 7),
        Chip::UltralightC => (0x2A, 0),
        Chip::UltralightAes => (0x29, 0x3FF),
        // The bits that lock keys are behind it. Nobody knows how AUTHLIM is written there.
        Chip::Ntag223 => (0x28, 0),
        Chip::Ntag224 => (0x38, 0),
        _ => (0x2B, 7),
    }
}
