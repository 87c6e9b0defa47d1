//! The client of `tapsmith-card` at these chips: two hands, the same notes. It says that both fit each other
//! and no more; what is right is the other files' matter.

use tapsmith_card::field::{Abilities, Field, Heard};
use tapsmith_card::transport::Transport;
use tapsmith_card::type2::command::{ReadCnt, ReadSig};
use tapsmith_card::type2::{Error, Secret, Tag, identify};
use tapsmith_core::key::{AesKey, KeyVersion, SlotKey};
use tapsmith_picc::Type2;
use tapsmith_picc::type2::{Chip, Memory};

use crate::rig::{Script, UID};

/// A reader that brings every frame.
#[derive(Debug)]
struct Through(Type2);

impl Transport for Through {
    type Error = &'static str;

    fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, Self::Error> {
        Ok(vec![0x6A, 0x81])
    }
}

impl Field for Through {
    fn atr(&self) -> &[u8] {
        &Type2::ATR
    }

    fn abilities(&self) -> Abilities {
        Abilities::ALL
    }

    fn frame(&mut self, frame: &[u8]) -> Result<Heard, Self::Error> {
        self.0.frame(frame, &mut Script(vec![0; 64]))
    }

    fn reactivate(&mut self) -> Result<(), Self::Error> {
        self.0.power_off();
        Ok(())
    }
}

#[test]
fn each_chip_is_known_and_holds_what_is_written() {
    for chip in Chip::ALL {
        let mut field = Through(Type2::new(Memory::factory(chip, UID)));
        let mut tag = Tag::new(&mut field);
        let identity = identify(&mut tag).unwrap();
        assert_eq!(identity.model, chip.model());
        assert_eq!(identity.version.is_none(), chip == Chip::UltralightC);
        tag.write_page(0x05, *b"data").unwrap();
        assert_eq!(tag.read_page(0x05), Ok(*b"data"));
        let last = chip.model().memory().user_end;
        let pages = tag.read_pages(chip.model(), 0x04, last).unwrap();
        assert_eq!(pages.len(), (usize::from(last) - 3) * 4);
        assert_eq!(pages.get(4..8), Some(&b"data"[..]));
        if chip != Chip::UltralightC {
            assert!(tag.send(&ReadSig).is_ok());
        }
    }
}

#[test]
fn a_password_and_a_refusal() {
    let mut field = Through(Type2::new(Memory::factory(Chip::Ntag216, UID)));
    let mut tag = Tag::new(&mut field);
    let refused = Error::Refused { command: "READ_CNT", nak: Some(0) };
    assert_eq!(tag.send(&ReadCnt::NFC), Err(refused));
    assert_eq!(tag.read_page(0x03), Err(Error::Silent { command: "READ" }));
    tag.reactivate().unwrap();
    let other = SlotKey { key: AesKey::factory(), version: KeyVersion(1) };
    assert_eq!(tag.opens(Secret::Password, &other, &[0; 16]), Ok(false));
    assert_eq!(tag.opens(Secret::Password, &SlotKey::factory(), &[0; 16]), Ok(true));
    assert_eq!(tag.count().failed_authentications, 1);
}
