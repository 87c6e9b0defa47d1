//! What ends a session: any refusal, any frame that is no command. The chip then says nothing to anything
//! until it is activated again (NTAG213F/216F, "ACTIVE state"; MF0ICU2, "ACK and NAK").

use crate::rig::Rig;
use tapsmith_picc::type2::Chip;

/// Each leaves the chip silent. What is refused is in `tests` of its own; this is what comes after.
#[test]
fn after_a_refusal_there_is_silence() {
    let refusals = [
        ("30 FF", "nak 0"),
        ("A2 00 00000000", "nak 0"),
        ("A0 00", "nak 0"),
        ("3A 02 01", "nak 0"),
        ("39 02", "nak 0"),
        ("1B 00000000", "nak 0"),
        ("C2 FF", "nak 0"),
        ("00", "nak 0"),
        ("60 00", ""),
        ("50 00", ""),
        ("", ""),
    ];
    for (frame, heard) in refusals {
        let mut rig = Rig::new(Chip::Ntag213);
        assert_eq!(rig.send(frame), heard, "{frame}");
        assert!(!rig.chip.is_active());
        for silent in ["30 00", "60", "1B FFFFFFFF", "A2 04 01020304", "50 00", frame] {
            assert_eq!(rig.send(silent), "", "{silent} behind {frame}");
        }
        assert_eq!(rig.page(4), "0103A00C");
        rig.chip.activate();
        assert_ne!(rig.send("30 00"), "", "behind {frame}");
        rig.send("50 00");
        rig.chip.power_off();
        assert_ne!(rig.send("30 00"), "");
    }
}

/// `60 00` has a chip time out, as libfreefare learnt (issue 112); other lengths are a switch.
#[test]
fn lengths() {
    let wrong = [
        "60 00",
        "30",
        "30 00 00",
        "3A 00",
        "3A 00 00 00",
        "A2 04 010203",
        "A2 04 0102030405",
        "A0",
        "A0 04 00",
        "1B FFFFFF",
        "1B FFFFFFFFFF",
        "39",
        "39 02 00",
        "3C",
        "3C 00 00",
        "50",
        "50 00 00",
    ];
    for frame in wrong {
        assert_eq!(Rig::new(Chip::Ntag213).send(frame), "", "{frame}");
    }
    assert_eq!(Rig::new(Chip::Ntag213).send("50 01"), "nak 0");
}

/// Commands of one family are none of another's.
#[test]
fn unknown_commands() {
    let cases = [
        (Chip::Ntag213, &["A5 00 01000000", "3E 00", "1A 00", "AF", "4B", "C2 FF"][..]),
        (Chip::UltralightEv1Small, &["1A 00", "AF"]),
        (Chip::UltralightC, &["60", "3A 00 00", "39 00", "A5 00 01000000", "1B 00000000", "1A 01"]),
        (Chip::UltralightAes, &["1B 00000000", "3E 00", "1A 02"]),
    ];
    for (chip, frames) in cases {
        for frame in frames {
            assert_eq!(Rig::new(chip).send(frame), "nak 0", "{frame} of {chip:?}");
        }
    }
}
