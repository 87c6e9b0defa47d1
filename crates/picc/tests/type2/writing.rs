//! WRITE and `COMPATIBILITY_WRITE`, and pages that only gain bits.

use crate::rig::Rig;
use tapsmith_picc::type2::Chip;

#[test]
fn a_page() {
    let mut rig = Rig::new(Chip::Ntag213);
    rig.dialogue(&[("A2 27 CAFEBABE", "ack"), ("30 26", "00000000 CAFEBABE 000000BD 040000FF")]);
    for refused in ["A2 00 00000000", "A2 01 00000000", "A2 2D 00000000", "A2 FF 00000000"] {
        assert_eq!(rig.afresh(refused), "nak 0", "{refused}");
    }
}

/// Bits of page 3 are set and never cleared: it is the capability container of an NTAG, OTP of an Ultralight.
#[test]
fn page_3_only_gains_bits() {
    let mut rig = Rig::new(Chip::Ntag213);
    rig.dialogue(&[("A2 03 00000F01", "ack"), ("A2 03 00000000", "ack")]);
    assert_eq!(rig.page(3), "E1101F01");
    for chip in [Chip::UltralightEv1Small, Chip::UltralightC, Chip::UltralightAes] {
        let mut rig = Rig::new(chip);
        rig.dialogue(&[("A2 03 E1100600", "ack"), ("A2 03 00001000", "ack")]);
        assert_eq!(rig.page(3), "E1101600", "{chip:?}");
    }
}

/// Of the sixteen bytes the first four are written.
#[test]
fn a_compatibility_write() {
    for chip in Chip::ALL {
        let mut rig = Rig::new(chip);
        let data = format!("CAFEBABE{}", "55".repeat(12));
        rig.dialogue(&[("A0 05", "ack"), (&data, "ack")]);
        assert_eq!(
            (rig.page(5), rig.page(6).as_str()),
            ("CAFEBABE".into(), "00000000"),
            "{chip:?}"
        );
    }
}

/// Its second frame is data whatever it looks like; anything that is not sixteen bytes ends it.
#[test]
fn the_second_frame() {
    let mut rig = Rig::new(Chip::UltralightC);
    let looks_like_a_write = format!("A206CAFEBABE{}", "00".repeat(10));
    rig.dialogue(&[("A0 05", "ack"), (&looks_like_a_write, "ack")]);
    assert_eq!((rig.page(5), rig.page(6)), ("A206CAFE".into(), "00000000".into()));
    for other in ["30 00", "A2 07 01020304", "00", &"00".repeat(17), ""] {
        assert_eq!(rig.send("A0 07"), "ack");
        assert_eq!(rig.afresh(other), "nak 0", "{other}");
        assert_eq!(rig.page(7), "00000000");
        assert_ne!(rig.afresh("30 00"), "", "it was ended, and not kept");
    }
    // Sixteen bytes alone are no second frame.
    assert_eq!(rig.afresh(&"00".repeat(16)), "nak 0");
    for refused in ["A0 01", "A0 30"] {
        assert_eq!(rig.afresh(refused), "nak 0", "{refused}");
    }
}
