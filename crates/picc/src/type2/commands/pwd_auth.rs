//! `PWD_AUTH`: the password for PACK. Wrong ones are counted if AUTHLIM asks for it; when there are as many
//! as it says, the last is answered with NAK 4, and so is everything from then on.
//!
//! Source: NTAG213F/216F Rev. 3.1, "`PWD_AUTH`", "Limiting negative verification attempts"; the order of NAKs
//! was seen on an NTAG213 (a trace in Flipper's pull request 3153).

use subtle::ConstantTimeEq as _;
use tapsmith_card::field::Heard;

use crate::type2::refusal::Refusal;
use crate::type2::unknowns::{NewSecret, WrongPassword};
use crate::type2::volatile::Shown;
use crate::type2::{Reply, Type2};

pub(super) fn handle(chip: &mut Type2, body: &[u8]) -> Reply {
    let shown = chip.exactly::<4>(body)?;
    let place = chip.memory.chip.map().configuration.ok_or(Refusal::ARGUMENT)?;
    chip.admit()?;
    let pages = chip.secrets();
    let (password, [one, two, ..]) = (pages.page(place + 2), pages.page(place + 3));
    if !bool::from(password.ct_eq(&shown)) {
        return Err(chip.failed(chip.unknowns.wrong_password));
    }
    chip.passed(Shown::Key);
    Ok(Heard::Answer(vec![one, two]))
}

impl Type2 {
    /// Where passwords and AES keys are taken from.
    pub(in crate::type2) fn secrets(&self) -> &crate::type2::pages::Pages {
        match self.unknowns.new_secret {
            NewSecret::AtOnce => &self.memory.pages,
            NewSecret::AtActivation => &self.volatile.latched,
        }
    }

    /// Whether anything may be tried still.
    pub(super) fn admit(&self) -> Result<(), Refusal> {
        let limit = self.limit();
        if limit > 0 && self.memory.failures >= limit { Err(Refusal::COUNTER) } else { Ok(()) }
    }

    /// Something wrong was shown.
    pub(super) fn failed(&mut self, otherwise: WrongPassword) -> Refusal {
        if self.limit() > 0 && self.lands() {
            self.memory.failures = self.memory.failures.saturating_add(1);
        }
        match (self.admit(), otherwise) {
            (Err(refusal), _) => refusal,
            (Ok(()), WrongPassword::Nak) => Refusal::ARGUMENT,
            (Ok(()), WrongPassword::Silence) => Refusal::Silence,
        }
    }

    /// Something right was shown: the count starts over.
    pub(super) fn passed(&mut self, shown: Shown) {
        if self.lands() {
            self.memory.failures = 0;
        }
        self.volatile.shown = Some(shown);
    }
}
