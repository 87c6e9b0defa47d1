use proptest::prelude::*;

use super::super::tests::{Broken, Script, hex, storage_atr};
use super::*;

const UID: (&str, &str) = ("FF CA 00 00 00", "04 A1 B2 C3 D4 E5 80 90 00");
/// As a chip says that hides its own.
const OTHER_UID: (&str, &str) = (UID.0, "08 11 22 33 90 00");
const START: (&str, &str) = ("FF C2 00 00 02 81 00", "C0 03 00 90 00 90 00");
const LAYER_3: (&str, &str) = ("FF C2 00 02 04 8F 02 00 03", "C0 03 00 90 00 90 00");
const END: (&str, &str) = ("FF C2 00 00 02 82 00", "C0 03 00 90 00 90 00");

fn met(family: Family, lines: &[(&str, &str)]) -> (Carrier, Script, bool) {
    let mut script = Script::of(lines);
    let mut carrier = Carrier::new(family, &storage_atr());
    let again = carrier.meet(&mut script);
    (carrier, script, again)
}

#[test]
fn one_session_a_card_and_the_uid_from_before() {
    let version = (
        "FF C2 00 01 0A 5F 46 04 88 13 00 00 95 01 60",
        "C0 03 00 90 00 92 01 00 96 02 00 00 97 08 00 04 04 02 01 00 0F 03 90 00",
    );
    let (mut carrier, mut reader, again) = met(
        Family::Acs,
        &[UID, START, LAYER_3, version, version, END, OTHER_UID, OTHER_UID, START, LAYER_3],
    );
    assert!(!again && carrier.abilities().raw_frames);
    let heard = Ok(Heard::Answer(hex("00 04 04 02 01 00 0F 03")));
    assert_eq!(carrier.frame(&mut reader, &[0x60]), heard);
    assert_eq!(carrier.transmit(&mut reader, &hex(UID.0)), Ok(hex(UID.1)));
    assert_eq!(carrier.frame(&mut reader, &[0x60]), heard);
    carrier.close(&mut reader);
    carrier.close(&mut reader);
    assert_eq!(carrier.transmit(&mut reader, &hex(UID.0)), Ok(hex(OTHER_UID.1)));
    assert!(carrier.opened(&mut reader).unwrap());
    assert_eq!(carrier.transmit(&mut reader, &hex(UID.0)), Ok(hex(OTHER_UID.1)));
    assert!(reader.is_over());
}

#[test]
fn a_session_that_was_left_open_is_ended() {
    let busy = (START.0, "63 00");
    let (carrier, reader, _) = met(Family::Generic, &[UID, busy, END, START, LAYER_3]);
    assert!(carrier.abilities().raw_frames && reader.is_over());
    assert_eq!(carrier.abilities().profile, "generic");
}

#[test]
fn without_sessions_there_are_pages() {
    let none = (START.0, "6A 81");
    let read = ("FF B0 00 04 10", "00000004 00000005 00000006 00000007 9000");
    let lines = [UID, none, (END.0, "6A 81"), read];
    let (mut carrier, mut reader, again) = met(Family::Acs, &lines);
    assert!(!again && !carrier.abilities().raw_frames);
    assert_eq!(carrier.frame(&mut reader, &[0x60]), Ok(Heard::Unable));
    let pages = hex("00000004 00000005 00000006 00000007");
    assert_eq!(carrier.frame(&mut reader, &[0x30, 4]), Ok(Heard::Answer(pages)));
    assert!(reader.is_over());
}

#[test]
fn a_card_that_cannot_be_selected_says_nothing() {
    let (mut carrier, _, _) = met(Family::Acs, &[UID, START, LAYER_3]);
    let mut reader = Script::of(&[END, UID, START, (LAYER_3.0, "C0 03 01 64 01 90 00"), END]);
    carrier.close(&mut reader);
    assert_eq!(carrier.frame(&mut reader, &[0x60]), Ok(Heard::Silence));
    assert!(reader.is_over());
}

#[test]
fn an_acr122u_writes_by_its_own_firmware() {
    let (mut carrier, mut reader, again) =
        met(Family::Acr122u, &[("FF D6 00 04 04 01 02 03 04", "90 00")]);
    assert!(!again && carrier.abilities().raw_frames);
    assert_eq!(carrier.frame(&mut reader, &hex("A2 04 01 02 03 04")), Ok(Heard::Ack));
    assert!(reader.is_over());
    assert_eq!(carrier.frame(&mut reader, &hex("A0 04")), Ok(Heard::Unable));
}

#[test]
fn whether_four_bits_were_an_ack_is_told_by_a_read() {
    let count = ("FF 00 00 00 08 D4 42 A5 00 01 00 00 00", "D5 43 02 90 00");
    let there = ("FF 00 00 00 04 D4 42 30 00", "D5 43 00 0102030405060708090A0B0C0D0E0F10 90 00");
    let gone = (there.0, "D5 43 01 90 00");
    for (answer, heard) in [(there, Heard::Ack), (gone, Heard::Nak(None))] {
        let (mut carrier, mut reader, _) = met(Family::Acr122u, &[count, answer]);
        assert_eq!(carrier.frame(&mut reader, &hex("A5 00 01 00 00 00")), Ok(heard));
        assert!(reader.is_over());
    }
    // A wrong password: nothing was to be acknowledged, so nothing is looked at.
    let wrong = ("FF 00 00 00 07 D4 42 1B 11 22 33 44", "D5 43 02 90 00");
    let (mut carrier, mut reader, _) = met(Family::Acr122u, &[wrong]);
    assert_eq!(carrier.frame(&mut reader, &hex("1B 11 22 33 44")), Ok(Heard::Nak(None)));
}

#[test]
fn how_far_an_omnikey_reaches_is_looked_at() {
    let far = ("FF B0 00 10 10", "00000010 00000011 00000012 00000013 9000");
    let (carrier, _, again) = met(Family::Omnikey, &[far]);
    assert_eq!((carrier.abilities().highest_page, again), (0xFF, false));
    let (mut carrier, mut reader, again) = met(Family::Omnikey, &[(far.0, "6A 82")]);
    assert_eq!((carrier.abilities().highest_page, again), (15, true));
    assert_eq!(carrier.frame(&mut reader, &[0x30, 16]), Ok(Heard::Unable));
}

#[test]
fn other_cards_are_not_bothered() {
    for family in Family::ALL {
        let mut script = Script::default();
        let mut carrier = Carrier::new(family, &hex("3B 81 80 01 80 80"));
        assert!(!carrier.meet(&mut script));
        assert_eq!(carrier.frame(&mut script, &[0x60]), Ok(Heard::Unable));
        carrier.close(&mut script);
    }
}

/// Says whatever it was given, for ever.
struct Babble(Vec<Vec<u8>>, usize);

impl Transport for Babble {
    type Error = Broken;

    fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, Broken> {
        self.1 += 1;
        assert!(self.1 < 64, "the reader is asked without end");
        Ok(self.0.get(self.1 % self.0.len().max(1)).cloned().unwrap_or_default())
    }
}

/// Bytes that begin and end as answers do, more often than chance would have it.
fn answer() -> impl Strategy<Value = Vec<u8>> {
    let head = prop::sample::select(vec!["", "D5 43 00", "D5 43", "C0 03 00 90 00", "C0 03", "97"]);
    let tail = prop::sample::select(vec!["", "90 00", "63 00", "6C 04", "64 01", "62 82"]);
    (head, prop::collection::vec(any::<u8>(), 0..40), tail)
        .prop_map(|(head, middle, tail)| [hex(head), middle, hex(tail)].concat())
}

proptest! {
    #[test]
    fn any_answer_is_something_heard_or_an_error(
        answers in prop::collection::vec(answer(), 1..6),
        frame in prop::collection::vec(any::<u8>(), 0..300),
        family in prop::sample::select(Family::ALL.to_vec()),
    ) {
        let mut babble = Babble(answers, 0);
        let mut carrier = Carrier::new(family, &storage_atr());
        carrier.meet(&mut babble);
        for frame in [frame.as_slice(), &[0x30, 4], &[0xA2, 4, 1, 2, 3, 4], &[0x60]] {
            match carrier.frame(&mut babble, frame) {
                Ok(_) | Err(Error::Nonsense(_)) => {}
                Err(Error::Transport(Broken)) => prop_assert!(false, "the wire is whole"),
            }
        }
    }
}
