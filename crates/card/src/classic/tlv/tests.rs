use super::*;
use crate::classic::Model;
use proptest::prelude::*;
use tapsmith_testkit::vectors::case;

/// What others read from cards that phones and readers had written.
#[test]
fn memories_in_the_field() {
    for (name, url) in [("adafruit_dump", "adafruit.com"), ("phone_dump", "moretto")] {
        let case = case("mifare_classic", name);
        let memory = [case.hex("block_4"), case.hex("block_5")].concat();
        let message = message(&memory).unwrap().unwrap();
        assert!(message.ends_with(url.as_bytes()), "{name}");
    }
}

/// 254 bytes have a length of one byte, 255 one of three; at the limit nothing ends the message. The
/// bytes are laid out by hand from AN1304, and the limits are those that a phone shows for either chip.
#[test]
fn at_each_limit() {
    let begins = |length: usize, capacity: usize| {
        let made = memory(&vec![7; length], capacity).unwrap();
        assert_eq!(made.len(), capacity);
        assert_eq!(message(&made), Ok(Some(vec![7; length].as_slice())));
        made
    };
    assert_eq!(begins(0, 720)[..4], [3, 0, 0xFE, 0]);
    assert_eq!(begins(254, 720)[..3], [3, 254, 7]);
    assert_eq!(begins(254, 720)[255..258], [7, 0xFE, 0]);
    assert_eq!(begins(255, 720)[..5], [3, 0xFF, 0, 255, 7]);
    assert_eq!(begins(715, 720)[718..], [7, 0xFE]);
    assert_eq!(begins(716, 720)[718..], [7, 7]);
    assert_eq!(begins(3356, 3360)[..5], [3, 0xFF, 0x0D, 0x1C, 7]);
    let too_long = |model: Model, length: usize| memory(&vec![0; length], model.capacity());
    assert_eq!(too_long(Model::Classic1k, 717), Err(TooLong { needed: 721, capacity: 720 }));
    assert_eq!(too_long(Model::Classic4k, 3357), Err(TooLong { needed: 3361, capacity: 3360 }));
    assert_eq!(too_long(Model::Classic4k, 65_536), Err(TooLong { needed: 65_540, capacity: 3360 }));
    assert_eq!(memory(&[7; 254], 256).unwrap()[..2], [3, 254]);
    assert_eq!(memory(&[7; 254], 255), Err(TooLong { needed: 256, capacity: 255 }));
}

#[test]
fn what_goes_beyond_the_end_is_told_by_its_place() {
    assert_eq!(message(&[3, 5, 1, 2, 3, 4]), Err(PastEnd { at: 0 }));
    assert_eq!(message(&[0, 0, 3, 0xFF, 1, 0, 9]), Err(PastEnd { at: 2 }));
    assert_eq!(message(&[1, 2, 9, 9, 3]), Err(PastEnd { at: 4 }));
    assert_eq!(message(&[3, 0xFF, 1]), Err(PastEnd { at: 0 }));
    assert_eq!(message(&[0xFD, 0xFF, 0xFF, 0xFF]), Err(PastEnd { at: 0 }));
    assert_eq!(
        PastEnd { at: 4 }.to_string(),
        "what begins at byte 4 of the card's NDEF memory goes beyond its end"
    );
}

#[test]
fn what_is_no_message_is_passed_over() {
    assert_eq!(message(&[]), Ok(None));
    assert_eq!(message(&[0; 48]), Ok(None));
    assert_eq!(message(&[0xFE, 3, 1, 9]), Ok(None));
    assert_eq!(message(&[1, 3, 0xA0, 0x10, 0x44, 3, 2, 8, 9]), Ok(Some([8, 9].as_slice())));
    assert_eq!(message(&[0xFD, 0xFF, 0, 1, 3, 3, 1, 9]), Ok(Some([9].as_slice())));
    // The long form of a short length.
    assert_eq!(message(&[3, 0xFF, 0, 1, 9]), Ok(Some([9].as_slice())));
}

proptest! {
    #[test]
    fn no_bytes_panic(memory in proptest::collection::vec(any::<u8>(), 0..800)) {
        if let Ok(Some(message)) = message(&memory) {
            prop_assert!(memory.windows(message.len().max(1)).any(|window| window.starts_with(message)));
        }
    }

    #[test]
    fn what_was_written_reads_back(text in proptest::collection::vec(any::<u8>(), 0..3400)) {
        match memory(&text, 3360) {
            Ok(memory) => prop_assert_eq!(message(&memory), Ok(Some(text.as_slice()))),
            Err(_) => prop_assert!(text.len() > 3356),
        }
    }
}
