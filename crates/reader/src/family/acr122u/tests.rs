use super::super::tests::hex;
use super::*;

/// pokusew/nfc-pcsc, issue 36: the program's commands; issue 59 and libfreefare, issue 112: a chip that says nothing.
#[test]
fn exchanges_that_people_saw() {
    assert_eq!(wrap(&hex("60")).unwrap(), hex("FF 00 00 00 03 D4 42 60"));
    let password = hex("1B 11 22 33 44");
    assert_eq!(wrap(&password).unwrap(), hex("FF 00 00 00 07 D4 42 1B 11 22 33 44"));
    assert_eq!(unwrap(&hex("D5 43 00 AB CD 90 00")), Some(Got::Bytes(hex("AB CD"))));
    assert_eq!(unwrap(&hex("D5 43 01 90 00")), Some(Got::Silence));
}

/// nfc-tools/libnfc, issue 564: `D4 42 E0 50` to a chip that answers it with four bits.
#[test]
fn four_bits_are_a_damaged_answer() {
    assert_eq!(wrap(&hex("E0 50")).unwrap(), hex("FF 00 00 00 04 D4 42 E0 50"));
    assert_eq!(unwrap(&hex("D5 43 02 90 00")), Some(Got::Unreadable));
}

#[test]
fn what_is_no_answer_of_a_pn532_is_none() {
    for answer in ["", "90 00", "D5 43 90 00", "D5 41 00 90 00", "D5 43 00 AA", "6E 00"] {
        assert_eq!(unwrap(&hex(answer)), None, "{answer}");
    }
    // An error that has nothing to do with a frame: the chip is too hot.
    assert_eq!(unwrap(&hex("D5 43 0D 90 00")), None);
}

#[test]
fn what_does_not_fit_is_not_sent() {
    assert_eq!(wrap(&[0; LONGEST]).map(|apdu| apdu.len()), Some(260));
    assert_eq!(wrap(&[0; LONGEST + 1]), None);
    assert_eq!(wrap(&[0; 300]), None);
}

/// Table "Bi-color LED and Buzzer Control Format": red in the even bits, green in the odd ones.
#[test]
fn the_lights_are_masked() {
    for (good, on) in [(true, 0b10), (false, 0b01)] {
        let control = signal(good)[3];
        assert_eq!(control & 0b0000_0011, on, "the final state");
        assert_eq!(control & 0b0000_1100, 0b1100, "both are set");
        assert_eq!(control >> 4 & 0b11, on, "what blinks begins lit");
        assert_eq!(control >> 6, on, "only one blinks");
    }
}

/// ACR122U API V2.04, 6.3: `41 43 52 31 32 32 55 32 30 31`, "ACR122U201".
#[test]
fn the_firmware_is_a_name_or_nothing() {
    let name = hex("41 43 52 31 32 32 55 32 30 31");
    assert_eq!(firmware(&name).as_deref(), Some("ACR122U201"));
    assert_eq!(firmware(&[name, hex("90 00")].concat()).as_deref(), Some("ACR122U201"));
    for none in ["63 00", "90 00", "", "6D 00", "41 43 00 01 02 03"] {
        assert_eq!(firmware(&hex(none)), None, "{none}");
    }
}
