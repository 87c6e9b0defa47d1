//! `FF B0` and `FF D6`: how much at once, and how far.

use crate::rig::Rig;
use tapsmith_picc::Personality::{self, Acr122u, Acs, Elatec, Feitian, Generic, Identiv, Omnikey};

const WHOLE: [Personality; 6] = [Acs, Acr122u, Omnikey, Feitian, Elatec, Generic];

#[test]
fn sixteen_bytes_at_once() {
    for personality in WHOLE {
        let mut rig = Rig::new(personality, "ntag213");
        rig.dialogue(&[
            ("FF B0 00 03 10", "E1101200 0103A00C 340300FE 00000000 9000"),
            ("FF B0 00 03 00", "E1101200 0103A00C 340300FE 00000000 9000"),
            ("FF B0 00 03 04", "E1101200 9000"),
            ("FF B0 00 03 06", "E1101200 0103 9000"),
            ("FF B0 00 03 11", "6700"),
            ("FF B0 00 03", "6700"),
            ("FF B0 01 03 10", "6A82"),
        ]);
    }
}

/// Four bytes, whatever was asked for.
#[test]
fn four_bytes_at_once() {
    let mut rig = Rig::new(Identiv, "ntag213");
    rig.dialogue(&[
        ("FF B0 00 03 10", "E1101200 9000"),
        ("FF B0 00 03 00", "E1101200 9000"),
        ("FF B0 00 03 04", "E1101200 9000"),
        ("FF B0 00 03 01", "E1 9000"),
    ]);
}

#[test]
fn a_page_is_written() {
    for personality in Personality::ALL {
        let mut rig = Rig::new(personality, "ntag213");
        rig.dialogue(&[
            ("FF D6 00 05 04 CAFEBABE", "9000"),
            ("FF B0 00 05 04", "CAFEBABE 9000"),
            ("FF D6 00 05 03 CAFEBA", "6700"),
            ("FF D6 00 05 10 00000000000000000000000000000000", "6700"),
            ("FF D6 00 05", "6700"),
            ("FF D6 00 01 04 CAFEBABE", "6300"),
        ]);
    }
}

/// An OMNIKEY that refuses pages from 16 on does not ask the chip.
#[test]
fn how_far() {
    for personality in Personality::ALL {
        let mut rig = Rig::new(personality, "ntag216");
        let far = if personality == Omnikey { "6A82" } else { "9000" };
        assert_eq!(rig.send("FF D6 00 0F 04 00000000"), "9000");
        assert_eq!(rig.send("FF D6 00 10 04 00000000"), far);
        assert!(rig.send("FF B0 00 E1 04").ends_with(far), "{personality}");
        assert_eq!(rig.send("FF B0 00 0F 04"), "000000009000");
    }
}

/// The families without frames have none under any of the others' commands.
#[test]
fn no_frames() {
    for personality in [Omnikey, Identiv, Feitian, Elatec, Generic] {
        let mut rig = Rig::new(personality, "ntag213");
        for command in ["FF 00 00 00 03 D44260", "FF C2 00 00 02 8100", "FF C2 00 01 03 950160"] {
            assert_eq!(rig.send(command), "6A81", "{personality}");
        }
    }
}
