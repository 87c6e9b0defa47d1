//! CFG0 and CFG1: what a chip with a password is told; in `ultralight` one with a key, in `dna` one that signs.
//!
//! Source: NTAG213F/216F Rev. 3.1, "Configuration pages"; the bytes at delivery are those of silicon, see
//! `hardware-notes/ntag21x.md`.

mod dna;
mod ultralight;

use super::{Model, Page};

/// What the two pages say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// What the chip writes into what is read.
    pub mirror: Mirror,
    /// `AUTH0`: the first page that the password or key protects. One behind the last page protects none.
    pub protected_from: u8,
    /// `PROT`: whether it protects from reading too.
    pub reads: bool,
    /// `AUTHLIM`: so many wrong passwords or keys in a row lock the chip, for good; 0 for any number.
    pub attempts: u16,
    /// What is counted, and to whom it is said.
    pub count: Count,
    /// `CFGLCK`: whether these pages are fixed, for good.
    pub locked: bool,
}

/// What the chip writes into what is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mirror {
    /// The UID, in 14 digits.
    pub uid: bool,
    /// The counter, in 6, with an `x` before it if the UID is there too.
    pub counter: bool,
    /// A MAC over both, in 16, with an `x` before it.
    pub mac: bool,
    /// Where: the page. Pages below 4 mirror nothing.
    pub page: u8,
    /// And the byte in it, 0 to 3.
    pub byte: u8,
}

impl Mirror {
    /// Nothing.
    const NONE: Self = Self { uid: false, counter: false, mac: false, page: 0, byte: 0 };

    /// UID, counter and MAC, from this byte on: all that an NTAG 22x DNA can mirror.
    pub const fn signed(page: u8, byte: u8) -> Self {
        Self { uid: true, counter: true, mac: true, page, byte }
    }
}

/// Whether reads are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Count {
    /// They are not.
    #[default]
    Off,
    /// They are, and anybody may ask.
    Free,
    /// They are, and whoever knows the password may ask.
    Protected,
}

/// CFG0 and CFG1.
pub type Pages = [Page; 2];

/// In the first byte of CFG1: a password protects from reading too.
const PROT: u8 = 0x80;
/// In the first byte of CFG1.
const CFGLCK: u8 = 0x40;
/// In the first byte of CFG1: reads are counted.
const NFC_CNT_EN: u8 = 0x10;

impl Settings {
    /// `AUTH0` that protects nothing, as delivered.
    pub const fn unprotected(model: Model) -> u8 {
        match model {
            Model::UltralightC => 0x30,
            Model::UltralightAes | Model::Ntag223 => 0x3C,
            Model::Ntag224 => 0x4C,
            _ => 0xFF,
        }
    }

    /// As delivered.
    pub const fn delivered(model: Model) -> Self {
        Self {
            mirror: Mirror::NONE,
            protected_from: Self::unprotected(model),
            reads: matches!(model, Model::UltralightC),
            attempts: 0,
            count: Count::Off,
            locked: false,
        }
    }

    /// What `pages` of a chip of this model say.
    pub const fn of(model: Model, pages: Pages) -> Self {
        match model {
            Model::UltralightC => ultralight::of_c(pages),
            Model::UltralightAes => ultralight::of_aes(pages),
            Model::Ntag223 | Model::Ntag224 => dna::of(pages),
            _ => Self::with_password(model, pages),
        }
    }

    const fn with_password(model: Model, pages: Pages) -> Self {
        let [[mirror, _, page, protected_from], [access, ..]] = pages;
        let count = match (access & NFC_CNT_EN != 0, access & 0x08 != 0) {
            (false, _) => Count::Off,
            (true, false) => Count::Free,
            (true, true) => Count::Protected,
        };
        let mirrors = model.is_ntag21x();
        let mirror = if mirrors {
            let (uid, counter) = (mirror & 0x40 != 0, mirror & 0x80 != 0);
            Mirror { uid, counter, mac: false, page, byte: (mirror >> 4) & 0x03 }
        } else {
            Mirror::NONE
        };
        Self {
            mirror,
            protected_from,
            reads: access & PROT != 0,
            attempts: u16::from_le_bytes([access & 0x07, 0]),
            count: if mirrors { count } else { Count::Off },
            locked: access & CFGLCK != 0,
        }
    }

    /// The pages that say so, over what stands there: bits without a name stay as they are.
    pub const fn over(&self, model: Model, pages: Pages) -> Pages {
        match model {
            Model::UltralightC => ultralight::over_c(self, pages),
            Model::UltralightAes => ultralight::over_aes(self, pages),
            Model::Ntag223 | Model::Ntag224 => dna::over(self, pages),
            _ => self.over_password(model, pages),
        }
    }

    const fn over_password(&self, model: Model, pages: Pages) -> Pages {
        let [attempts, _] = self.attempts.to_le_bytes();
        let [[head, rfu_1, page, _], [access, rest @ ..]] = pages;
        let mut access = access & 0x20 | attempts & 0x07;
        if self.reads {
            access |= PROT;
        }
        if self.locked {
            access |= CFGLCK;
        }
        if !model.is_ntag21x() {
            let [a, b, c] = rest;
            return [[head, rfu_1, page, self.protected_from], [access, a, b, c]];
        }
        match self.count {
            Count::Off => {}
            Count::Free => access |= NFC_CNT_EN,
            Count::Protected => access |= NFC_CNT_EN | 0x08,
        }
        let Mirror { uid, counter, page, byte, .. } = self.mirror;
        let mut head = head & 0x0F | (byte & 0x03) << 4;
        if uid {
            head |= 0x40;
        }
        if counter {
            head |= 0x80;
        }
        let [a, b, c] = rest;
        [[head, rfu_1, page, self.protected_from], [access, a, b, c]]
    }

    /// Whether the password or key protects any page of this model.
    pub fn protects(&self, model: Model) -> bool {
        self.protected_from <= model.memory().last
    }

    /// Whether `pages` make the chip hide its UID, or ask for MACs: no profile does, and nothing here speaks so.
    pub const fn is_secure(model: Model, pages: Pages) -> bool {
        matches!(model, Model::UltralightAes) && ultralight::is_secure(pages)
    }

    /// What the two pages hold at delivery: strong modulation on, no protection.
    pub const DELIVERED: Pages = [[0x04, 0x00, 0x00, 0xFF], [0x00, 0x05, 0x00, 0x00]];
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dump of silicon: `04 00 00 FF`, `00 05 00 00`.
    #[test]
    fn delivered_pages_say_nothing() {
        for model in [Model::Ntag213, Model::Ntag216, Model::UltralightEv1Large] {
            let settings = Settings::of(model, Settings::DELIVERED);
            assert_eq!(settings, Settings::delivered(model));
            assert_eq!(settings.over(model, Settings::DELIVERED), Settings::DELIVERED);
            assert!(!settings.protects(model));
        }
    }

    /// The data sheet's example of a mirror starts at page 0C, byte 1; the bits are those of its table.
    #[test]
    fn each_field_has_its_bits() {
        let model = Model::Ntag213;
        let wanted = Settings {
            mirror: Mirror { uid: true, counter: true, mac: false, page: 0x0C, byte: 1 },
            protected_from: 4,
            reads: true,
            attempts: 5,
            count: Count::Protected,
            locked: true,
        };
        let pages = [[0xD4, 0, 0x0C, 4], [0xDD, 5, 0, 0]];
        assert_eq!(wanted.over(model, Settings::DELIVERED), pages);
        assert_eq!(Settings::of(model, pages), wanted);
        // Of an Ultralight EV1 the first three bytes of CFG0 are not ours.
        let plain = Settings { mirror: Mirror::default(), count: Count::Off, ..wanted };
        let pages = [[0x04, 0, 0, 4], [0xC5, 5, 0, 0]];
        assert_eq!(plain.over(Model::UltralightEv1Large, Settings::DELIVERED), pages);
        assert_eq!(Settings::of(Model::UltralightEv1Large, pages), plain);
    }

    proptest::proptest! {
        #[test]
        fn nameless_bits_stay(pages: Pages, protected_from: u8, attempts in 0_u16..8) {
            let settings = Settings { protected_from, attempts, ..Settings::delivered(Model::Ntag215) };
            let [[head, rfu, _, _], [access, rest @ ..]] = settings.over(Model::Ntag215, pages);
            let [[old_head, old_rfu, _, _], [old_access, old_rest @ ..]] = pages;
            proptest::prop_assert_eq!((head & 0x0F, rfu, rest), (old_head & 0x0F, old_rfu, old_rest));
            proptest::prop_assert_eq!(access & 0x20, old_access & 0x20);
        }
    }
}
