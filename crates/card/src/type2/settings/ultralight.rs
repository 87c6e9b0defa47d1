//! The two pages of chips with a key: AUTH0 and AUTH1 of an Ultralight C, CFG0 and CFG1 of an Ultralight AES.
//!
//! Source: MF0ICU2 Rev. 3.3, "3DES authentication"; Ultralight AES as `hardware-notes/ultralight.md` has it.

use super::{Pages, Settings};
use crate::type2::Model;

pub(super) const fn of_c([[protected_from, ..], [auth1, ..]]: Pages) -> Settings {
    let reads = auth1 & 1 == 0;
    Settings { protected_from, reads, ..Settings::delivered(Model::UltralightC) }
}

pub(super) const fn over_c(settings: &Settings, mut pages: Pages) -> Pages {
    let [[auth0, ..], [auth1, ..]] = &mut pages;
    *auth0 = settings.protected_from;
    *auth1 = if settings.reads { *auth1 & !1 } else { *auth1 | 1 };
    pages
}

/// AUTHLIM has ten bits: the third byte of CFG1, and two of the fourth.
pub(super) const fn of_aes(pages: Pages) -> Settings {
    let [[.., protected_from], [access, _, low, high]] = pages;
    Settings {
        protected_from,
        reads: access & 0x80 != 0,
        attempts: u16::from_le_bytes([low, high & 0x03]),
        locked: access & 0x40 != 0,
        ..Settings::delivered(Model::UltralightAes)
    }
}

pub(super) const fn over_aes(settings: &Settings, mut pages: Pages) -> Pages {
    let [[.., protected_from], [access, _, low, high]] = &mut pages;
    let [limit, more] = settings.attempts.to_le_bytes();
    *protected_from = settings.protected_from;
    *access &= 0x3F;
    if settings.reads {
        *access |= 0x80;
    }
    if settings.locked {
        *access |= 0x40;
    }
    *low = limit;
    *high = *high & !0x03 | more & 0x03;
    pages
}

/// Whether an Ultralight AES hides its UID (`RID_ACT`) or asks for MACs (`SEC_MSG_ACT`).
pub(super) const fn is_secure([[options, ..], _]: Pages) -> bool {
    options & 0x03 != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// MF0ICU2 Rev. 3.3, "Memory content at delivery", "3DES authentication": AUTH0 30, AUTH1 00; bit 0 of
    /// AUTH1 leaves reading free.
    #[test]
    fn two_pages_of_an_ultralight_c() {
        let model = Model::UltralightC;
        let pages = [[0x30, 0, 0, 0], [0, 0, 0, 0]];
        let delivered = Settings::delivered(model);
        assert_eq!(Settings::of(model, pages), delivered);
        assert_eq!(delivered.over(model, [[0x04, 0, 0, 0], [1, 0, 0, 0]]), pages);
        assert!(!delivered.protects(model));
        let wanted = Settings { protected_from: 0x2F, reads: false, ..delivered };
        assert!(wanted.protects(model));
        let others = [[0x30, 1, 2, 3], [0xF0, 4, 5, 6]];
        assert_eq!(wanted.over(model, others), [[0x2F, 1, 2, 3], [0xF1, 4, 5, 6]]);
        assert_eq!(Settings::of(model, wanted.over(model, others)), wanted);
    }

    /// The places that proxmark3 and stustapay give; AUTH0 is 3C at delivery, and the second byte of CFG1 05.
    #[test]
    fn two_pages_of_an_ultralight_aes() {
        let model = Model::UltralightAes;
        let pages = [[0, 0, 0, 0x3C], [0, 0x05, 0, 0]];
        let delivered = Settings::delivered(model);
        assert_eq!(Settings::of(model, pages), delivered);
        assert_eq!(delivered.over(model, [[0, 0, 0, 4], [0xC0, 0x05, 0xFF, 3]]), pages);
        assert!(!delivered.protects(model));
        let wanted =
            Settings { protected_from: 4, reads: true, attempts: 0x2A5, locked: true, ..delivered };
        let others = [[0x01, 1, 2, 0x3C], [0x2C, 0x05, 0, 0xFC]];
        let written = [[0x01, 1, 2, 4], [0xEC, 0x05, 0xA5, 0xFE]];
        assert_eq!(wanted.over(model, others), written);
        assert_eq!(Settings::of(model, written), wanted);
        assert!(Settings::is_secure(model, written) && !Settings::is_secure(model, pages));
        assert!(Settings::is_secure(model, [[0x02, 0, 0, 4], [0; 4]]));
    }
}
