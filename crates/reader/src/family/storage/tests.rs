use super::super::tests::{Broken, Script, hex};
use super::*;

fn heard(sent: &str, lines: &[(&str, &str)]) -> Result<Heard, Error<Broken>> {
    let mut script = Script::of(lines);
    let heard = frame(Family::Generic, 0xFF, &mut script, &hex(sent));
    assert!(script.is_over(), "{script:?}");
    heard
}

#[test]
fn four_pages_at_once() {
    let pages = "04080C0F 10111213 14151617 E1101200";
    let lines = [("FF B0 00 00 10", "04080C0F 10111213 14151617 E1101200 9000")];
    assert_eq!(heard("30 00", &lines), Ok(Heard::Answer(hex(pages))));
}

/// Identiv's manuals: "Regardless of the value given in Le, ... 4 bytes for Mifare UL".
#[test]
fn a_page_at_a_time() {
    let lines = [
        ("FF B0 00 04 10", "00000004 9000"),
        ("FF B0 00 05 04", "00000005 9000"),
        ("FF B0 00 06 04", "00000006 9000"),
        ("FF B0 00 07 04", "00000007 9000"),
    ];
    let pages = hex("00000004 00000005 00000006 00000007");
    assert_eq!(heard("30 04", &lines), Ok(Heard::Answer(pages)));
}

#[test]
fn a_reader_that_names_its_le() {
    let lines = [
        ("FF B0 00 04 10", "6C04"),
        ("FF B0 00 04 04", "00000004 9000"),
        ("FF B0 00 05 04", "00000005 00000006 00000007 00000008 9000"),
    ];
    let pages = hex("00000004 00000005 00000006 00000007");
    assert_eq!(heard("30 04", &lines), Ok(Heard::Answer(pages)));
}

#[test]
fn behind_the_last_page_comes_the_first() {
    let lines = [
        ("FF B0 00 2B 10", "0000002B 9000"),
        ("FF B0 00 2C 04", "0000002C 9000"),
        ("FF B0 00 2D 04", "6300"),
        ("FF B0 00 00 04", "00000000 9000"),
        ("FF B0 00 01 04", "00000001 9000"),
    ];
    let pages = hex("0000002B 0000002C 00000000 00000001");
    assert_eq!(heard("30 2B", &lines), Ok(Heard::Answer(pages)));
    let gone = [
        ("FF B0 00 2C 10", "0000002C 6282"),
        ("FF B0 00 2D 04", "6300"),
        ("FF B0 00 00 04", "6300"),
    ];
    assert_eq!(heard("30 2C", &gone), Ok(Heard::Nak(None)));
}

#[test]
fn a_page_is_written() {
    let write = "FF D6 00 04 04 01 02 03 04";
    for (said, meant) in [
        ("9000", Heard::Ack),
        ("6300", Heard::Nak(None)),
        ("6581", Heard::Nak(None)),
        ("6982", Heard::Nak(None)),
        ("6401", Heard::Silence),
        ("6A81", Heard::Unable),
        ("6D00", Heard::Unable),
    ] {
        assert_eq!(heard("A2 04 01 02 03 04", &[(write, said)]), Ok(meant), "{said}");
    }
}

#[test]
fn nothing_else_is_asked_of_the_reader() {
    for frame in ["60", "3C 00", "3A 00 04", "1B FF FF FF FF", "39 02", "1A 00", "30", "A2 04"] {
        assert_eq!(heard(frame, &[]), Ok(Heard::Unable), "{frame}");
    }
    let mut script = Script::default();
    let beyond = frame(Family::Omnikey, 15, &mut script, &[0x30, 16]);
    assert_eq!(beyond, Ok(Heard::Unable));
}

#[test]
fn nonsense_is_an_error() {
    let none = Err(Nonsense { family: Family::Generic, status: None }.into());
    assert_eq!(heard("30 00", &[("FF B0 00 00 10", "")]), none);
    let odd = Err(Nonsense { family: Family::Generic, status: Some(0x9000) }.into());
    assert_eq!(heard("30 00", &[("FF B0 00 00 10", "0102 9000")]), odd);
    assert_eq!(heard("30 00", &[("FF B0 00 00 10", "9000")]), odd);
    let strange = Err(Nonsense { family: Family::Generic, status: Some(0x1234) }.into());
    assert_eq!(heard("A2 04 00 00 00 00", &[("FF D6 00 04 04 00 00 00 00", "1234")]), strange);
}
