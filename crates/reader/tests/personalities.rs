//! Each family's way against a virtual reader of that family, played by the card's side: written by others, from the
//! same manuals.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use std::path::Path;

use tapsmith_card::field::{Field as _, Heard};
use tapsmith_card::transport::Transport as _;
use tapsmith_reader::family::Family;
use tapsmith_reader::virtual_card::FileCard;
use tapsmith_reader::wire::Wire;

const UID: &str = "04112233445566";
const LAST: u8 = 0x2C;

/// An NTAG213 as delivered, on a reader of `family`.
fn on(family: Family, job: impl FnOnce(Wire<'_>)) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("card.json");
    drop(FileCard::create(&file, "ntag213".parse().unwrap(), UID.parse().ok()).unwrap());
    job(Wire::of_file(Path::new(&file), Some(family)).unwrap());
}

fn read(wire: &mut Wire<'_>, page: u8) -> Vec<u8> {
    match wire.frame(&[0x30, page]).unwrap() {
        Heard::Answer(pages) => pages,
        other => unreachable!("page {page}: {other:?}"),
    }
}

fn page(wire: &mut Wire<'_>, page: u8) -> [u8; 4] {
    *read(wire, page).first_chunk().unwrap()
}

#[test]
fn every_reader_reads_and_writes_pages() {
    for family in Family::ALL {
        on(family, |mut wire| {
            let uid = wire.transmit(&[0xFF, 0xCA, 0x00, 0x00, 0x00]).unwrap();
            assert_eq!(uid, [0x04, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x90, 0x00], "{family}");
            assert_eq!(wire.frame(&[0xA2, 4, 1, 2, 3, 4]).unwrap(), Heard::Ack, "{family}");
            let pages = read(&mut wire, 3);
            assert_eq!(pages.len(), 16, "{family}");
            assert_eq!(pages[..8], [0xE1, 0x10, 0x12, 0x00, 1, 2, 3, 4], "{family}");
            wire.reactivate().unwrap();
            assert_eq!(page(&mut wire, 4), [1, 2, 3, 4], "{family}");
        });
    }
}

#[test]
fn a_page_that_is_not_there_is_refused_and_the_card_comes_back() {
    for family in Family::ALL {
        on(family, |mut wire| {
            if wire.abilities().highest_page < LAST {
                assert_eq!(wire.frame(&[0x30, 0x10]).unwrap(), Heard::Unable, "{family}");
                return;
            }
            for frame in [&[0x30, 0x2D][..], &[0xA2, 0x2D, 0, 0, 0, 0]] {
                let heard = wire.frame(frame).unwrap();
                assert!(matches!(heard, Heard::Nak(_)), "{family}: {heard:?}");
                wire.reactivate().unwrap();
                assert_eq!(page(&mut wire, 3), [0xE1, 0x10, 0x12, 0x00], "{family}");
            }
        });
    }
}

#[test]
fn what_a_reader_says_it_can_it_can() {
    for family in Family::ALL {
        on(family, |mut wire| {
            let version = [0x00, 0x04, 0x04, 0x02, 0x01, 0x00, 0x0F, 0x03];
            let heard = wire.frame(&[0x60]).unwrap();
            if !wire.abilities().raw_frames {
                assert_eq!(heard, Heard::Unable, "{family}");
                return;
            }
            assert_eq!(heard, Heard::Answer(version.to_vec()), "{family}");
            let Heard::Answer(signature) = wire.frame(&[0x3C, 0x00]).unwrap() else {
                unreachable!("{family}")
            };
            assert_eq!(signature.len(), 32, "{family}");
            let Heard::Answer(pages) = wire.frame(&[0x3A, 0x00, 0x0E]).unwrap() else {
                unreachable!("{family}")
            };
            assert_eq!(pages.len(), 60, "{family}");
            // Nobody counts yet: refused, and the card wants to be selected again.
            assert!(matches!(wire.frame(&[0x39, 0x02]).unwrap(), Heard::Nak(_)), "{family}");
            assert_eq!(wire.frame(&[0x60]).unwrap(), Heard::Silence, "{family}");
            wire.reactivate().unwrap();
            assert_eq!(wire.frame(&[0x60]).unwrap(), Heard::Answer(version.to_vec()), "{family}");
        });
    }
}

/// The password protects all from page 4 on. It is shown once, and lasts over frames of any kind.
#[test]
fn a_password_lasts_until_the_card_is_activated_anew() {
    for family in [Family::Acr122u, Family::Acs] {
        on(family, |mut wire| {
            for frame in [
                [0xA2, 0x2B, 9, 8, 7, 6],
                [0xA2, 0x2C, 5, 4, 0, 0],
                [0xA2, 0x2A, 0x80, 5, 0, 0],
                [0xA2, 0x29, 4, 0, 0, 4],
            ] {
                assert_eq!(wire.frame(&frame).unwrap(), Heard::Ack, "{family}");
            }
            wire.reactivate().unwrap();
            let wrong = wire.frame(&[0x1B, 1, 1, 1, 1]).unwrap();
            assert!(matches!(wrong, Heard::Nak(_)), "{family}: {wrong:?}");
            wire.reactivate().unwrap();
            let right = wire.frame(&[0x1B, 9, 8, 7, 6]).unwrap();
            assert_eq!(right, Heard::Answer(vec![5, 4]), "{family}");
            assert_eq!(wire.frame(&[0xA2, 4, 1, 2, 3, 4]).unwrap(), Heard::Ack, "{family}");
            wire.transmit(&[0xFF, 0xCA, 0x00, 0x00, 0x00]).unwrap();
            assert_eq!(page(&mut wire, 4), [1, 2, 3, 4], "{family}");
            wire.reactivate().unwrap();
            assert!(matches!(wire.frame(&[0x30, 4]).unwrap(), Heard::Nak(_)), "{family}");
        });
    }
}
