//! What all families have, and what none has.

use crate::rig::{Rig, UID};
use tapsmith_picc::{Personality, StateError, VirtualChip, VirtualKind, VirtualMemory};

/// PC/SC Part 3, "Get Data": the UID; an ATS only of a chip that has one.
#[test]
fn uid_and_ats() {
    for personality in Personality::ALL {
        let mut rig = Rig::new(personality, "ntag213");
        rig.dialogue(&[
            ("FF CA 00 00 00", "04E141124C2880 9000"),
            ("FF CA 00 00 07", "04E141124C2880 9000"),
            ("FF CA 00 00 04", "6700"),
            ("FF CA 01 00 00", "6A81"),
        ]);
        let mut rig = Rig::new(personality, "ntag424");
        rig.dialogue(&[
            ("FF CA 00 00 00", "04E141124C2880 9000"),
            ("FF CA 01 00 00", "067777710280 9000"),
            ("00 A4 04 00 07 D2760000850101 00", "9000"),
            ("90 60 00 00 00", "04040230001105 91AF"),
            ("FF B0 00 00 10", "6A81"),
        ]);
    }
}

/// A chip that sleeps does not come back by itself; the field does it.
#[test]
fn no_reader_selects_again_by_itself() {
    for personality in Personality::ALL {
        let mut rig = Rig::new(personality, "ultralight-ev1");
        // Page 29h is not there; to a reader that does not reach it, page 2 of page 1 is not.
        let refused = rig.send("FF B0 00 29 04");
        let refused_too = rig.send("FF D6 00 01 04 00000000");
        assert!(["6300", "6A82"].contains(&refused.as_str()), "{personality}: {refused}");
        assert_eq!((refused_too.as_str(), rig.send("FF B0 00 00 04")), ("6300", "6300".into()));
        rig.reader.power_off(&mut rig.chip);
        assert_eq!(rig.send("FF B0 00 00 04"), "04E1412C9000", "{personality}");
    }
}

#[test]
fn what_none_knows() {
    for personality in Personality::ALL {
        let mut rig = Rig::new(personality, "ntag216");
        assert_eq!(rig.send("FF 82 00 00 06 FFFFFFFFFFFF"), "6A81", "{personality}");
        assert_eq!(rig.send("FF"), "6700");
        assert_eq!(rig.send("FF B0 00 04 02 00"), "6700");
        let no_apdus = if personality == Personality::Acr122u { "6300" } else { "6A81" };
        for apdu in ["1A 00", "00 A4 04 00 07 D2760000850101 00", ""] {
            assert_eq!(rig.send(apdu), no_apdus, "{personality}");
        }
        assert_eq!(rig.send("FF B0 00 00 04"), "04E1412C9000", "the chip saw none of it");
    }
}

/// `acs` is what a virtual reader is if nobody says.
#[test]
fn names() {
    for personality in Personality::ALL {
        assert_eq!(personality.to_string().parse(), Ok(personality));
    }
    assert_eq!(Personality::default().to_string(), "acs");
    assert!("acr1252u".parse::<Personality>().is_err());
    for kind in VirtualKind::ALL {
        assert_eq!(kind.to_string().parse(), Ok(kind));
    }
    assert!("ntag203".parse::<VirtualKind>().is_err());
}

/// Whose memory a text is stands in it; the NTAG 424 DNA's are what they always were.
#[test]
fn state_files() {
    for kind in VirtualKind::ALL {
        let memory = VirtualMemory::delivered(kind, UID);
        assert_eq!((memory.kind(), memory.uid()), (kind, UID));
        assert_eq!(VirtualMemory::from_json(&memory.to_json()), Ok(memory.clone()));
        let chip = VirtualChip::new(memory.clone());
        assert!(chip.remembers(&memory) && chip.memory() == memory);
        assert_eq!((chip.kind(), chip.uid()), (kind, UID));
        for other in VirtualKind::ALL.into_iter().filter(|other| *other != kind) {
            assert!(!chip.remembers(&VirtualMemory::delivered(other, UID)));
        }
    }
    let dna = tapsmith_picc::Memory::factory(UID).to_json();
    let read = VirtualMemory::from_json(&dna).unwrap();
    assert_eq!(read.to_json(), dna);
    let unknown = r#"{"format": 1, "chip": "mifare-plus"}"#;
    assert_eq!(VirtualMemory::from_json(unknown), Err(StateError::Chip));
    let newer = r#"{"format": 2, "chip": "ntag213"}"#;
    assert_eq!(VirtualMemory::from_json(newer), Err(StateError::Format { found: 2 }));
}

/// The ATR is of the chip, whatever the reader: storage card `00 03`, or the ATS's historical byte.
#[test]
fn answers_to_reset() {
    let atr = |chip: &str| tapsmith_core::hex::encode(Rig::new(Personality::Acs, chip).chip.atr());
    assert_eq!(atr("ntag215"), "3B8F8001804F0CA0000003060300030000000068");
    assert_eq!(atr("ultralight-c"), atr("ntag215"));
    assert_eq!(atr("ntag424tt"), "3B8180018080");
}
