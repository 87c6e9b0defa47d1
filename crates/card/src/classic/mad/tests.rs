use super::*;
use tapsmith_testkit::vectors::{case, list};

/// Directories that others computed or dumped from cards; the checksum's parameters come from the
/// catalogue that the crate `crc` follows. Neither knows this code.
#[test]
fn published_directories() {
    let cases = list("mifare_classic", "directories");
    assert!(cases.len() > 5);
    for case in cases {
        let name = case.text("name");
        let bytes = case.hex("bytes");
        let (blocks, []) = bytes.as_chunks() else { panic!("{name}") };
        if bytes.len() == 32 {
            let mad = Mad::decode(blocks, None).unwrap();
            assert_eq!(mad.part(Sector::DIRECTORY), bytes, "{name}");
        } else {
            let read = Directory::<23>::decode(Sector::SECOND_DIRECTORY, &bytes).unwrap();
            assert_eq!(read.encode(), bytes, "{name}");
        }
    }
}

#[test]
fn a_card_of_ndef_says_what_cards_in_the_field_say() {
    let small = Mad::ndef(Model::Classic1k);
    let dump = case("mifare_classic", "adafruit_dump");
    assert_eq!(small.part(Sector::DIRECTORY), [dump.hex("block_1"), dump.hex("block_2")].concat());
    assert!(small.part(Sector::SECOND_DIRECTORY).is_empty());
    let large = Mad::ndef(Model::Classic4k);
    assert_eq!(large.part(Sector::SECOND_DIRECTORY)[..4], [0xE8, 0x01, 0x03, 0xE1]);
    assert_eq!(small.ndef_sectors(), Model::Classic1k.ndef_sectors().collect::<Vec<_>>());
    assert_eq!(large.ndef_sectors(), Model::Classic4k.ndef_sectors().collect::<Vec<_>>());
}

#[test]
fn each_bit_counts() {
    let bytes = Mad::ndef(Model::Classic1k).part(Sector::DIRECTORY);
    for bit in 0..bytes.len() * 8 {
        let mut damaged = bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert!(Mad::decode(damaged.as_chunks().0, None).is_err(), "bit {bit}");
    }
    let error = Mad::decode(&[[0; 16]; 2], None).unwrap_err();
    assert_eq!((error.stored, error.computed), (0x00, 0xCE));
}

/// Only the first run counts, and sector 16 does not end it.
#[test]
fn ndef_is_one_run_of_sectors() {
    let mut mad = Mad::ndef(Model::Classic4k);
    mad.first.applications = [Aid::FREE; 15];
    mad.first.applications[13..].fill(Aid::NDEF);
    mad.second.as_mut().unwrap().applications[2] = Aid(0x4711);
    let numbers: Vec<_> = mad.ndef_sectors().into_iter().map(Sector::as_u8).collect();
    assert_eq!(numbers, [14, 15, 17, 18]);
    mad.second = None;
    let numbers: Vec<_> = mad.ndef_sectors().into_iter().map(Sector::as_u8).collect();
    assert_eq!(numbers, [14, 15]);
    mad.first.applications = [Aid::FREE; 15];
    assert!(mad.ndef_sectors().is_empty());
}
