//! `SetConfiguration`: what is taken, what is refused, what is for good.

use crate::rig::{Raw, Rig, UID, in_suite};
use tapsmith_card::apdu::CommandApdu;
use tapsmith_card::command::FileNumber;
use tapsmith_core::access::CommMode;
use tapsmith_core::profile::FailureRule;
use tapsmith_picc::ntag424::Configuration;
use tapsmith_picc::{Memory, Unknowns};

const LRP: [u8; 10] = [0, 0, 0, 0, 2, 0, 0, 0, 0, 0];

fn tag_tamper() -> Rig {
    Rig::of(in_suite(Memory::factory_tag_tamper(UID)), Unknowns::default())
}

fn configuration(rig: &Rig) -> Configuration {
    *rig.card.memory().configuration()
}

/// One option, on a fresh card of either chip; a refusal changes nothing and ends the session.
fn refused(option: u8, data: &[u8], with_loop: bool) -> u16 {
    let mut rig = if with_loop { tag_tamper() } else { Rig::new() };
    let mut open = rig.authenticate(0);
    let before = rig.card.memory().clone();
    let (length, status) = rig.configure(&mut open, option, data);
    assert_eq!((length, rig.card.memory()), (0, &before), "{option:02X} {data:02X?}");
    assert!(!rig.alive(&mut open), "{option:02X} {data:02X?}");
    status
}

#[test]
fn each_option_sets_what_it_says() {
    type Check = fn(Configuration) -> Configuration;
    let cases: [(u8, &[u8], Check); 6] = [
        (0x00, &[0x02], |was| Configuration { random_uid: true, ..was }),
        (0x04, &[0x04, 0x00], |was| Configuration { chained_writes_off: true, ..was }),
        (0x05, &[0, 0, 0, 0, 0, 0, 0, 0, 5, 6], |was| Configuration {
            capabilities: [5, 6],
            ..was
        }),
        (0x0A, &[1, 0x2C, 0x01, 0x02, 0x00], |was| Configuration {
            failed_authentications: FailureRule { limit: 300, decrement: 2 },
            ..was
        }),
        (0x0A, &[0, 9, 9, 9, 9], |was| Configuration {
            failed_authentications: FailureRule { limit: 0, decrement: 10 },
            ..was
        }),
        (0x0B, &[0x00], |was| Configuration { strong_back_modulation: false, ..was }),
    ];
    for (option, data, expected) in cases {
        let mut rig = Rig::new();
        let was = configuration(&rig);
        rig.configured(option, data);
        assert_eq!(configuration(&rig), expected(was), "{option:02X}");
        let read = Memory::from_json(&rig.card.memory().to_json());
        assert_eq!(read.as_ref(), Ok(rig.card.memory()), "and the state file keeps it");
    }
}

/// A MAC for every option but 05h, and the session goes on.
#[test]
fn the_answer_and_the_session() {
    let cases: [(u8, &[u8], usize); 6] = [
        (0x00, &[0x00], 8),
        (0x04, &[0x00, 0x00], 8),
        (0x05, &[0; 10], 0),
        (0x07, &[0x00, 0x0E], 8),
        (0x0A, &[0; 5], 8),
        (0x0B, &[0x01], 8),
    ];
    for (option, data, length) in cases {
        let mut rig = tag_tamper();
        let mut open = rig.authenticate(0);
        assert_eq!(rig.configure(&mut open, option, data), (length, 0x9100), "{option:02X}");
        assert!(rig.alive(&mut open), "{option:02X}");
    }
}

/// "No change" is what a zero means where a one was for good.
#[test]
fn what_is_on_stays_on() {
    let mut rig = tag_tamper();
    rig.configured(0x00, &[0x02]);
    rig.configured(0x04, &[0x04, 0x00]);
    rig.configured(0x07, &[0x01, 0x03]);
    rig.configured(0x00, &[0x00]);
    rig.configured(0x04, &[0x00, 0x00]);
    rig.configured(0x07, &[0x00, 0x0F]);
    let Configuration { random_uid, chained_writes_off, .. } = configuration(&rig);
    assert!(random_uid && chained_writes_off && rig.card.memory().tamper().unwrap().on);
}

#[test]
fn the_back_modulation_shows_in_the_version() {
    let mut rig = Rig::new();
    for (data, subtype) in [(0x00, 0x82), (0x01, 0x02)] {
        rig.configured(0x0B, &[data]);
        rig.select();
        assert_eq!(rig.wrapped(0x60, &[]).0[2], subtype);
        rig.card.power_off();
        rig.select();
    }
}

#[test]
fn refused_with_919e_for_an_unsupported_option() {
    for option in [0x01, 0x02, 0x03, 0x06, 0x08, 0x09, 0x0C, 0x0F, 0xFF] {
        assert_eq!(refused(option, &[0], true), 0x919E, "{option:02X}");
    }
    assert_eq!(refused(0x07, &[0x01, 0x0E], false), 0x919E, "a loop that is not there");
    assert_eq!(refused(0x07, &[0x01], false), 0x919E, "of any length");
}

#[test]
fn refused_with_919e_for_a_reserved_bit() {
    let cases: &[(u8, &[u8])] = &[
        (0x00, &[0x01]),
        (0x00, &[0x04]),
        (0x00, &[0x82]),
        (0x04, &[0x01, 0x00]),
        (0x04, &[0x0C, 0x00]),
        (0x04, &[0x04, 0x01]),
        (0x05, &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        (0x05, &[0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
        (0x05, &[0, 0, 0, 0, 3, 0, 0, 0, 0, 0]),
        (0x05, &[0, 0, 0, 0, 2, 1, 0, 0, 0, 0]),
        (0x05, &[0, 0, 0, 0, 2, 0, 0, 1, 0, 0]),
        (0x07, &[0x02, 0x0E]),
        (0x07, &[0x01, 0x05]),
        (0x07, &[0x01, 0x1E]),
        (0x0A, &[0x02, 1, 0, 1, 0]),
        (0x0B, &[0x02]),
    ];
    for (option, data) in cases {
        assert_eq!(refused(*option, data, true), 0x919E, "{option:02X} {data:02X?}");
    }
}

#[test]
fn refused_with_919e_for_a_limit_of_0() {
    assert_eq!(refused(0x0A, &[0x01, 0, 0, 10, 0], false), 0x919E);
}

#[test]
fn refused_with_917e_for_data_of_another_length() {
    let cases: &[(u8, &[usize])] = &[
        (0x00, &[2, 15]),
        (0x04, &[1, 3]),
        (0x05, &[9, 11]),
        (0x07, &[1, 3]),
        (0x0A, &[4, 6]),
        (0x0B, &[2]),
    ];
    for (option, lengths) in cases {
        for length in *lengths {
            assert_eq!(refused(*option, &vec![0; *length], true), 0x917E, "{option:02X} {length}");
        }
    }
    for length in [0, 16, 32] {
        assert_eq!(refused(0x00, &vec![0; length], false), 0x917E, "two blocks, or none");
    }
}

/// 917E: seen on silicon for six bytes in plain.
#[test]
fn refused_with_917e_without_protection() {
    let mut rig = Rig::new();
    let mut open = rig.authenticate(0);
    let raw = Raw::<0x5C, 1> { mode: CommMode::Plain, payload: vec![0x0A, 0, 0, 0, 0, 0] };
    assert_eq!(rig.secure(&mut open, &raw).1, 0x917E);
}

#[test]
fn refused_with_91ae_without_key_0() {
    for key in 1..=4 {
        let mut rig = Rig::new();
        let mut open = rig.authenticate(key);
        assert_eq!(rig.configure(&mut open, 0x00, &[0x02]).1, 0x91AE, "key {key}");
        assert!(!configuration(&rig).random_uid);
    }
    assert_eq!(Rig::new().wrapped(0x5C, &[0; 25]).1, 0x91AE, "without a session");
}

/// Wholly, or not at all.
#[test]
fn torn() {
    let cases: [(u8, &[u8]); 6] = [
        (0x00, &[0x02]),
        (0x04, &[0x04, 0x00]),
        (0x05, &LRP),
        (0x07, &[0x01, 0x03]),
        (0x0A, &[1, 1, 0, 1, 0]),
        (0x0B, &[0x00]),
    ];
    for (option, data) in cases {
        for frames in [0, 1] {
            let mut rig = tag_tamper();
            let mut open = rig.authenticate(0);
            let before = rig.card.memory().clone();
            let payload = [&[option], data].concat();
            let command = Rig::sealed(&mut open, &Raw::<0x5C, 1> { mode: CommMode::Full, payload });
            rig.tear(&command.to_bytes().unwrap(), frames);
            let mut whole = tag_tamper();
            whole.configured(option, data);
            let expected = if frames == 0 { &before } else { whole.card.memory() };
            assert_eq!(rig.card.memory(), expected, "{option:02X}, {frames}");
            let lrp_already = option == 0x05 && crate::SUITE == tapsmith_core::suite::Suite::Lrp;
            let changed = *rig.card.memory() != before;
            assert_eq!(changed, frames == 1 && !lrp_already, "{option:02X}, {frames}");
        }
    }
}

/// 919D for a protected write that takes two frames; in plain, and in one frame, it passes.
#[test]
fn chained_writes_off() {
    let write = |mode, length: u8| {
        let payload = [&[2, 0, 0, 0, length, 0, 0], vec![7; length.into()].as_slice()].concat();
        Raw::<0x8D, 7> { mode, payload }
    };
    let cases = [
        (0x01, CommMode::Mac, 104, 0x9100),
        (0x01, CommMode::Mac, 105, 0x919D),
        (0x03, CommMode::Full, 95, 0x9100),
        (0x03, CommMode::Full, 96, 0x919D),
        (0x00, CommMode::Plain, 248, 0x9100),
    ];
    for (option, mode, length, status) in cases {
        let mut rig = Rig::new();
        rig.configured(0x04, &[0x04, 0x00]);
        assert_eq!(rig.change_settings(2, &[option, 0x00, 0x00]), 0x9100);
        let mut open = rig.authenticate(0);
        assert_eq!(rig.secure(&mut open, &write(mode, length)).1, status, "{mode:?}, {length}");
        let written = rig.card.memory().data(FileNumber::Ndef).iter().filter(|byte| **byte == 7);
        assert_eq!(written.count(), if status == 0x9100 { length.into() } else { 0 });
    }
}

/// What is refused by its header leaves nothing behind when it is torn, either.
#[test]
fn chained_writes_off_and_torn() {
    let mut rig = Rig::new();
    rig.configured(0x04, &[0x04, 0x00]);
    assert_eq!(rig.change_settings(2, &[0x01, 0x00, 0x00]), 0x9100);
    let mut open = rig.authenticate(0);
    let payload = [vec![2, 0, 0, 0, 240, 0, 0], vec![7; 240]].concat();
    let command: CommandApdu =
        Rig::sealed(&mut open, &Raw::<0x8D, 7> { mode: CommMode::Mac, payload });
    rig.tear(&command.to_bytes().unwrap(), 2);
    assert_eq!(rig.card.memory().data(FileNumber::Ndef), [0; 256]);
}
