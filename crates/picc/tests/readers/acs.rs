//! ACS readers: transparent sessions, in the objects of PC/SC's supplement. Where the answer stands in them is
//! as a public client of an ACR1552U takes it: from byte 14 on.

use crate::rig::{Rig, hex};
use tapsmith_picc::Personality::Acs;

const BEGIN: &str = "FF C2 00 00 02 8100";
const END: &str = "FF C2 00 00 02 8200";
const LAYER_3: &str = "FF C2 00 02 04 8F020003";
const OK: &str = "C00300 9000 9000";

fn begun(chip: &str) -> Rig {
    let mut rig = Rig::new(Acs, chip);
    rig.dialogue(&[(BEGIN, OK), (LAYER_3, OK)]);
    rig
}

/// An exchange with a timer of 50 ms, as a public client sends it.
fn timed(frame: &str) -> String {
    let frame = hex(frame);
    let (whole, inner) = (frame.len() + 9, frame.len());
    let frame = tapsmith_core::hex::encode(&frame);
    format!("FF C2 00 01 {whole:02X} 5F460450C30000 95{inner:02X}{frame} 00")
}

#[test]
fn frames_and_four_bits() {
    let mut rig = begun("ntag213");
    for (frame, objects) in [
        ("60", "920100 96020000 9708 0004040201000F03"),
        ("A2 05 CAFEBABE", "920104 96020000 9701 0A"),
        ("A0 06", "920104 96020000 9701 0A"),
        ("A1A2A3A4 00000000 00000000 00000000", "920104 96020000 9701 0A"),
        ("3A 05 06", "920100 96020000 9708 CAFEBABEA1A2A3A4"),
        ("1B FFFFFFFF", "920100 96020000 9702 0000"),
        ("1B 00000000", "920104 96020000 9701 00"),
    ] {
        rig.dialogue(&[(&timed(frame), &format!("C003009000 {objects} 9000"))]);
    }
    // The chip sleeps: the 95, which comes second, has no answer. The protocol wakes it.
    rig.dialogue(&[
        (&timed("60"), "C003026401 9000"),
        (LAYER_3, OK),
        ("FF C2 00 01 03 950160 00", "C003009000 920100 96020000 9708 0004040201000F03 9000"),
        (END, OK),
    ]);
    let answer = begun("ultralight-c").send("FF C2 00 01 04 95021A00 00");
    assert_eq!((&answer[28..30], answer.len()), ("AF", 2 * (14 + 9 + 2)));
}

/// The default wait is too short for a chip that writes. It has written all the same.
#[test]
fn without_a_timer() {
    let mut rig = begun("ntag213");
    rig.dialogue(&[
        ("FF C2 00 01 08 9506A205CAFEBABE 00", "C003016401 9000"),
        (
            "FF C2 00 01 04 95023005",
            "C003009000 920100 96020000 9710 CAFEBABE00000000 0000000000000000 9000",
        ),
        ("FF C2 00 01 07 95051BFFFFFFFF", "C003016401 9000"),
        (LAYER_3, OK),
        ("FF C2 00 01 04 9502A007", "C003009000 920104 96020000 97010A 9000"),
        ("FF C2 00 01 12 9510A1A2A3A4000000000000000000000000", "C003016401 9000"),
        // For that one exchange alone; 4000 microseconds are too few.
        ("FF C2 00 01 0F 5F4604A00F0000 9506A206CAFEBABE", "C003026401 9000"),
        (
            "FF C2 00 01 0F 5F46040A110000 9506A206CAFEBABE",
            "C003009000 920104 96020000 97010A 9000",
        ),
        ("FF C2 00 01 08 9506A206CAFEBABE", "C003016401 9000"),
    ]);
}

/// A session, then the protocol, then frames; the field off, then on, then the protocol again.
#[test]
fn the_order() {
    let mut rig = Rig::new(Acs, "ntag213");
    let version = "FF C2 00 01 03 950160";
    rig.dialogue(&[
        (version, "C003016985 9000"),
        (LAYER_3, "C003016985 9000"),
        (BEGIN, OK),
        (version, "C003016985 9000"),
        ("FF C2 00 02 04 8F020004", "C003016A80 9000"),
        (LAYER_3, OK),
        ("FF C2 00 00 02 8300", OK),
        (version, "C003016985 9000"),
        ("FF C2 00 00 02 8400", OK),
        (LAYER_3, OK),
        (version, "C003009000 920100 96020000 9708 0004040201000F03 9000"),
        (END, OK),
        (version, "C003016985 9000"),
        ("FF C2 00 00 02 8300", "C003016985 9000"),
    ]);
    // A reader that lost its card's power lost its session.
    let mut rig = begun("ntag213");
    rig.reader.power_off(&mut rig.chip);
    assert_eq!(rig.send(version), "C0030169859000");
}

/// Field off is power off: the counter of an NTAG counts once a field.
#[test]
fn the_field_goes() {
    let mut rig = begun("ntag213");
    rig.dialogue(&[
        (&timed("A2 2A 10050000"), "C003009000 920104 96020000 97010A 9000"),
        (LAYER_3, OK),
        (
            "FF C2 00 01 04 95023000",
            "C003009000 920100 96020000 9710 04E1412C124C2880F6480000E1101200 9000",
        ),
        (LAYER_3, OK),
        (
            "FF C2 00 01 04 95023000",
            "C003009000 920100 96020000 9710 04E1412C124C2880F6480000E1101200 9000",
        ),
        ("FF C2 00 01 04 95023902", "C003009000 920100 96020000 9703 010000 9000"),
        ("FF C2 00 00 02 8300", OK),
        (LAYER_3, OK),
        (
            "FF C2 00 01 04 95023000",
            "C003009000 920100 96020000 9710 04E1412C124C2880F6480000E1101200 9000",
        ),
        ("FF C2 00 01 04 95023902", "C003009000 920100 96020000 9703 020000 9000"),
    ]);
}

/// Lengths of 128 and more are `81` and a byte; more than 255 bytes do not come back.
#[test]
fn long_answers() {
    let mut rig = begun("ntag216");
    let answer = rig.send(&timed("3A 00 1F"));
    assert_eq!(answer[..34], *"C0030090009201009602000097818004E1");
    assert_eq!(answer.len(), 2 * (5 + 3 + 4 + 3 + 128 + 2));
    assert_eq!(rig.send(&timed("3A 00 3F")), "C003026F009000");
    let long = format!("FF C2 00 01 {:02X} 9581C8 60{}", 3 + 200, "00".repeat(199));
    assert_eq!(rig.send(&long), "C0030164019000");
}

#[test]
fn what_does_not_add_up() {
    let mut rig = begun("ntag213");
    // A length of 80h is none of one byte.
    let long = format!("FF C2 00 01 82 9580 60{}", "00".repeat(127));
    assert_eq!(rig.send(&long), "6700");
    rig.dialogue(&[
        ("FF C2 00 01 03 950260", "6700"),
        ("FF C2 00 01 02 9582", "6700"),
        ("FF C2 00 01 01 95", "6700"),
        ("FF C2 00 01 02 9400", "C003016A81 9000"),
        ("FF C2 00 00 02 8500", "C003016A81 9000"),
        ("FF C2 00 01 07 5F46020000 9500", "C003016A80 9000"),
        ("FF C2 00 05 02 8100", "6A81"),
        ("FF C2 01 00 02 8100", "6A81"),
    ]);
}
