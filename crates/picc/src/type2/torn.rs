//! Power lost while memory is written.
//!
//! Source: NTAG213F/216F Rev. 3.1 and MF0ICU2 Rev. 3.3: lock bytes, OTP and capability container are safe
//! against it. Data, configuration, password and keys are not: such a page may hold any mix.

use tapsmith_card::type2::Page;
use tapsmith_core::random::Random;

use super::Type2;

/// What a write leaves of a page when the power goes. A page that is safe holds the new bits under
/// [`Torn::New`], else the old ones; the same goes for counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Torn {
    /// The power went before.
    Old,
    /// It went behind the write, and only the answer is lost.
    New,
    /// The page was emptied, and not written yet.
    Zeros,
    /// Two bytes are new, two are old.
    Half,
}

impl Torn {
    /// All of them, for whoever tears at every place.
    pub const ALL: [Self; 4] = [Self::Old, Self::New, Self::Zeros, Self::Half];

    /// What is left of a page.
    pub(super) fn mix(self, old: Page, new: Page) -> Page {
        let ([one, two, _, _], [_, _, three, four]) = (new, old);
        match self {
            Self::Old => old,
            Self::New => new,
            Self::Zeros => Page::default(),
            Self::Half => [one, two, three, four],
        }
    }
}

impl Type2 {
    /// The power goes while the chip does what `frame` says, and with it whatever answer there was. The
    /// chip is activated again then.
    ///
    /// # Errors
    /// `random` failed; the memory is as it was.
    pub fn frame_torn<R: Random>(
        &mut self,
        frame: &[u8],
        torn: Torn,
        random: &mut R,
    ) -> Result<(), R::Error> {
        self.torn = Some(torn);
        let heard = self.frame(frame, random);
        self.torn = None;
        self.power_off();
        heard.map(|_| ())
    }

    /// Whether a change that is safe against tears takes place.
    pub(super) fn lands(&self) -> bool {
        matches!(self.torn, None | Some(Torn::New))
    }
}
