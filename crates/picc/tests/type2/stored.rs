//! Memory as a text.

use crate::rig::{Rig, UID};
use tapsmith_core::counter::ReadCounter;
use tapsmith_picc::StateError;
use tapsmith_picc::type2::{Chip, Memory};

#[test]
fn a_chip_is_the_same_from_its_text() {
    for chip in Chip::ALL {
        let mut rig = Rig::new(chip);
        rig.send("A2 04 CAFEBABE");
        rig.send("A5 01 05000000");
        let memory = rig.chip.into_memory();
        let text = memory.to_json();
        assert_eq!(Memory::from_json(&text), Ok(memory), "{chip:?}");
        assert!(text.contains(&format!("\"chip\": \"{}\"", chip.name())));
    }
    let memory = Memory::factory(Chip::Ntag216, UID).with_page(0xE4, [1, 5, 0, 0]);
    let mut rig = Rig::of(memory.with_counter(2, ReadCounter::try_from(77).unwrap()));
    rig.send("1B 00000000");
    let again = Memory::from_json(&rig.chip.memory().to_json()).unwrap();
    assert_eq!((again.failures(), again.counter(2)), (1, ReadCounter::try_from(77).ok()));
}

/// What does not add up is damaged, and what stands there is not shown.
#[test]
fn what_is_refused() {
    let text = Memory::factory(Chip::Ntag213, UID).to_json();
    let with = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        Memory::from_json(&text.replacen(from, to, 1)).unwrap_err()
    };
    assert_eq!(with("\"format\": 1", "\"format\": 2"), StateError::Format { found: 2 });
    assert_eq!(with("ntag213", "ntag203"), StateError::Chip);
    assert_eq!(with("ntag213", "ntag424"), StateError::Chip);
    let damaged = [
        ("ntag213", "ntag215"),
        ("ntag213", "ultralight-c"),
        ("\"04E141124C2880\"", "\"04E141124C2881\""),
        ("\"04E1412C\",", ""),
        ("\"04E1412C\"", "\"04E1412\""),
        ("\"04E1412C\"", "\"04E1412C00\""),
        ("\"signature\": \"", "\"signature\": \"00"),
        ("\"failures\": 0", "\"failures\": 70000"),
        ("\"failures\": 0", "\"failures\": 0, \"more\": 0"),
        ("\"value\": 0", "\"value\": 16777216"),
    ];
    for (from, to) in damaged {
        assert!(matches!(with(from, to), StateError::Content { .. }), "{from} as {to}");
    }
    assert!(matches!(Memory::from_json("{"), Err(StateError::Syntax { .. })));
}

/// Keys and passwords are in the text alone.
#[test]
fn debug_shows_no_pages() {
    let memory = Memory::factory(Chip::Ntag213, UID).with_page(0x2B, [0xC0, 0xFF, 0xEE, 0x11]);
    let shown = format!("{:?}", Rig::of(memory).chip);
    for secret in ["C0FFEE11", "192, 255, 238", "0xC0", "c0"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
