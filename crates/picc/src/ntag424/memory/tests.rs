use super::*;
use tapsmith_core::access::Access;
use tapsmith_core::profile::FailureRule;
use tapsmith_core::suite::Suite;

const SECRET: &str = "0123456789ABCDEFFEDCBA9876543210";

/// A memory that differs from the factory's wherever it can.
fn used() -> Memory {
    let mut memory = Memory::factory(Uid([4, 1, 2, 3, 4, 5, 6]));
    for (number, version) in KeyNumber::ALL.into_iter().zip(1..) {
        let slot = memory.keys.slot_mut(number);
        slot.replace(AesKey::from_hex(SECRET).unwrap(), KeyVersion(version));
        slot.failures = Failures { sequential: version, total: 999, spent: 3 };
    }
    for (file, byte) in FileNumber::ALL.into_iter().zip(0x41..) {
        memory.files.data_mut(file).fill(byte);
    }
    let settings = FileSettings::decode(&[
        0x40, 0xE0, 0xEE, 0xC1, 0xF0, 0x00, 0x16, 0x00, 0x00, 0x12, 0x00, 0x00, 0x39, 0x00, 0x00,
    ]);
    *memory.files.settings_mut(FileNumber::Ndef) = settings.unwrap();
    memory.read_counter = ReadCounter::try_from(77).unwrap();
    memory
}

/// The same, with all that came later than the format's first files.
fn used_tag_tamper() -> Memory {
    let configuration = Configuration {
        suite: Suite::Lrp,
        capabilities: [0x55, 0x66],
        random_uid: true,
        chained_writes_off: true,
        failed_authentications: FailureRule { limit: 5, decrement: 6 },
        strong_back_modulation: false,
    };
    let tamper = Tamper { cut: true, on: true, read: Access::Never, opened: true };
    Memory { configuration, tamper: Some(tamper), ..used() }
}

#[test]
fn memory_survives_json() {
    let uid = Uid([4; 7]);
    let all = [Memory::factory(uid), Memory::factory_tag_tamper(uid), used(), used_tag_tamper()];
    for memory in all {
        let text = memory.to_json();
        assert_eq!(Memory::from_json(&text), Ok(memory));
    }
}

/// A file of before there were modes, options and loops. It reads as what it was, and is written
/// again as it was.
#[test]
fn the_first_files_are_read() {
    let first = include_str!("tests/format_1.json");
    assert_eq!(Memory::from_json(first), Ok(used()));
    assert_eq!(used().to_json().trim(), first.trim());
}

/// What a hand writes into the file to cut a loop; and a loop that its chip does not have.
#[test]
fn a_loop_by_hand() {
    let whole = Memory::factory_tag_tamper(Uid([4; 7]));
    let text = whole.to_json();
    let mut cut = whole;
    cut.cut_loop();
    assert_eq!(Memory::from_json(&text.replace("\"cut\": false", "\"cut\": true")), Ok(cut));
    let other = text.replace("\"ntag424tt\"", "\"ntag424\"");
    assert_eq!(Memory::from_json(&other), Ok(Memory::factory(Uid([4; 7]))));
}

#[test]
fn json_holds_the_keys_and_debug_does_not() {
    let memory = used();
    assert!(memory.to_json().contains(SECRET));
    let printed = format!("{memory:?}");
    assert!(!printed.contains(SECRET) && printed.contains("[redacted]"), "{printed}");
}

/// Whatever is changed in the text: an error, never a key in it, and never a panic.
#[test]
fn damage_is_told_by_place_and_shows_no_key() {
    let text = used().to_json();
    let cases = [
        (text.replacen(SECRET, &SECRET[1..], 1), "something else here"),
        (
            text.replacen("\"version\": 1", &format!("\"version\": \"{SECRET}\""), 1),
            "something else",
        ),
        (text.replacen("\"read_counter\": 77", "\"read_counter\": 16777216", 1), "something else"),
        (text.replacen("\"ndef\"", &format!("\"{SECRET}\""), 1), "something else"),
        (text.replacen("40E0EE", "40E0", 1), "something else"),
        (text[..text.len() / 2].to_owned(), "not JSON"),
        (String::new(), "not JSON"),
        (text.replacen("\"format\": 1", "\"format\": 2", 1), "format 2"),
        (text.replacen("\"chip\": \"ntag424\"", "\"chip\": 424", 1), "something else"),
        (text.replacen("\"ntag424\"", "\"ntag213\"", 1), "not that of a chip"),
    ];
    for (damaged, says) in cases {
        let error = Memory::from_json(&damaged).unwrap_err();
        let told = format!("{error} {error:?}");
        assert!(told.contains(says), "{told}");
        assert!(!told.contains(&SECRET[1..]), "{told}");
    }
}

#[test]
fn the_factory_state_is_the_data_sheets() {
    let memory = Memory::factory(Uid([4, 1, 2, 3, 4, 5, 6]));
    let wire = |file| memory.settings(file).encode();
    assert_eq!(wire(FileNumber::CapabilityContainer), [0x00, 0x00, 0xE0]);
    assert_eq!(wire(FileNumber::Ndef), [0x00, 0xE0, 0xEE]);
    assert_eq!(wire(FileNumber::Proprietary), [0x03, 0x30, 0x23]);
    let container = memory.data(FileNumber::CapabilityContainer);
    assert_eq!(container[..7], [0x00, 0x17, 0x20, 0x01, 0x00, 0x00, 0xFF]);
    assert_eq!(container[7..15], [0x04, 0x06, 0xE1, 0x04, 0x01, 0x00, 0x00, 0x00]);
    assert_eq!(container[15..23], [0x05, 0x06, 0xE1, 0x05, 0x00, 0x80, 0x82, 0x83]);
    assert_eq!(container[23..], [0; 9]);
    assert_eq!(memory.data(FileNumber::Ndef), [0; 256]);
    for number in KeyNumber::ALL {
        assert_eq!(memory.key(number), &AesKey::factory());
        assert_eq!(memory.key_version(number), KeyVersion(0));
    }
}

#[test]
fn counters_are_left_out_of_a_comparison_that_says_so() {
    let (mut one, other) = (used(), used());
    one.read_counter = ReadCounter::default();
    one.keys.slot_mut(KeyNumber::MASTER).failures = Failures::default();
    assert!(one != other && one.same_but_for_counters(&other));
    one.files.data_mut(FileNumber::Ndef)[0] ^= 1;
    assert!(!one.same_but_for_counters(&other));
}
