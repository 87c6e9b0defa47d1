//! Power and selection, and the UID that a reader sees.
//!
//! Source: ISO/IEC 14443-3; NTAG213F/216F Rev. 3.1, "`NTAG21xF` states"; that configuration is taken over at
//! activation was seen on silicon. Ultralight AES: the random UID of its CFG0.

use tapsmith_core::random::Random;

use super::Type2;
use super::chip::Family;
use super::guard::aes;
use super::volatile::Volatile;

/// What every random UID begins with (ISO/IEC 14443-3, "UID contents").
const RANDOM: u8 = 0x08;

impl Type2 {
    /// The field goes and comes back, and the reader selects the chip: all that it was shown is forgotten,
    /// and what it latches is new.
    pub fn power_off(&mut self) {
        self.volatile = Volatile::in_the_field(&self.memory);
    }

    /// The reader calls (WUPA) and selects again, in the same field. All is as after
    /// [`power_off`](Self::power_off), but for the counter of reads, which counts once a field.
    pub fn activate(&mut self) {
        let counted = self.volatile.counted;
        self.power_off();
        self.volatile.counted = counted;
    }

    /// Whether it was activated, and heard no reason to leave since.
    pub fn is_active(&self) -> bool {
        self.volatile.awake
    }

    /// The UID of anticollision: seven bytes, or four that are drawn once an activation.
    ///
    /// # Errors
    /// `random` failed.
    pub fn shown_uid<R: Random>(&mut self, random: &mut R) -> Result<Vec<u8>, R::Error> {
        if !self.hides_uid() {
            return Ok(self.memory.uid().0.to_vec());
        }
        let uid = match self.volatile.random_uid {
            Some(uid) => uid,
            None => draw(random)?,
        };
        self.volatile.random_uid = Some(uid);
        Ok(uid.to_vec())
    }

    /// Whether the chip hides its own UID in this activation.
    pub(super) fn hides_uid(&self) -> bool {
        let [options, ..] = self.volatile.latched.page(aes::CFG0);
        self.memory.chip.family() == Family::Aes && options & aes::RANDOM_UID != 0
    }
}

fn draw<R: Random>(random: &mut R) -> Result<[u8; 4], R::Error> {
    let mut drawn = [0; 3];
    random.fill(&mut drawn)?;
    let [one, two, three] = drawn;
    Ok([RANDOM, one, two, three])
}
