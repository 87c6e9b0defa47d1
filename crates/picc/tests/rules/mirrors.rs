//! What taps show. The keys of a tap and PICCData are judged by published taps and by somebody
//! else's verifier elsewhere; here it is where things stand, and what they cover.

use crate::SUITE;
use crate::rig::{Rig, UID};
use crate::settings::sdm;
use tapsmith_card::command::FileNumber;
use tapsmith_core::counter::ReadCounter;
use tapsmith_core::hex;
use tapsmith_core::key::AesKey;
use tapsmith_core::suite::Suite;
use tapsmith_core::sun::{PiccData, PiccEncData, session};

/// A file of dots with these settings, tapped once; all keys are the factory's.
fn tapped(settings: &[u8]) -> String {
    let mut rig = Rig::new();
    rig.select_file(FileNumber::Ndef);
    for at in [0, 128] {
        let command = [&[0x00, 0xD6, 0x00, at, 128], [b'.'; 128].as_slice()].concat();
        assert_eq!(rig.status(&command), 0x9000);
    }
    assert_eq!(rig.change_settings(2, settings), 0x9100);
    rig.select_file(FileNumber::Ndef);
    let page = rig.read_binary(0, 0).0;
    assert_eq!(rig.card.memory().data(FileNumber::Ndef), [b'.'; 256], "the file stays as it is");
    String::from_utf8(page).unwrap()
}

fn dots(count: usize) -> String {
    ".".repeat(count)
}

fn first(uid: bool, counter: bool) -> PiccData {
    PiccData {
        uid: uid.then_some(UID),
        counter: counter.then(|| ReadCounter::try_from(1).unwrap()),
    }
}

fn mac(mirrored: PiccData, input: &str) -> String {
    let mac = session::sdmmac(SUITE, &AesKey::factory(), mirrored, input.as_bytes());
    hex::encode(&mac.0)
}

#[test]
fn plain_uid_and_counter_in_upper_case_most_significant_first() {
    let page = tapped(&sdm(0xC1, 0xF, 0xE, 0xF, &[2, 20]));
    assert_eq!(page, format!("..{UID}....000001{}", dots(230)));
}

#[test]
fn either_of_them_alone() {
    assert_eq!(tapped(&sdm(0x81, 0xF, 0xE, 0xF, &[0])), format!("{UID}{}", dots(242)));
    let page = tapped(&sdm(0x41, 0xF, 0xE, 0xF, &[250]));
    assert_eq!(page, format!("{}000001", dots(250)));
    assert_eq!(tapped(&sdm(0x41, 0xF, 0xE, 0xF, &[0xFF_FFFF])), dots(256));
}

#[test]
fn picc_data_says_what_its_options_say() {
    for (options, uid, counter) in [(0xC1, true, true), (0x81, true, false), (0x41, false, true)] {
        let page = tapped(&sdm(options, 0xF, 0x0, 0xF, &[10]));
        let (data, end) = match SUITE {
            Suite::Aes => (PiccEncData::Aes(hex::decode(&page[10..42]).unwrap()), 42),
            Suite::Lrp => (hex::decode::<24>(&page[10..58]).unwrap().into(), 58),
        };
        assert_eq!(data.open(&AesKey::factory()), Some(first(uid, counter)));
        assert_eq!((&page[..10], &page[end..]), (&*dots(10), &*dots(256 - end)));
    }
}

/// The MAC covers what is shown, mirrors among it, and its keys know only what is mirrored.
#[test]
fn the_mac_covers_the_page_as_shown() {
    let page = tapped(&sdm(0xC1, 0xF, 0xE, 0x0, &[0, 20, 0, 40]));
    assert_eq!(page[40..56], mac(first(true, true), &page[..40]));
    let page = tapped(&sdm(0x81, 0xF, 0xE, 0x0, &[0, 5, 40]));
    assert_eq!(page[40..56], mac(first(true, false), &page[5..40]));
    let page = tapped(&sdm(0x41, 0xF, 0xE, 0x0, &[0xFF_FFFF, 40, 40]));
    assert_eq!(page[40..56], mac(first(false, true), ""));
    let page = tapped(&sdm(0x01, 0xF, 0xF, 0x0, &[0, 40]));
    assert_eq!(page[40..56], mac(first(false, false), &dots(40)));
}

/// Half of the place goes in, and fills the whole; the MAC covers the outcome.
#[test]
fn encrypted_file_data() {
    for length in [32, 64, 96] {
        let settings = sdm(0xD1, 0xF, 0x0, 0x0, &[0, 50, 50, length, 160]);
        let page = tapped(&settings);
        let end = 50 + usize::try_from(length).unwrap();
        let counter = ReadCounter::try_from(1).unwrap();
        let mut plain: Vec<[u8; 16]> = page.as_bytes()[50..end]
            .as_chunks::<32>()
            .0
            .iter()
            .map(|digits| hex::decode(str::from_utf8(digits).unwrap()).unwrap())
            .collect();
        let key = AesKey::factory();
        session::decrypt_file_data(SUITE, &key, UID, counter, &mut plain);
        assert!(plain.as_flattened().iter().all(|byte| *byte == b'.'), "{length}");
        assert_eq!(page[160..176], mac(first(true, true), &page[50..160]), "{length}");
    }
}
