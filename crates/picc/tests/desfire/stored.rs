//! State files.

use tapsmith_picc::desfire::{Memory, Unknowns};
use tapsmith_picc::{StateError, VirtualKind, VirtualMemory};

use crate::reader::checksum_32;
use crate::rig::{AID, Mode, Rig, UID, ZERO};

/// A card with all that there can be.
fn full() -> Memory {
    let mut rig = Rig::files();
    let mut session = rig.ev2(0, &ZERO).unwrap();
    let sdm = [&[2], &crate::settings::SDM[..]].concat();
    assert_eq!(rig.secured(&mut session, Mode::Full(1), 0x5F, &sdm), 0x9100);
    let key = [0x5A; 16];
    let body = [&[3], &key[..], &[4], &checksum_32(&key)].concat();
    assert_eq!(rig.secured(&mut session, Mode::Full(1), 0xC4, &body), 0x9100);
    assert_eq!(rig.secured(&mut session, Mode::Mac, 0xDF, &[3]), 0x9100);
    rig.native(0x5A, &AID);
    assert_eq!(rig.read_data(2, 0, 80).1, 0x9100);
    assert_eq!(rig.status(0x5A, &[0; 3]), 0x9100);
    assert_eq!(rig.status(0xCA, &[2, 0, 0, 0xEF, 0x8E]), 0x9100);
    rig.card.into_memory()
}

#[test]
fn what_is_written_is_read() {
    for memory in [Memory::factory(UID), full(), Rig::with_aes_picc(&[0xA5; 16]).card.into_memory()]
    {
        let text = memory.to_json();
        assert_eq!(Memory::from_json(&text), Ok(memory.clone()));
        let any = VirtualMemory::from_json(&text).unwrap();
        assert_eq!((any.kind(), any.uid()), (VirtualKind::DesfireEv3, UID));
        assert_eq!(any.to_json(), text);
        assert!(text.contains("\"chip\": \"desfire-ev3\""));
    }
    assert_eq!("desfire-ev3".parse(), Ok(VirtualKind::DesfireEv3));
}

/// A new chip's file, whole: it shall be read for ever.
#[test]
fn a_delivered_chips_file() {
    let text = r#"{
  "format": 1,
  "chip": "desfire-ev3",
  "uid": "04448BD2DB6B80",
  "signature": "SIGNATURE",
  "key_settings": 15,
  "master_key": {
    "cipher": "des",
    "key": "00000000000000000000000000000000",
    "version": 0
  },
  "applications": [],
  "lost": 0
}"#;
    let memory = Memory::factory(UID);
    let signature = tapsmith_core::hex::encode(&memory.signature().0);
    assert_eq!(*memory.to_json(), text.replace("SIGNATURE", &signature));
}

/// After a state file the card answers as before.
#[test]
fn a_card_goes_on() {
    let mut rig = Rig::of(Memory::from_json(&full().to_json()).unwrap(), Unknowns::default());
    assert_eq!(rig.status(0x5A, &AID), 0x9100);
    assert_eq!(rig.native(0x64, &[3]), (vec![4], 0x9100));
    assert!(rig.ev2(3, &[0x5A; 16]).is_ok());
    rig.native(0x5A, &AID);
    assert_eq!(rig.read_data(2, 0, 80).1, 0x9100);
    assert_eq!(crate::taps::count(&rig), 2);
}

#[test]
fn what_does_not_add_up() {
    let text = full().to_json().to_string();
    let damaged = |from: &str, to: &str| {
        assert!(text.contains(from), "{from} in {text}");
        Memory::from_json(&text.replacen(from, to, 1))
    };
    for (from, to) in [
        ("\"aid\": \"020000\"", "\"aid\": \"010000\""),
        ("\"aid\": \"020000\"", "\"aid\": \"000000\""),
        ("\"number\": 2", "\"number\": 1"),
        ("\"number\": 2", "\"number\": 32"),
        ("\"lost\": 160", "\"lost\": 8192"),
        ("\"name\": \"D2", "\"name\": \"00112233445566778899D2"),
        ("\"cipher\": \"des\"", "\"cipher\": \"rot13\""),
        ("\"may_mirror\": true", "\"may_mirror\": 1"),
        ("\"settings\": \"40", "\"settings\": \"44"),
        ("\"signature\": \"", "\"signature\": \"00"),
        ("\"iso\": null", "\"iso\": 65536"),
        ("\"format\": 1,", "\"format\": 1, \"more\": 1,"),
    ] {
        let error = damaged(from, to).unwrap_err();
        assert!(matches!(error, StateError::Content { .. }), "{from}: {error:?}");
    }
    for keys in [0, 15] {
        let mut memory: serde_json::Value = serde_json::from_str(&text).unwrap();
        let held = memory["applications"][0]["keys"].as_array_mut().unwrap();
        let one = held[0].clone();
        *held = vec![one; keys];
        let error = Memory::from_json(&memory.to_string()).unwrap_err();
        assert!(matches!(error, StateError::Content { .. }), "{keys} keys");
    }
    assert_eq!(damaged("desfire-ev3", "ntag424"), Err(StateError::Chip));
    assert_eq!(damaged("\"format\": 1", "\"format\": 2"), Err(StateError::Format { found: 2 }));
    assert!(matches!(Memory::from_json("{"), Err(StateError::Syntax { .. })));
}
