use super::super::tests::hex;
use super::*;

/// ACM1252U-Y3 Reference Manual V1.03, "PC/SC 2.0 Part 3 Example", 1, 3 and 4.
#[test]
fn the_manuals_answers() {
    assert!(is_done(&hex("C0 03 00 90 00 90 00")));
    assert!(!is_done(&hex("C0 03 01 64 01 90 00")), "no card");
    assert!(is_done(&hex("C0 03 00 90 00 5F 51 06 3B 81 80 01 80 80 90 00")));
    for refused in
        ["6A 81", "63 00", "6D 00", "90 00", "", "C0 03 00 90 00", "C0 04 00 90 00 90 00"]
    {
        assert!(!is_done(&hex(refused)), "{refused}");
    }
}

/// The same, 5 (that page from memory: it was not at hand): a second for an answer to `80 B2 00 00 08`. We give a
/// card the time that its data sheet does.
#[test]
fn the_manuals_exchange() {
    let ours = wrap(&hex("80 B2 00 00 08")).unwrap();
    let manual = hex("FF C2 00 01 0E 5F 46 04 40 42 0F 00 95 05 80 B2 00 00 08");
    assert_eq!(ours[..8], manual[..8]);
    assert_eq!(ours[12..], manual[12..]);
    assert_eq!(ours[8..12], 5_000_u32.to_le_bytes());
    let answer = hex("C0 03 00 90 00 92 01 00 96 02 00 00 97 02 AB CD 90 00");
    assert_eq!(unwrap(&[0x1B], &answer), Some(Got::Bytes(hex("AB CD"))));
}

#[test]
fn each_command_has_its_time() {
    let time = |frame: &str| {
        let apdu = wrap(&hex(frame)).unwrap();
        u32::from_le_bytes(apdu[8..12].try_into().unwrap())
    };
    assert_eq!(time("A2 04 01 02 03 04"), 10_000);
    assert_eq!(time("00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F"), 10_000);
    assert_eq!(time("30 04"), 5_000);
    assert_eq!(time("1B FF FF FF FF"), 5_000);
    assert_eq!(time("3A 00 0E"), 5_000 + 15 * 400);
    assert_eq!(time("3A 0E 00"), 5_400);
}

fn four(frame: &str, answer: &str) -> Option<Got> {
    unwrap(&hex(frame), &hex(&format!("C0 03 00 90 00 {answer} 90 00")))
}

#[test]
fn four_bits_are_read_however_they_are_told() {
    let write = "A2 04 01 02 03 04";
    for told in ["92 01 04 96 02 00 00 97 01 0A", "92 01 04 96 02 01 00 97 01 0A", "97 01 0A"] {
        assert_eq!(four(write, told), Some(Got::FourBits(0x0A)), "{told}");
    }
    assert_eq!(four("60", "92 01 04 96 02 00 00 97 01 00"), Some(Got::FourBits(0)));
    assert_eq!(four("60", "92 01 00 96 02 01 00 97 01 04"), Some(Got::FourBits(4)));
    // A whole byte with a good checksum is a byte, where no four bits are due.
    assert_eq!(four("3E 00", "92 01 00 96 02 00 00 97 01 05"), Some(Got::Bytes(vec![5])));
}

#[test]
fn silence_and_damage() {
    assert_eq!(unwrap(&[0x60], &hex("C0 03 01 64 01 90 00")), Some(Got::Silence));
    assert_eq!(unwrap(&[0x60], &hex("64 01")), Some(Got::Silence));
    assert_eq!(four("60", "92 01 00 96 02 00 00"), Some(Got::Silence));
    assert_eq!(four("60", "96 02 01 00"), Some(Got::Unreadable));
    assert_eq!(four("60", "96 02 04 00 97 02 AB CD"), Some(Got::Unreadable));
    assert_eq!(unwrap(&[0x60], &hex("63 00")), Some(Got::Unreadable));
}

#[test]
fn lengths_are_believed_only_if_they_add_up() {
    let long = format!("97 81 80 {}", "00".repeat(128));
    assert_eq!(four("3A 00 1F", &long), Some(Got::Bytes(vec![0; 128])));
    for bad in ["97", "97 05 00", "97 81", "97 84 00 00 00 01 00", "97 80", "92 00", "96 00", "5F"]
    {
        assert_eq!(four("60", bad), None, "{bad}");
    }
    assert_eq!(wrap(&[0; LONGEST]).map(|apdu| apdu.len()), Some(141));
    assert_eq!(wrap(&[0; LONGEST + 1]), None);
    assert_eq!(wrap(&[0; 300]), None);
}
