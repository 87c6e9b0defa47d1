//! What ends a session that has gone on for very long, and what the card does without randomness.

use super::*;
use tapsmith_core::aes::{TruncatedMac, cmac};

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
