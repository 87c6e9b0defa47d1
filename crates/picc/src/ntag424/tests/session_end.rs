//! What ends a session that has gone on for very long, and what the card does without randomness.

use super::*;
use tapsmith_card::command::FileNumber;
use tapsmith_card::settings::FileSettings;
use tapsmith_core::aes::{TruncatedMac, cmac};
use tapsmith_core::suite::Suite;

/// `GetKeyVersion` of key 0, with the MAC of a session under a zero key.
fn get_key_version(counter: u16) -> Vec<u8> {
    let [low, high] = counter.to_le_bytes();
    let mac = cmac(&AesKey::factory(), &[&[0x64, low, high], &[1, 2, 3, 4], &[0x00]]);
    let mac = TruncatedMac::of(&mac).0;
    [&[0x90, 0x64, 0, 0, 9, 0x00][..], &mac, &[0x00]].concat()
}

fn card_at(counter: u16) -> Ntag424 {
    let mut card = card([4; 7]);
    card.volatile.session = Some(session(0, [0; 16], [0; 16], [1, 2, 3, 4], counter));
    card
}

#[test]
fn the_command_counter_ends_at_ffff() {
    let mut card = card_at(0xFFFE);
    let last = card.exchange(&get_key_version(0xFFFE), &mut Script::none()).unwrap();
    assert_eq!(last[9..], [0x91, 0x00]);
    let refused = card.exchange(&get_key_version(0xFFFF), &mut Script::none());
    assert_eq!(refused, Ok(vec![0x91, 0x1E]));
    assert!(card.volatile.session.is_none());
}

#[test]
fn without_randomness_nothing_is_remembered() {
    let mut card = card([4; 7]);
    let before = card.memory.clone();
    let part_one = [0x90, 0x71, 0, 0, 2, 0, 0, 0];
    assert_eq!(card.exchange(&part_one, &mut Script::none()), Err("the script is at its end"));
    assert_eq!(card.memory, before);
}

/// A random UID is drawn when somebody looks, and not before.
#[test]
fn without_randomness_there_is_no_random_uid() {
    let configuration = Configuration { random_uid: true, ..Configuration::default() };
    let memory = Memory::factory(Uid([4; 7])).with_configuration(configuration);
    let mut card = Ntag424::new(memory.clone());
    assert_eq!(card.exchange(&SELECT_APPLICATION, &mut Script::none()), Ok(vec![0x90, 0x00]));
    let get_uid = [0xFF, 0xCA, 0, 0, 0];
    assert!(card.exchange(&get_uid, &mut Script(vec![1, 2])).is_err());
    assert_eq!(card.memory, memory);
    let uid = card.exchange(&get_uid, &mut Script(vec![1, 2, 3]));
    assert_eq!(uid, Ok(vec![0x08, 1, 2, 3, 0x90, 0x00]));
    assert_eq!(card.exchange(&get_uid, &mut Script::none()), uid);
}

/// In LRP mode as in AES mode; and what goes wrong counts nothing.
#[test]
fn without_randomness_there_is_no_tap() {
    for (suite, drawn) in [(Suite::Aes, 16), (Suite::Lrp, 24)] {
        let settings = [0x40, 0xE0, 0xEE, 0xC1, 0xFF, 0x0F, 0, 0, 0];
        let configuration = Configuration { suite, ..Configuration::default() };
        let memory = Memory::factory(Uid([4; 7]))
            .with_configuration(configuration)
            .with_settings(FileNumber::Ndef, FileSettings::decode(&settings).unwrap());
        let mut card = Ntag424::new(memory.clone());
        card.exchange(&SELECT_APPLICATION, &mut Script::none()).unwrap();
        let read = [0x90, 0xAD, 0, 0, 7, 2, 0, 0, 0, 0, 0, 0, 0];
        assert!(card.exchange(&read, &mut Script(vec![7; drawn - 1])).is_err());
        assert_eq!(card.memory, memory);
        assert!(card.exchange(&read, &mut Script(vec![7; drawn])).is_ok());
        assert_eq!(u32::from(card.memory.read_counter), 1);
    }
}

#[test]
fn debug_shows_no_secret() {
    let mut card = card([4; 7]);
    let part_one = [0x90, 0x71, 0, 0, 2, 0, 0, 0];
    card.exchange(&part_one, &mut Script(vec![0x5A; 16])).unwrap();
    let printed = format!("{card:?}");
    assert!(printed.contains("rnd_b: [redacted]"), "{printed}");
    assert!(printed.contains("key: [redacted]"), "{printed}");
    assert!(!printed.contains("90, 90"), "RndB shows: {printed}");
}
