//! A client without a session, before a card that answers anything.

use proptest::prelude::*;
use tapsmith_card::command::{
    FileNumber, GetCardUid, GetFileSettings, GetKeyVersion, GetVersion, IsoReadBinary,
    IsoSelectFile, IsoUpdateBinary, ReadData, ReadSig, WriteData,
};
use tapsmith_card::settings::Offset;
use tapsmith_card::tag::Tag;
use tapsmith_core::access::CommMode::Plain;
use tapsmith_core::key::{AesKey, KeyNumber};

use crate::transport::{Anything, MOST, answers, proofs};

/// Each way to talk to a card, once.
const WAYS: usize = 13;

fn talk(tag: &mut Tag<Anything>, way: usize) {
    let (file, offset, length) =
        (FileNumber::Ndef, Offset::new(0).unwrap(), Offset::new(4).unwrap());
    match way {
        0 => drop(tag.reader_uid()),
        1 => drop(tag.select_application()),
        2 => drop(tag.send_iso(&IsoSelectFile::File(file))),
        3 => drop(tag.send_iso(&IsoReadBinary { offset: 0, length: 0 })),
        4 => drop(tag.send_iso(&IsoUpdateBinary { offset: 0, data: vec![1] })),
        5 => drop(tag.send(&GetVersion)),
        6 => drop(tag.send(&ReadSig)),
        7 => drop(tag.send(&GetCardUid)),
        8 => drop(tag.send(&GetKeyVersion { key: KeyNumber::MASTER })),
        9 => drop(tag.send(&GetFileSettings { file })),
        10 => drop(tag.send(&ReadData { file, offset, length, mode: Plain })),
        11 => drop(tag.send(&WriteData { file, offset, data: vec![1], mode: Plain })),
        _ => drop(tag.authenticate(KeyNumber::MASTER, &AesKey::factory(), [1; 16])),
    }
}

proptest! {
    #[test]
    fn comes_to_an_end(answers in answers()) {
        for way in 0..WAYS {
            let (card, asked) = Anything::new(answers.clone());
            let mut tag = Tag::new(card);
            talk(&mut tag, way);
            prop_assert!(asked.get() <= MOST, "way {way}: {} exchanges", asked.get());
            let counted = usize::try_from(tag.count().exchanges).unwrap();
            prop_assert_eq!(counted, if way == 0 { 0 } else { asked.get() });
        }
    }

    /// Nobody without the key is taken for the card.
    #[test]
    fn nobody_authenticates(answers in prop_oneof![answers(), proofs()]) {
        let (card, _) = Anything::new(answers);
        let mut tag = Tag::new(card);
        prop_assert!(tag.authenticate(KeyNumber::MASTER, &AesKey::factory(), [1; 16]).is_err());
    }
}
