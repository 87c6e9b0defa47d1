//! The two pages of NTAG 223 DNA and NTAG 224 DNA.
//!
//! Source: proxmark3's recovery script (code), which its authors ran on an NTAG 223 DNA; what it does not touch is
//! taken to stand where an `NTAG21x` has it. See `hardware-notes/ntag22x.md`.

use super::{Count, Mirror, Pages, Settings};

/// `MIRROR_EN`, in the first byte of CFG0: UID, counter and MAC, as one.
const MIRRORS: u8 = 0x80;
/// Where `MIRROR_BYTE` stands in it.
const BYTE: u32 = 3;

pub(super) const fn of(pages: Pages) -> Settings {
    let [[mirror, _, page, protected_from], [access, ..]] = pages;
    let is_on = mirror & MIRRORS != 0;
    let byte = (mirror >> BYTE) & 0x03;
    Settings {
        mirror: if is_on { Mirror::signed(page, byte) } else { Mirror::NONE },
        protected_from,
        reads: access & super::PROT != 0,
        attempts: 0,
        count: if access & super::NFC_CNT_EN != 0 { Count::Free } else { Count::Off },
        locked: access & super::CFGLCK != 0,
    }
}

/// The limit of attempts has no place that anybody knows.
pub(super) const fn over(settings: &Settings, mut pages: Pages) -> Pages {
    let [[head, _, place, protected_from], [access, ..]] = &mut pages;
    let Mirror { page, byte, mac, .. } = settings.mirror;
    *head &= !(MIRRORS | 0x03 << BYTE);
    *head |= (byte & 0x03) << BYTE;
    if mac {
        *head |= MIRRORS;
    }
    *place = page;
    *protected_from = settings.protected_from;
    *access &= !(super::PROT | super::CFGLCK | super::NFC_CNT_EN);
    if settings.reads {
        *access |= super::PROT;
    }
    if settings.locked {
        *access |= super::CFGLCK;
    }
    if !matches!(settings.count, Count::Off) {
        *access |= super::NFC_CNT_EN;
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::type2::Model;

    /// `98 3D 08 3C`, `80 00 00 00`: what proxmark3's script writes to an NTAG 223 DNA, where its mirror begins in
    /// page 08, byte 3.
    #[test]
    fn the_pages_that_were_seen_on_silicon() {
        let model = Model::Ntag223;
        let pages = [[0x98, 0x3D, 0x08, 0x3C], [0x80, 0, 0, 0]];
        let said = Settings::of(model, pages);
        let wanted =
            Settings { mirror: Mirror::signed(8, 3), reads: true, ..Settings::delivered(model) };
        assert_eq!(said, wanted);
        assert!(!said.protects(model));
        // What has no name stays: the status settings of the second byte.
        let delivered = [[0x04, 0x3D, 0, 0x3C], [0x20, 5, 6, 7]];
        let written = [[0x9C, 0x3D, 8, 0x3C], [0xA0, 5, 6, 7]];
        assert_eq!(wanted.over(model, delivered), written);
        assert_eq!(Settings::of(model, written), wanted);
        let back = [[0x04, 0x3D, 0, 0x3C], [0x20, 5, 6, 7]];
        assert_eq!(Settings::delivered(model).over(model, written), back);
    }
}
