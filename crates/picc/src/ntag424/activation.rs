//! What there is of the chip before any command: a UID that readers see, and a first look at the
//! loop.
//!
//! Source: NT4H2421Gx Rev. 3.0, "Activation", "Random ID"; NT4H2421Tx Rev. 3.0, "TagTamper".

use tapsmith_core::random::Random;

use super::Ntag424;
use super::volatile::ShownUid;

/// What every random UID begins with.
///
/// Source: ISO/IEC 14443-3, "UID contents".
const RANDOM: u8 = 0x08;

impl Ntag424 {
    /// The UID of anticollision: seven bytes, or four that are drawn once for each activation, when
    /// somebody first looks.
    pub(crate) fn shown_uid<R: Random>(&mut self, random: &mut R) -> Result<Vec<u8>, R::Error> {
        match self.volatile.shown {
            ShownUid::Own => Ok(self.memory.uid.0.to_vec()),
            ShownUid::Random(Some(uid)) => Ok(uid.to_vec()),
            ShownUid::Random(None) => {
                let mut drawn = [0; 3];
                random.fill(&mut drawn)?;
                let [one, two, three] = drawn;
                let uid = [RANDOM, one, two, three];
                self.volatile.shown = ShownUid::Random(Some(uid));
                Ok(uid.to_vec())
            }
        }
    }

    /// Whether the chip hides its own UID in this activation.
    pub(super) fn hides_uid(&self) -> bool {
        self.volatile.shown != ShownUid::Own
    }

    /// The first command of an activation has the loop measured.
    pub(super) fn wake(&mut self) {
        if !std::mem::replace(&mut self.volatile.awake, true)
            && let Some(tamper) = &mut self.memory.tamper
        {
            tamper.wake();
        }
    }

    /// Somebody cuts the tag-tamper loop, if there is one; the chip learns of it when it measures.
    pub fn cut_loop(&mut self) {
        self.memory.cut_loop();
    }

    /// Somebody mends it.
    pub fn close_loop(&mut self) {
        self.memory.close_loop();
    }
}
